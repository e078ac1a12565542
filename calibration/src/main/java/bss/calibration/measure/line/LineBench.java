package bss.calibration.measure.line;

import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.WaferConfiguration;
import bss.spec.defects.Defects;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The chips under test: lays ways out, runs, and tells from the spikes of the witnesses which trains
/// arrived.
final class LineBench {

    /// Periods of the longest train that are waited for before spikes count.
    private static final int SETTLE = 1;

    private static final int RECORD = 4;
    /// Cycles for spikes on their way up.
    private static final int LATE = 400;

    /// Witnesses, of up to four, that have to see a train.
    private static final int WITNESSES = 2;

    /// Columns by which witnesses move from experiment to experiment.
    private static final int SHIFT = 13;

    private final WaferSession session;
    private final SortedSet<Integer> chips;
    private final Defects known;
    private final int write;
    private final HicannConfiguration quiet = Witnesses.quiet();
    private int experiments;
    private long cycles;

    LineBench(WaferSession session, SortedSet<Integer> chips, Defects known, int write) {
        this.session = session;
        this.chips = chips;
        this.known = known;
        this.write = write;
    }

    int experiments() {
        return experiments;
    }

    long cycles() {
        return cycles;
    }

    /// The ways, by their place in the layout, whose train arrived.
    BitSet run(Layout layout) throws BackendException, InterruptedException {
        List<Way> ways = layout.ways();
        WaferConfiguration wafer = WaferConfiguration.empty();
        int[] @Nullable [] witness = new int[WaferConfiguration.HICANNS] @Nullable [];
        List<List<Integer>> waysTo = new ArrayList<>();
        for (int h = 0; h < WaferConfiguration.HICANNS; h++) {
            int hicann = h;
            List<Integer> here = IntStream.range(0, ways.size())
                    .filter(w -> Parts.hicannOfDriver(ways.get(w).driver()) == hicann)
                    .boxed()
                    .toList();
            waysTo.add(here);
            if (chips.contains(h)) {
                HicannConfigurationBuilder bits = quiet.toBuilder();
                layout.write(h, bits);
                List<Integer> drivers = here.stream()
                        .map(w -> Parts.driverOnHicann(ways.get(w).driver()))
                        .toList();
                witness[h] = Witnesses.write(bits, h, drivers, SHIFT * experiments, known);
                wafer = wafer.with(h, bits.build());
            }
        }
        Set<ConfigurationStage> stages = EnumSet.allOf(ConfigurationStage.class);
        if (experiments > 0) {
            stages.remove(ConfigurationStage.FLOATING_GATES);
        }
        experiments++;
        session.configure(wafer, stages, write);
        session.reset(write);
        int settle = SETTLE * Layout.longestPeriod();
        int until = settle + RECORD * Layout.longestPeriod();
        session.advance(until + LATE);
        cycles += session.now();
        return arrived(ways, waysTo, witness, settle, until);
    }

    private BitSet arrived(List<Way> ways, List<List<Integer>> waysTo, int[] @Nullable [] witness, int from, int until)
            throws BackendException {
        // by way, then link and address
        List<Trains> trains = ways.stream()
                .map(way -> new Trains(Layout.period(way.sender())))
                .toList();
        Pulses pulses = session.takeTrace();
        for (int p = 0; p < pulses.count(); p++) {
            int address = pulses.address(p);
            double cycle = (double) pulses.tick(p) / HardwareTime.TICKS_PER_CYCLE;
            int @Nullable [] meaning = witness[PulseAddress.hicann(address)];
            int here =
                    meaning == null ? -1 : meaning[64 * PulseAddress.link(address) + PulseAddress.l1Address(address)];
            if (here >= 0 && cycle >= from && cycle < until) {
                trains.get(waysTo.get(PulseAddress.hicann(address)).get(here)).add(address, cycle);
            }
        }
        BitSet arrived = new BitSet();
        for (int w = 0; w < ways.size(); w++) {
            arrived.set(w, trains.get(w).seen(until - from) >= WITNESSES);
        }
        return arrived;
    }
}
