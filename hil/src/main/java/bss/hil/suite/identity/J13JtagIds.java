package bss.hil.suite.identity;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.proto.link.LinkClient;
import bss.proto.link.RemoteSession;
import bss.proto.v1.Chip;
import bss.proto.v1.Fpga;
import bss.proto.v1.Opened;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.WaferTopology;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// JTAG ids of FPGAs and chips, read each time that parts are opened.
///
/// Our wire has no JTAG chain: the endpoint reads the ids when it opens parts, and tells them. A loopback of bits
/// through the bypass registers is therefore not tested.
public final class J13JtagIds implements ConformanceTest {

    /// FCP board. Source: sthal, `ParallelHICANNv4Configurator.cpp`.
    private static final int FPGA = 0x1c56c007;

    /// HICANN v4. Source: the same.
    private static final int HICANN = 0x14849434;

    private static final Card CARD = new Card(
            "J13",
            Layer.IDENTITY,
            "JTAG ids",
            "The parts that were asked for are opened, all of them, and their JTAG ids are right each time.",
            "hxcomm ReadoutJtagID; hicann-system tm_wafertest; sthal ParallelHICANNv4Configurator",
            EnumSet.of(Profile.SMOKE, Profile.FULL),
            Set.of(),
            false,
            Duration.ofSeconds(30));

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException {
        int opens = bench.size(5, 20, 20);
        int chips = 0;
        for (int round = 0; round < opens; round++) {
            try (LinkClient client = bench.client();
                    RemoteSession session = (RemoteSession) client.open(Lease.of(bench.fpgas()))) {
                check(bench, session.opened(), round);
                chips = session.opened().getFpgasList().stream()
                        .mapToInt(Fpga::getChipsCount)
                        .sum();
            }
            bench.progress((round + 1.0) / opens);
        }
        bench.figure("chips", chips, "");
        bench.figure("opens", opens, "");
    }

    private static void check(Bench bench, Opened opened, int round) throws Violation {
        int[] fpgas = opened.getFpgasList().stream().mapToInt(Fpga::getFpga).toArray();
        bench.demand(
                Arrays.equals(fpgas, bench.fpgas()),
                () -> "open %d: FPGAs %s answered, must be %s"
                        .formatted(round, Arrays.toString(fpgas), Arrays.toString(bench.fpgas())));
        for (Fpga fpga : opened.getFpgasList()) {
            id(bench, "FPGA " + fpga.getFpga(), fpga.getJtagId(), FPGA, round);
            int[] expected = reticle(fpga.getFpga());
            List<Chip> chips = fpga.getChipsList();
            int[] found = chips.stream().mapToInt(Chip::getHicann).toArray();
            bench.demand(
                    Arrays.equals(found, expected),
                    () -> "open %d: FPGA %d has chips %s, must be %s"
                            .formatted(round, fpga.getFpga(), Arrays.toString(found), Arrays.toString(expected)));
            for (Chip chip : chips) {
                id(bench, "HICANN " + chip.getHicann(), chip.getJtagId(), HICANN, round);
            }
        }
    }

    /// The chips of an FPGA, ascending.
    private static int[] reticle(int fpga) {
        return IntStream.range(0, HicannOnWafer.COUNT)
                .filter(h -> WaferTopology.fpga(h) == fpga)
                .toArray();
    }

    private static void id(Bench bench, String part, int found, int expected, int round) throws Violation {
        bench.demand(
                found == expected,
                () -> "open %d: %s has JTAG id 0x%08x, must be 0x%08x".formatted(round, part, found, expected));
    }
}
