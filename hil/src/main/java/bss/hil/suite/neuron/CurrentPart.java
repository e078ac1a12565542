package bss.hil.suite.neuron;

import bss.hil.bench.Violation;
import bss.hil.suite.machine.NeuronChip;
import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.LinkDirection;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.IdealCircuit;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// A constant current makes a neuron fire, at the rate of a leaky integrator, on the link of its block, with
/// the address that it was given: one neuron of each block at a time, until all 64 addresses were used.
final class CurrentPart {

    private static final int BLOCKS = 8;
    private static final int BLOCK_COLUMNS = 32;
    private static final int CODE = 354;
    private static final long CYCLES = 5000;

    private final Fixture fixture;
    private final Score events = new Score("neurons under a constant current");
    private double worst;

    CurrentPart(Fixture fixture) {
        this.fixture = fixture;
    }

    /// The time between two spikes of a leaky integrator under a constant current, in cycles.
    private static double interval() {
        IdealCircuit circuit = NeuronChip.circuit();
        double end = circuit.eL() + IdealCircuit.stimulusAmpere(CODE) / circuit.gL();
        double rise = circuit.tauM() * Math.log((end - circuit.vReset()) / (end - circuit.vSpike()));
        return (rise + circuit.tauRefrac()) / HardwareTime.CYCLE_SECONDS;
    }

    void run(SplittableRandom random) throws BackendException, InterruptedException, Violation {
        int rounds = fixture.bench.size(2, BLOCKS, BLOCKS);
        for (int round = 0; round < rounds; round++) {
            round(round * BLOCKS / rounds, random);
        }
        fixture.bench.figure("largest_rate_error", worst, "");
        fixture.bench.figure("currents_wrong", events.wrongFraction(), "of all");
        events.demand(fixture.limit("neurons_wrong_fraction"));
    }

    private void round(int round, SplittableRandom random) throws BackendException, InterruptedException, Violation {
        Map<Integer, Integer> expected = new TreeMap<>();
        Pulses trace = fixture.run(
                fixture.each((chip, k) -> {
                    chip.links(LinkDirection.TO_DNC);
                    for (int block = 0; block < BLOCKS; block++) {
                        int denmem = NeuronTopology.denmem(
                                BLOCK_COLUMNS * block + random.nextInt(BLOCK_COLUMNS), random.nextInt(2));
                        int address = BLOCKS * round + (block + k) % BLOCKS;
                        chip.neuron(denmem, address, true);
                        expected.put(PulseAddress.pack(fixture.bench.hicanns()[k], block, address), denmem);
                    }
                    for (int quarter = 0; quarter < 4; quarter++) {
                        chip.bits.currentStimulus(quarter, constant(CODE));
                    }
                }),
                Pulses.NONE,
                CYCLES);
        Map<Integer, Integer> counts = Fixture.counts(trace);
        for (Map.Entry<Integer, Integer> e : expected.entrySet()) {
            judge(e.getKey(), e.getValue(), trace);
            counts.remove(e.getKey());
        }
        for (Map.Entry<Integer, Integer> e : counts.entrySet()) {
            events.add(false, "%d events of %s, where no neuron is".formatted(e.getValue(), Fixture.name(e.getKey())));
        }
    }

    private void judge(int address, int denmem, Pulses trace) {
        long first = -1;
        long last = -1;
        int count = 0;
        for (int k = 0; k < trace.count(); k++) {
            if (trace.address(k) == address) {
                first = first < 0 ? trace.tick(k) : first;
                last = trace.tick(k);
                count++;
            }
        }
        double interval = count < 2 ? 0 : (last - first) / (count - 1.0) / HardwareTime.TICKS_PER_CYCLE;
        double error = Math.abs(interval / interval() - 1);
        boolean right = count >= 2 && error <= fixture.limit("rate_fraction");
        worst = right ? Math.max(worst, error) : worst;
        events.add(
                right,
                "denmem %d fires every %.1f cycles (%d times) as %s, must be every %.1f"
                        .formatted(denmem, interval, count, Fixture.name(address), interval()));
    }

    /// The same current for ever.
    static CurrentStimulusConfig constant(int code) {
        int[] values = new int[CurrentStimulusConfig.LENGTH];
        Arrays.fill(values, code);
        return new CurrentStimulusConfig(values, 15, true);
    }
}
