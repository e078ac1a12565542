package bss.calibration.measure;

import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.transfer.IdealCircuit;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/// Silicon with faults planted in some of its circuits.
///
/// @param silicon all else
/// @param faults what becomes of the circuit of a denmem
record PlantedSilicon(Silicon silicon, Map<Integer, UnaryOperator<IdealCircuit>> faults) implements AlteredSilicon {

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
    public IdealCircuit circuit(WrittenChip chip, int denmem) {
        return faults.getOrDefault(denmem, UnaryOperator.identity()).apply(silicon.circuit(chip, denmem));
    }
}
