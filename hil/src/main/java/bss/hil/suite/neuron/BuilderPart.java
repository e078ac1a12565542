package bss.hil.suite.neuron;

import bss.hil.bench.Violation;
import bss.hil.suite.machine.NeuronChip;
import bss.spec.backend.BackendException;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.DenmemConfig;
import bss.spec.config.LinkDirection;
import bss.spec.config.QuadConfig;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;

/// Denmems joined by the switches of their quad, or over its border by `enableFireInput`, are one membrane: a
/// current into one of them makes the smallest of them fire, and no other. All 16 settings of a quad, all
/// four places for the current, in every block.
final class BuilderPart {

    private static final int BLOCKS = 8;
    private static final int QUADS = 16;
    private static final int POSITIONS = 4;
    private static final int CODE = 1000;
    private static final long CYCLES = 1500;

    private final Fixture fixture;
    private final Score circuits = new Score("joined denmems under a current into one of them");

    BuilderPart(Fixture fixture) {
        this.fixture = fixture;
    }

    void run() throws BackendException, InterruptedException, Violation {
        int rounds = fixture.bench.size(1, BLOCKS, BLOCKS);
        for (int round = 0; round < rounds; round++) {
            for (int position = 0; position < POSITIONS; position++) {
                round(round, position, false);
                round(round, position, true);
            }
        }
        fixture.bench.figure("circuits_wrong", circuits.wrongFraction(), "of all");
        circuits.demand(fixture.limit("circuits_wrong_fraction"));
    }

    /// A denmem of a block by quad (0 to 15) and position (2 y + x mod 2).
    private static int denmem(int block, int quad, int position) {
        return NeuronTopology.denmem(32 * block + 2 * quad + position % 2, position / 2);
    }

    /// @param border quads are joined in pairs by the fire input of the second one's left denmems, else each has the
    ///     switches of its number
    private void round(int round, int position, boolean border)
            throws BackendException, InterruptedException, Violation {
        Pulses trace = fixture.run(
                fixture.each((chip, k) -> build(chip, (round + k) % BLOCKS, position, border)), Pulses.NONE, CYCLES);
        Map<Integer, Integer> counts = Fixture.counts(trace);
        for (int k = 0; k < fixture.bench.hicanns().length; k++) {
            int chip = fixture.bench.hicanns()[k];
            int block = (round + k) % BLOCKS;
            TreeSet<Integer> expected = new TreeSet<>();
            for (int quad = 0; quad < QUADS; quad++) {
                expected.add(border ? inPairs(quad, position) : POSITIONS * quad + smallest(quad, position));
            }
            for (int address = 0; address < 64; address++) {
                int count = counts.getOrDefault(PulseAddress.pack(chip, block, address), 0);
                boolean must = expected.contains(address);
                circuits.add(
                        must == count > 0,
                        "HICANN %d, current into position %d of each quad, %s: denmem %d fires %d times, %s"
                                .formatted(
                                        chip,
                                        position,
                                        border ? "quads joined in pairs" : "quads with the switches of their number",
                                        denmem(block, address / POSITIONS, address % POSITIONS),
                                        count,
                                        must ? "must fire" : "must not"));
            }
        }
    }

    private static void build(NeuronChip chip, int block, int position, boolean border) {
        chip.links(LinkDirection.TO_DNC);
        for (int quad = 0; quad < QUADS; quad++) {
            for (int p = 0; p < POSITIONS; p++) {
                boolean fireInput = border && quad % 2 == 1 && p % 2 == 0;
                chip.bits.denmem(
                        denmem(block, quad, p),
                        new DenmemConfig(POSITIONS * quad + p, true, true, fireInput, false, true));
            }
            if (!border) {
                int number = NeuronTopology.quad(denmem(block, quad, 0));
                chip.bits.quad(number, QuadConfig.fromBits(quad));
            }
        }
        // the current reaches the denmems of one position in the quad
        chip.bits.currentStimulus(position, pulse());
    }

    /// 3 us of a current that makes also four joined denmems fire.
    private static CurrentStimulusConfig pulse() {
        int[] values = new int[CurrentStimulusConfig.LENGTH];
        Arrays.fill(values, 0, 6, CODE);
        return new CurrentStimulusConfig(values, 15, false);
    }

    /// The smallest denmem that the switches of a quad join to a position, as a position.
    private static int smallest(int switches, int position) {
        QuadConfig quad = QuadConfig.fromBits(switches);
        int joined = 1 << position;
        for (int step = 0; step < POSITIONS; step++) {
            joined |= quad.verticalLeft() ? both(joined, 0, 2) : 0;
            joined |= quad.verticalRight() ? both(joined, 1, 3) : 0;
            joined |= quad.horizontalTop() ? both(joined, 0, 1) : 0;
            joined |= quad.horizontalBottom() ? both(joined, 2, 3) : 0;
        }
        return Integer.numberOfTrailingZeros(joined);
    }

    private static int both(int joined, int a, int b) {
        int pair = 1 << a | 1 << b;
        return (joined & pair) != 0 ? pair : 0;
    }

    /// The address that fires where the left denmems of odd quads are joined to the right ones of the quad
    /// before.
    private static int inPairs(int quad, int position) {
        boolean joined = quad % 2 == 1 && position % 2 == 0;
        return joined ? POSITIONS * (quad - 1) + position + 1 : POSITIONS * quad + position;
    }
}
