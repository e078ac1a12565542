package bss.emulator;

import bss.spec.backend.BackendException;
import bss.spec.backend.WaferProbe;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The look into the emulated circuits; each chip keeps what belongs to it ([ChipProbe]).
///
/// After a reset of the session the watches go on from cycle 0.
final class Probe implements WaferProbe {

    private final Machine machine;
    private final List<ChipProbe.Watch> watches = new ArrayList<>();
    private boolean recording;

    Probe(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void watch(int hicann, int denmem, Variable variable, int intervalCycles) throws BackendException {
        if (intervalCycles < 1) {
            throw new BackendException("sampling interval is %d cycles, must be at least 1".formatted(intervalCycles));
        }
        circuit(hicann, denmem);
        ChipProbe.Watch watch = new ChipProbe.Watch(hicann, denmem, variable, intervalCycles, machine.now());
        watches.add(watch);
        machine.engine(hicann).probe().watch(watch);
    }

    @Override
    public List<Samples> takeSamples() {
        List<Samples> taken = new ArrayList<>();
        for (ChipProbe.Watch w : watches) {
            taken.add(w.take());
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
        if (circuit(hicann, denmem).lead() == denmem) {
            machine.engine(hicann).probe().fire(denmem);
        }
    }

    @Override
    public void recordSynapticInputs(boolean on) {
        recording = on;
        for (int h : machine.used()) {
            machine.engine(h).probe().record(on);
        }
    }

    boolean recordsInputs() {
        return recording;
    }

    @Override
    public List<SynapticInput> takeSynapticInputs() {
        List<SynapticInput> taken = new ArrayList<>();
        for (int h : machine.used()) {
            taken.addAll(machine.engine(h).probe().takeInputs());
        }
        taken.sort(Comparator.comparingLong(SynapticInput::cycle)
                .thenComparingInt(SynapticInput::hicann)
                .thenComparingInt(SynapticInput::column));
        return List.copyOf(taken);
    }

    /// The watches of a chip.
    List<ChipProbe.Watch> watches(int hicann) {
        return watches.stream().filter(w -> w.hicann == hicann).toList();
    }

    private Circuit circuit(int hicann, int denmem) throws BackendException {
        if (hicann < 0 || hicann >= 384 || denmem < 0 || denmem >= NeuronTopology.DENMEMS) {
            throw new BackendException(
                    "HICANN %d, denmem %d does not exist, must be 0..383, 0..511".formatted(hicann, denmem));
        }
        if (!machine.isUsed(hicann)) {
            throw new BackendException(
                    "HICANN %d is in reset: configure it before looking at its denmem %d".formatted(hicann, denmem));
        }
        return machine.engine(hicann).circuits().demand(denmem, machine.now());
    }
}
