package bss.hil.suite.neuron;

import bss.hil.bench.Violation;
import bss.hil.suite.machine.NeuronChip;
import bss.hil.suite.machine.ProgramBuilder;
import bss.spec.backend.BackendException;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.config.LinkDirection;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/// An L1 address hits the synapses whose driver decoder is its upper two bits and whose own decoder is the
/// lower four, and no others: pulses of all addresses, a neuron for each of the 16 decoders in the even and
/// in the odd half row.
///
/// Address 0 is that of the locking generator, which hits decoder 0 of driver decoder 0 all the time: that
/// neuron is not judged.
final class DecoderPart {

    private static final int DECODERS = 16;
    private static final int ADDRESSES = 64;
    private static final int COLUMNS = 32;
    private static final long FIRST_TICK = NeuronChip.betweenLocking(2000);
    private static final long SPACING_TICKS = 2 * 12 * NeuronChip.LOCKING_CYCLES;

    private final Fixture fixture;
    private final Score hits = new Score("addresses and the synapses that they hit");
    private final Score others = new Score("addresses and the synapses that they must not hit");

    DecoderPart(Fixture fixture) {
        this.fixture = fixture;
    }

    void run(SplittableRandom random) throws BackendException, InterruptedException, Violation {
        int rounds = fixture.bench.size(2, 8, 8);
        for (int round = 0; round < rounds; round++) {
            round(round * 8 / rounds, random);
        }
        fixture.bench.figure("hits_missing", hits.wrongFraction(), "of all");
        fixture.bench.figure("hits_elsewhere", others.wrongFraction(), "of all");
        hits.demand(fixture.limit("hits_missing_fraction"));
        others.demand(fixture.limit("hits_elsewhere_fraction"));
    }

    /// Pulses go down link k of chip k, neurons are in block k + 3.
    private static int block(int k) {
        return (k + 3) % 8;
    }

    private void round(int round, SplittableRandom random) throws BackendException, InterruptedException, Violation {
        int even = round % 4;
        int odd = (round + 1 + round / 4 * 2) % 4;
        int[] order = order(random);
        int choice = random.nextInt(28);
        ProgramBuilder program = new ProgramBuilder();
        for (int k = 0; k < fixture.bench.hicanns().length; k++) {
            for (int p = 0; p < order.length; p++) {
                NeuronChip.burst(program, time(p) + 2L * (k % 8), fixture.bench.hicanns()[k], k % 8, order[p]);
            }
        }
        Pulses trace = fixture.run(
                fixture.each((chip, k) -> build(chip, k % 8, round / 4, even, odd, choice + k)),
                program.build(),
                time(order.length) / 2);
        for (int k = 0; k < fixture.bench.hicanns().length; k++) {
            judge(trace, k, order, even, odd);
        }
    }

    private static int[] order(SplittableRandom random) {
        int[] order = new int[ADDRESSES - 1];
        for (int k = 0; k < order.length; k++) {
            int other = random.nextInt(k + 1);
            order[k] = order[other];
            order[other] = k + 1;
        }
        return order;
    }

    private static long time(int pulse) {
        return FIRST_TICK + SPACING_TICKS * pulse;
    }

    private static void build(NeuronChip chip, int link, int row, int even, int odd, int choice) {
        chip.links(LinkDirection.TO_DNC).sender(link, true, false);
        int hline = MergerTopology.hlineOfDnc(link);
        int vline = L1Topology.vlinesOf(hline)[choice % 8];
        chip.crossbar(hline, vline);
        int driver = chip.driver(vline, choice);
        int used = 2 * driver + row;
        chip.row(used, even, odd);
        for (int c = 0; c < COLUMNS; c++) {
            int column = COLUMNS * block(link) + c;
            chip.bits.synapse(used, column, 15, c / 2);
            chip.neuron(NeuronTopology.denmem(column, L1Topology.driverHalf(driver)), c, false);
        }
    }

    private void judge(Pulses trace, int k, int[] order, int even, int odd) {
        int chip = fixture.bench.hicanns()[k];
        Set<Integer> fired = new HashSet<>();
        for (int e = 0; e < trace.count(); e++) {
            if (PulseAddress.hicann(trace.address(e)) == chip) {
                long pulse = (trace.tick(e) - FIRST_TICK) / SPACING_TICKS;
                int address = pulse < 0 || pulse >= order.length ? 0 : order[(int) pulse];
                boolean rightLink = PulseAddress.link(trace.address(e)) == block(k % 8);
                int column = PulseAddress.l1Address(trace.address(e));
                fired.add(rightLink && column < COLUMNS ? key(address, column) : key(address, COLUMNS));
            }
        }
        for (int address : order) {
            for (int column = 0; column <= COLUMNS; column++) {
                int decoder = column % 2 == 0 ? even : odd;
                boolean mayLock = decoder == 0 && column / 2 == 0;
                if (column == COLUMNS || !mayLock) {
                    boolean hit = column < COLUMNS && address >> 4 == decoder && address % DECODERS == column / 2;
                    int c = column;
                    (hit ? hits : others)
                            .add(
                                    hit == fired.contains(key(address, column)),
                                    "HICANN %d, pulse of L1 address %d: the neuron behind driver decoder %d, decoder %d %s"
                                            .formatted(
                                                    chip,
                                                    address,
                                                    decoder,
                                                    c / 2,
                                                    hit ? "does not fire, must" : "fires, must not"));
                }
            }
        }
    }

    private static int key(int address, int column) {
        return address * (COLUMNS + 1) + column;
    }
}
