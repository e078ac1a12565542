package bss.calibration.measure;

import bss.emulator.silicon.Readout;
import bss.emulator.silicon.RowStrength;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfiguration;
import bss.spec.fg.SharedParameter;
import bss.spec.transfer.IdealCircuit;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/// Silicon with faults planted in some of its circuits.
///
/// @param silicon all else
/// @param faults what becomes of the circuit of a denmem
record PlantedSilicon(Silicon silicon, Map<Integer, UnaryOperator<IdealCircuit>> faults) implements Silicon {

    /// Replaces one figure of a circuit.
    ///
    /// @param component its name in [IdealCircuit]
    /// @param change of that figure
    static UnaryOperator<IdealCircuit> change(String component, DoubleUnaryOperator change) {
        RecordComponent[] components = IdealCircuit.class.getRecordComponents();
        return circuit -> {
            try {
                Object[] values = new Object[components.length];
                for (int k = 0; k < values.length; k++) {
                    values[k] = components[k].getAccessor().invoke(circuit);
                    if (components[k].getName().equals(component)) {
                        values[k] = change.applyAsDouble((double) values[k]);
                    }
                }
                return (IdealCircuit) IdealCircuit.class.getConstructors()[0].newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("no circuit with another " + component, e);
            }
        };
    }

    @Override
    public String name() {
        return silicon.name();
    }

    @Override
    public HicannConfiguration acting(int hicann, HicannConfiguration written) {
        return silicon.acting(hicann, written);
    }

    @Override
    public IdealCircuit circuit(WrittenChip chip, int denmem) {
        return faults.getOrDefault(denmem, UnaryOperator.identity()).apply(silicon.circuit(chip, denmem));
    }

    @Override
    public RowStrength row(WrittenChip chip, int row) {
        return silicon.row(chip, row);
    }

    @Override
    public double sharedLevel(WrittenChip chip, int block, SharedParameter parameter) {
        return silicon.sharedLevel(chip, block, parameter);
    }

    @Override
    public double stimulusAmpere(WrittenChip chip, int block, int code) {
        return silicon.stimulusAmpere(chip, block, code);
    }

    @Override
    public int delay(int sourceHicann, int dncMerger, int targetHicann, int chips) {
        return silicon.delay(sourceHicann, dncMerger, targetHicann, chips);
    }

    @Override
    public Readout readout() {
        return silicon.readout();
    }
}
