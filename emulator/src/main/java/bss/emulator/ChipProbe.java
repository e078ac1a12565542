package bss.emulator;

import bss.emulator.kernel.CircuitState;
import bss.emulator.kernel.Receptor;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferProbe.SynapticInput;
import bss.spec.config.HicannConfiguration;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The look into the circuits of one chip, by the thread that computes it.
///
/// Samples are those of the boundary at which a cycle begins, before what arrives there.
final class ChipProbe {

    /// One watched variable.
    static final class Watch {
        final int hicann;
        final int denmem;
        final WaferProbe.Variable variable;
        final int interval;
        private long next;
        private long first;
        private double[] values = new double[64];
        private int count;

        Watch(int hicann, int denmem, WaferProbe.Variable variable, int interval, long now) {
            this.hicann = hicann;
            this.denmem = denmem;
            this.variable = variable;
            this.interval = interval;
            restart(now);
        }

        private void restart(long now) {
            next = now;
            first = now;
            count = 0;
        }

        private void sample(double value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
            next += interval;
        }

        WaferProbe.Samples take() {
            List<Double> taken = Arrays.stream(values, 0, count).boxed().toList();
            WaferProbe.Samples samples = new WaferProbe.Samples(hicann, denmem, variable, first, interval, taken);
            restart(next);
            return samples;
        }
    }

    private final int hicann;
    private final ChipCircuits circuits;
    private final List<Watch> watches = new ArrayList<>();
    private final List<Integer> tripped = new ArrayList<>();
    private final List<Integer> lowered = new ArrayList<>();
    private final List<SynapticInput> inputs = new ArrayList<>();
    private boolean recording;
    private long due = Long.MAX_VALUE;

    ChipProbe(int hicann, ChipCircuits circuits) {
        this.hicann = hicann;
        this.circuits = circuits;
    }

    void watch(Watch watch) {
        watches.add(watch);
        due = Math.min(due, watch.next);
    }

    /// Makes a denmem's comparator trip in the next cycle, if it is the one that fires.
    void fire(int denmem) {
        tripped.add(denmem);
    }

    void record(boolean on) {
        recording = on;
    }

    boolean records() {
        return recording;
    }

    /// The inputs since the last call, in the order of arrival.
    List<SynapticInput> takeInputs() {
        List<SynapticInput> taken = List.copyOf(inputs);
        inputs.clear();
        return taken;
    }

    /// Before the step of `cycle`: samples, and lowers the thresholds of those that are to fire.
    void before(long cycle) {
        if (cycle == due) {
            due = Long.MAX_VALUE;
            for (Watch w : watches) {
                if (w.next == cycle) {
                    w.sample(value(w, circuits.demand(w.denmem, cycle)));
                }
                due = Math.min(due, w.next);
            }
        }
        if (!tripped.isEmpty()) {
            for (int denmem : tripped) {
                Circuit circuit = circuits.demand(denmem, cycle);
                if (circuit.lead() == denmem) {
                    circuit.trip(true);
                    lowered.add(denmem);
                }
            }
            tripped.clear();
        }
    }

    void after() {
        if (!lowered.isEmpty()) {
            for (int denmem : lowered) {
                circuits.bank().circuit(denmem).trip(false);
            }
            lowered.clear();
        }
    }

    private static double value(Watch w, Circuit circuit) {
        return switch (w.variable) {
            case MEMBRANE -> circuit.voltage();
            case ADAPTATION -> circuit.adaptation();
            case CONDUCTANCE_LEFT -> circuit.conductance(Receptor.EXCITATORY);
            case CONDUCTANCE_RIGHT -> circuit.conductance(Receptor.INHIBITORY);
        };
    }

    /// Synapses that an event hit.
    ///
    /// @param sources synapse of each entry, 256 * row + column
    /// @param conductances as the kernel takes them
    /// @param right whether through the right input
    void record(long cycle, int[] sources, int[] conductances, boolean right) {
        for (int k = 0; k < sources.length; k++) {
            int row = sources[k] / HicannConfiguration.COLUMNS;
            int column = sources[k] % HicannConfiguration.COLUMNS;
            int denmem = NeuronTopology.denmemOfSynapse(row, column);
            Circuit circuit = circuits.demand(denmem, cycle);
            double capacitance = circuit.capacitanceFarad();
            inputs.add(new SynapticInput(
                    cycle,
                    hicann,
                    circuit.lead(),
                    denmem,
                    right,
                    conductances[k] * 0x1p-27 * capacitance / CircuitState.STEP_SECOND,
                    capacitance));
        }
    }

    /// Back to cycle 0: the watches go on from there.
    void reset() {
        inputs.clear();
        tripped.clear();
        due = watches.isEmpty() ? Long.MAX_VALUE : 0;
        for (Watch w : watches) {
            w.restart(0);
        }
    }
}
