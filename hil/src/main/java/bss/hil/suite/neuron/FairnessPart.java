package bss.hil.suite.neuron;

import bss.hil.bench.Violation;
import bss.hil.suite.machine.NeuronChip;
import bss.hil.suite.machine.ProgramBuilder;
import bss.spec.backend.BackendException;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.coord.MergerOnHicann;
import bss.spec.topology.MergerTopology;
import java.util.Map;

/// A merger that both inputs crowd serves them in turn: each has half of what comes out.
///
/// For the mergers of the tree two generators send in every clock, for a DNC merger one does, and the host
/// sends pulses, which must come through although the other input is never empty. The link up takes a fifth
/// of the events.
final class FairnessPart {

    private static final long CYCLES = 6000;
    private static final int LEFT = 21;
    private static final int RIGHT = 42;
    private static final int PULSES = 300;
    private static final int FIRST_TICK = 1000;
    /// 9 cycles: no multiple of the 5 of a link up.
    private static final int SPACING_TICKS = 18;

    private final Fixture fixture;

    FairnessPart(Fixture fixture) {
        this.fixture = fixture;
    }

    void run() throws BackendException, InterruptedException, Violation {
        for (int merger = 8; merger < MergerTopology.MERGERS; merger++) {
            tree(merger);
        }
        for (boolean even : new boolean[] {true, false}) {
            dnc(even);
        }
    }

    /// One merger of the tree, the same on all chips.
    private void tree(int merger) throws BackendException, InterruptedException, Violation {
        int left = leaf(MergerTopology.leftMerger(merger));
        int right = leaf(MergerTopology.rightMerger(merger));
        int dnc = tapAbove(merger);
        Pulses trace = fixture.run(
                fixture.alike(chip -> {
                    chip.bits.link(dnc, LinkDirection.TO_DNC);
                    chip.bits.dncMerger(dnc, new MergerConfig(MergerConfig.Mode.RIGHT_ONLY, false));
                    chip.bits.backgroundGenerator(left, new BackgroundGeneratorConfig(true, false, 0, LEFT));
                    chip.bits.backgroundGenerator(right, new BackgroundGeneratorConfig(true, false, 0, RIGHT));
                    chip.bits.merger(merger, new MergerConfig(MergerConfig.Mode.MERGE, false));
                    lead(chip, left, merger);
                    lead(chip, right, merger);
                    up(chip, merger, MergerTopology.dncTap(dnc));
                }),
                Pulses.NONE,
                CYCLES);
        Map<Integer, Integer> counts = Fixture.counts(trace);
        for (int hicann : fixture.bench.hicanns()) {
            int ofLeft = counts.getOrDefault(PulseAddress.pack(hicann, dnc, LEFT), 0);
            int ofRight = counts.getOrDefault(PulseAddress.pack(hicann, dnc, RIGHT), 0);
            double share = (double) ofLeft / Math.max(1, ofLeft + ofRight);
            double off = fixture.limit("merger_share_band");
            fixture.bench.demand(
                    ofLeft + ofRight > CYCLES / 10 && Math.abs(share - 0.5) <= off,
                    () ->
                            "HICANN %d, %s of its tree: %d events of the left input and %d of the right, must be half each"
                                    .formatted(hicann, MergerOnHicann.of(merger), ofLeft, ofRight));
        }
    }

    /// The leftmost merger of level 0 below one; generator and merger have the same number there.
    private static int leaf(int merger) {
        return MergerTopology.level(merger) == 0 ? merger : leaf(MergerTopology.leftMerger(merger));
    }

    /// Every merger between a generator and `top` takes the side that the generator comes from.
    private static void lead(NeuronChip chip, int generator, int top) {
        int m = generator;
        chip.bits.merger(m, new MergerConfig(MergerConfig.Mode.LEFT_ONLY, false));
        while (MergerTopology.next(m) != top) {
            pass(chip, m);
            m = MergerTopology.next(m);
        }
    }

    private static void up(NeuronChip chip, int from, int to) {
        for (int m = from; m != to; m = MergerTopology.next(m)) {
            pass(chip, m);
        }
    }

    /// The merger behind `m` takes `m` alone.
    private static void pass(NeuronChip chip, int m) {
        MergerConfig.Mode mode =
                MergerTopology.isLeftInputOfNext(m) ? MergerConfig.Mode.LEFT_ONLY : MergerConfig.Mode.RIGHT_ONLY;
        chip.bits.merger(MergerTopology.next(m), new MergerConfig(mode, false));
    }

    /// The DNC merger that taps a merger, or the first one above it that is tapped.
    private static int tapAbove(int merger) {
        int m = merger;
        while (MergerTopology.dncOfTap(m) < 0) {
            m = MergerTopology.next(m);
        }
        return MergerTopology.dncOfTap(m);
    }

    /// Pulses come down the even or the odd links, cross their DNC mergers beside a generator that sends in
    /// every clock, and loop to the partner's link up.
    private void dnc(boolean even) throws BackendException, InterruptedException, Violation {
        int[] chips = fixture.bench.hicanns();
        for (int pair = 0; pair < 4; pair++) {
            int down = 2 * pair + (even ? 0 : 1);
            int up = down ^ 1;
            ProgramBuilder program = new ProgramBuilder();
            for (int k = 0; k < chips.length; k++) {
                for (int p = 0; p < PULSES; p++) {
                    program.add(FIRST_TICK + (long) SPACING_TICKS * p + 2L * k, chips[k], down, LEFT);
                }
            }
            Pulses trace = fixture.run(
                    fixture.alike(chip -> {
                        chip.bits.link(down, LinkDirection.TO_HICANN).link(up, LinkDirection.TO_DNC);
                        chip.bits.timestampEnable(true);
                        chip.bits.backgroundGenerator(down, new BackgroundGeneratorConfig(true, false, 0, RIGHT));
                        chip.bits.dncMerger(down, new MergerConfig(MergerConfig.Mode.MERGE, false, true));
                        chip.bits.dncMerger(up, new MergerConfig(MergerConfig.Mode.LEFT_ONLY, false));
                    }),
                    program.build(),
                    (FIRST_TICK + (long) SPACING_TICKS * PULSES) / 2 + 500);
            Map<Integer, Integer> counts = Fixture.counts(trace);
            for (int hicann : chips) {
                int came = counts.getOrDefault(PulseAddress.pack(hicann, up, LEFT), 0);
                int others = counts.getOrDefault(PulseAddress.pack(hicann, up, RIGHT), 0);
                double share = came / (PULSES / 5.0);
                double off = 2 * fixture.limit("merger_share_band");
                fixture.bench.demand(
                        Math.abs(share - 1) <= off && others > PULSES,
                        () -> ("HICANN %d, DNC merger %d: %d of %d pulses came beside %d events of the other input,"
                                        + " must be a fifth within %.0f %%")
                                .formatted(hicann, down, came, PULSES, others, 100 * off));
            }
        }
    }
}
