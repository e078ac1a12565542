package bss.hil.suite.common;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.proto.v1.AdcSource;
import bss.proto.v1.Answer;
import bss.proto.v1.Counters;
import bss.proto.v1.Play;
import bss.proto.v1.RecordAdc;
import bss.proto.v1.Request;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.WaferConfiguration;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/// A host that reaches for chips which it did not lease: it must be refused whole, and neither those chips
/// nor its own may change.
public final class OutsideLease {

    private OutsideLease() {}

    /// Tries with the first of the run's FPGAs leased, against the second, which another session holds, or
    /// against an FPGA that the run has not.
    public static void require(Bench bench) throws IOException, Violation, BackendException {
        int[] fpgas = bench.fpgas();
        SplittableRandom random = bench.random("outside");
        int own = Chips.of(fpgas[0])[0];
        if (fpgas.length < 2) {
            bench.note("access outside the lease was tried against an FPGA that nobody holds: the run has one alone");
            int foreign = Chips.of(fpgas[0] == 0 ? 1 : 0)[0];
            reach(bench, random, fpgas[0], own, foreign);
            return;
        }
        int foreign = Chips.of(fpgas[1])[random.nextInt(8)];
        WaferConfiguration theirs = RandomChips.wafer(random, foreign);
        try (WaferSession owner = bench.open(Lease.of(fpgas[1]))) {
            bench.configure(owner, theirs, RandomChips.STAGES);
            reach(bench, random, fpgas[0], own, foreign);
            RandomChips.requireSame(
                    bench, theirs, owner.readBack(), "HICANN %d, that another host reached for".formatted(foreign));
            Fresh.requireEmpty(bench, owner, "HICANN %d, that another host reached for".formatted(foreign));
        }
    }

    private static void reach(Bench bench, SplittableRandom random, int fpga, int own, int foreign)
            throws IOException, Violation {
        WaferConfiguration mine = RandomChips.wafer(random, own);
        try (RawSession host = RawSession.open(bench, fpga)) {
            RawSession.done(host.configure(mine, RandomChips.STAGES));
            for (WaferConfiguration wanted :
                    Arrays.asList(RandomChips.wafer(random, foreign), RandomChips.wafer(random, own, foreign))) {
                refused(
                        host.configure(wanted, RandomChips.STAGES),
                        "configuring HICANNs %s".formatted(Arrays.toString(wanted.usedHicanns())));
            }
            for (int[] chips : new int[][] {{foreign}, {own, foreign}}) {
                Pulses pulses = Pulses.sorted(
                        Arrays.stream(chips).mapToLong(h -> 5000).toArray(),
                        Arrays.stream(chips)
                                .map(h -> PulseAddress.pack(h, 0, 9))
                                .sorted()
                                .toArray());
                host.begin(
                        Request.newBuilder().setPlay(Play.getDefaultInstance()),
                        1,
                        i -> WaferBlocks.encode(pulses, 0, pulses.count()));
                refused(host.upload(), "playing pulses to HICANNs %s".formatted(Arrays.toString(chips)));
            }
            refused(
                    host.ask(Request.newBuilder()
                            .setRecordAdc(RecordAdc.newBuilder()
                                    .setSource(AdcSource.newBuilder()
                                            .setHicann(foreign)
                                            .setSamples(10)))),
                    "recording HICANN %d".formatted(foreign));
            WaferConfiguration read = WaferBlocks.decode(bench, host.readBack());
            RandomChips.requireSame(bench, mine, read, "after access outside the lease");
            long played = host.must(Request.newBuilder().setCounters(Counters.getDefaultInstance()))
                    .getCounters()
                    .getPulsesPlayed();
            bench.demand(
                    played == 0,
                    () -> "%d pulses of requests that were refused count as played, must be none".formatted(played));
        }
    }

    private static void refused(Answer answer, String what) throws Violation {
        if (!answer.hasFailed()) {
            throw new Violation("%s of an FPGA outside the lease was answered with %s, must be refused"
                    .formatted(what, answer.getBodyCase()));
        }
        if (answer.getFailed().getMessage().isBlank()) {
            throw new Violation("%s of an FPGA outside the lease is refused without a message".formatted(what));
        }
    }
}
