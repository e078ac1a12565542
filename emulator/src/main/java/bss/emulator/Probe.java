package bss.emulator;

import bss.emulator.kernel.CircuitState;
import bss.emulator.kernel.Receptor;
import bss.spec.backend.BackendException;
import bss.spec.backend.WaferProbe;
import bss.spec.config.HicannConfiguration;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The look into the emulated circuits.
///
/// Samples are those of the boundary at which a cycle begins, before what arrives there. After a reset of the session
/// the watches go on from cycle 0.
final class Probe implements WaferProbe {

    private static final class Watch {
        final int hicann;
        final int denmem;
        final Variable variable;
        final int interval;
        long next;
        long first;
        List<Double> values = new ArrayList<>();

        Watch(int hicann, int denmem, Variable variable, int interval, long now) {
            this.hicann = hicann;
            this.denmem = denmem;
            this.variable = variable;
            this.interval = interval;
            next = now;
            first = now;
        }
    }

    private record Tripped(int hicann, int denmem) {}

    private final Machine machine;
    private final List<Watch> watches = new ArrayList<>();
    private final List<Tripped> tripped = new ArrayList<>();
    private final List<Circuit> lowered = new ArrayList<>();
    private final List<SynapticInput> inputs = new ArrayList<>();
    private boolean recording;
    private int sorted;
    private long due = Long.MAX_VALUE;

    Probe(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void watch(int hicann, int denmem, Variable variable, int intervalCycles) throws BackendException {
        if (intervalCycles < 1) {
            throw new BackendException("sampling interval is %d cycles, must be at least 1".formatted(intervalCycles));
        }
        circuit(hicann, denmem);
        watches.add(new Watch(hicann, denmem, variable, intervalCycles, machine.now()));
        due = machine.now();
    }

    @Override
    public List<Samples> takeSamples() {
        List<Samples> taken = new ArrayList<>();
        for (Watch w : watches) {
            taken.add(new Samples(w.hicann, w.denmem, w.variable, w.first, w.interval, List.copyOf(w.values)));
            w.values = new ArrayList<>();
            w.first = w.next;
        }
        return taken;
    }

    @Override
    public void initialise(int hicann, int denmem, double volt, double ampere) throws BackendException {
        if (!Double.isFinite(volt) || !Double.isFinite(ampere)) {
            throw new BackendException("initial values are %s V and %s A, must be finite".formatted(volt, ampere));
        }
        circuit(hicann, denmem).initialise(volt, ampere);
    }

    @Override
    public void fire(int hicann, int denmem) throws BackendException {
        Circuit circuit = circuit(hicann, denmem);
        if (circuit.design().lead() == denmem) {
            tripped.add(new Tripped(hicann, denmem));
        }
    }

    @Override
    public void recordSynapticInputs(boolean on) {
        recording = on;
    }

    @Override
    public List<SynapticInput> takeSynapticInputs() {
        List<SynapticInput> taken = List.copyOf(inputs);
        inputs.clear();
        sorted = 0;
        return taken;
    }

    private Circuit circuit(int hicann, int denmem) throws BackendException {
        if (hicann < 0 || hicann >= 384 || denmem < 0 || denmem >= NeuronTopology.DENMEMS) {
            throw new BackendException(
                    "HICANN %d, denmem %d does not exist, must be 0..383, 0..511".formatted(hicann, denmem));
        }
        ChipCircuits chip = machine.circuits(hicann);
        if (chip == null) {
            throw new BackendException(
                    "HICANN %d is in reset: configure it before looking at its denmem %d".formatted(hicann, denmem));
        }
        return chip.demand(denmem, machine.now());
    }

    private Circuit existing(int hicann, int denmem) {
        return machine.circuitsOf(hicann).demand(denmem, machine.now());
    }

    // ---- called by the machine

    /// Before the step of `cycle`: samples, and lowers the thresholds of those that are to fire.
    void sample(long cycle) {
        if (cycle == due) {
            due = Long.MAX_VALUE;
            for (Watch w : watches) {
                if (w.next == cycle) {
                    w.values.add(value(w));
                    w.next += w.interval;
                }
                due = Math.min(due, w.next);
            }
        }
        if (!tripped.isEmpty()) {
            for (Tripped t : tripped) {
                Circuit circuit = existing(t.hicann(), t.denmem());
                if (circuit.design().lead() == t.denmem()) {
                    circuit.trip(true);
                    lowered.add(circuit);
                }
            }
            tripped.clear();
        }
    }

    void afterStep() {
        if (!lowered.isEmpty()) {
            for (Circuit circuit : lowered) {
                circuit.trip(false);
            }
            lowered.clear();
        }
    }

    private double value(Watch w) {
        Circuit circuit = existing(w.hicann, w.denmem);
        return switch (w.variable) {
            case MEMBRANE -> circuit.voltage();
            case ADAPTATION -> circuit.adaptation();
            case CONDUCTANCE_LEFT -> circuit.conductance(Receptor.EXCITATORY);
            case CONDUCTANCE_RIGHT -> circuit.conductance(Receptor.INHIBITORY);
        };
    }

    boolean recordsInputs() {
        return recording;
    }

    void record(long cycle, int hicann, ChipCircuits chip, HitList hits) {
        for (int k = 0; k < hits.sources().length; k++) {
            int row = hits.sources()[k] / HicannConfiguration.COLUMNS;
            int column = hits.sources()[k] % HicannConfiguration.COLUMNS;
            int denmem = NeuronTopology.denmemOfSynapse(row, column);
            Circuit circuit = existing(hicann, denmem);
            double capacitance = circuit.design().capacitanceFarad();
            inputs.add(new SynapticInput(
                    cycle,
                    hicann,
                    circuit.design().lead(),
                    denmem,
                    (hits.lanes()[k] & 1) != 0,
                    hits.conductances()[k] * 0x1p-27 * capacitance / CircuitState.STEP_SECOND,
                    capacitance));
        }
    }

    /// Puts the inputs of the last cycle in order.
    void sortInputs() {
        if (inputs.size() > sorted) {
            inputs.subList(sorted, inputs.size())
                    .sort(Comparator.comparingInt(SynapticInput::hicann).thenComparingInt(SynapticInput::column));
            sorted = inputs.size();
        }
    }

    void reset() {
        inputs.clear();
        sorted = 0;
        tripped.clear();
        due = watches.isEmpty() ? Long.MAX_VALUE : 0;
        for (Watch w : watches) {
            w.next = 0;
            w.first = 0;
            w.values = new ArrayList<>();
            existing(w.hicann, w.denmem);
        }
    }
}
