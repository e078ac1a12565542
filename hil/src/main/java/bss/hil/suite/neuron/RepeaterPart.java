package bss.hil.suite.neuron;

import bss.hil.bench.Violation;
import bss.hil.suite.machine.NeuronChip;
import bss.hil.suite.machine.ProgramBuilder;
import bss.spec.backend.BackendException;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.config.LinkDirection;
import bss.spec.coord.Direction;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import bss.spec.topology.WaferTopology;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Pulses go from one chip over its lines and the repeater at its border into a driver of the neighbour,
/// whose neuron answers: 16 bursts over each border between two chips of the parts, in both directions.
final class RepeaterPart {

    private static final int PULSES = 16;
    private static final long FIRST_TICK = NeuronChip.betweenLocking(3000);
    private static final long SPACING_TICKS = 2 * 12 * NeuronChip.LOCKING_CYCLES;
    private static final int ADDRESS = 0x36;

    private final Fixture fixture;
    private final SplittableRandom random;
    private final Score borders = new Score("ways from chip to chip");
    private int least = PULSES;

    RepeaterPart(Fixture fixture, SplittableRandom random) {
        this.fixture = fixture;
        this.random = random;
    }

    void run() throws BackendException, InterruptedException, Violation {
        int rounds = fixture.bench.size(1, 8, 8);
        for (int round = 0; round < rounds; round++) {
            for (Direction direction : Direction.all()) {
                round(round, direction);
            }
        }
        if (borders.isEmpty()) {
            fixture.bench.note("no two chips of the parts are neighbours: L1 between chips was not tested");
        } else {
            fixture.bench.figure("repeater_fewest_of_16", least, "events");
            fixture.bench.figure("borders_wrong", borders.wrongFraction(), "of all");
            borders.demand(fixture.limit("borders_wrong_fraction"));
        }
    }

    private int number(int hicann) {
        return Arrays.binarySearch(fixture.bench.hicanns(), hicann);
    }

    /// Sends over all borders of a direction at once, down link (round + k) mod 8 of chip k.
    private void round(int round, Direction direction) throws BackendException, InterruptedException, Violation {
        int[] chips = fixture.bench.hicanns();
        NeuronChip[] wafer = new NeuronChip[chips.length];
        Arrays.setAll(wafer, k -> new NeuronChip().links(LinkDirection.TO_DNC));
        ProgramBuilder program = new ProgramBuilder();
        int[] answers = new int[chips.length];
        Arrays.fill(answers, -1);
        for (int k = 0; k < chips.length; k++) {
            int target = number(WaferTopology.neighbour(chips[k], direction));
            if (target >= 0) {
                int link = (round + k) % 8;
                answers[k] = lead(wafer, k, target, link, direction);
                for (int p = 0; p < PULSES; p++) {
                    NeuronChip.burst(program, FIRST_TICK + SPACING_TICKS * p + 2L * (k % 8), chips[k], link, ADDRESS);
                }
            }
        }
        if (program.count() == 0) {
            return;
        }
        Pulses trace = fixture.run(fixture.each(wafer), program.build(), (FIRST_TICK + SPACING_TICKS * PULSES) / 2);
        for (int k = 0; k < chips.length; k++) {
            if (answers[k] >= 0) {
                judge(trace, answers[k], chips[k], direction);
            }
        }
    }

    /// Configures the way from a chip to its neighbour's driver and neuron.
    ///
    /// @return the address at which the neighbour's neuron answers
    private int lead(NeuronChip[] wafer, int from, int to, int link, Direction direction) {
        int hline = MergerTopology.hlineOfDnc(link);
        int position = random.nextInt(8);
        NeuronChip source = wafer[from];
        NeuronChip target = wafer[to];
        int vline;
        switch (direction) {
            case WEST -> {
                source.sender(link, false, true);
                int there = L1Topology.hWest(hline);
                vline = L1Topology.vlinesOf(there)[position];
                target.crossbar(there, vline);
            }
            case EAST -> {
                source.sender(link, true, false);
                int there = L1Topology.hEast(hline);
                source.forward(hline, direction, true);
                target.forward(there, direction.opposite(), false);
                vline = L1Topology.vlinesOf(there)[position];
                target.crossbar(there, vline);
            }
            default -> {
                source.sender(link, true, false);
                int here = L1Topology.vlinesOf(hline)[position];
                vline = direction == Direction.NORTH ? L1Topology.vNorth(here) : L1Topology.vSouth(here);
                source.crossbar(hline, here).forward(L1Topology.HLINES + here, direction, true);
                target.forward(L1Topology.HLINES + vline, direction.opposite(), false);
            }
        }
        int driver = target.driver(vline, random.nextInt(28));
        target.row(2 * driver, ADDRESS >> 4, ADDRESS >> 4);
        // away from the link that the target itself receives pulses on
        int block = (link + 4) % 8;
        int column = 32 * block + random.nextInt(32);
        int answer = 2 + from;
        target.bits.synapse(2 * driver, column, 15, ADDRESS & 15);
        target.neuron(NeuronTopology.denmem(column, L1Topology.driverHalf(driver)), answer, false);
        return PulseAddress.pack(fixture.bench.hicanns()[to], block, answer);
    }

    private void judge(Pulses trace, int answer, int chip, Direction direction) {
        boolean[] answered = new boolean[PULSES];
        for (int e = 0; e < trace.count(); e++) {
            long pulse = (trace.tick(e) - FIRST_TICK) / SPACING_TICKS;
            if (trace.address(e) == answer && pulse >= 0 && pulse < PULSES) {
                answered[(int) pulse] = true;
            }
        }
        int count = 0;
        for (boolean a : answered) {
            count += a ? 1 : 0;
        }
        least = Math.min(least, count);
        borders.add(
                count >= fixture.limit("repeater_least_of_16"),
                "from HICANN %d to the %s: %d of 16 bursts were answered by %s, must be at least %.0f"
                        .formatted(
                                chip, direction, count, Fixture.name(answer), fixture.limit("repeater_least_of_16")));
    }
}
