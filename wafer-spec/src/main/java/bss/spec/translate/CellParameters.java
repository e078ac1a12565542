package bss.spec.translate;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// The parameters of one cell in PyNN's units; immutable, compared by value.
public final class CellParameters {

    private final CellType type;
    private final EnumMap<CellParameter, Double> values;

    private CellParameters(CellType type, EnumMap<CellParameter, Double> values) {
        this.type = type;
        this.values = values;
    }

    /// PyNN's defaults.
    public static CellParameters defaults(CellType type) {
        EnumMap<CellParameter, Double> values = new EnumMap<>(CellParameter.class);
        for (CellParameter parameter : CellParameter.values()) {
            if (parameter.belongsTo(type)) {
                values.put(parameter, parameter.defaultOf(type));
            }
        }
        return new CellParameters(type, values);
    }

    /// PyNN's defaults with some values replaced.
    public static CellParameters of(CellType type, Map<CellParameter, Double> changed) {
        CellParameters cell = defaults(type);
        for (CellParameter parameter : CellParameter.values()) {
            Double value = changed.get(parameter);
            if (value != null) {
                cell.set(parameter, value);
            }
        }
        return cell;
    }

    /// The same cell with one value replaced; it must be finite, cm and time constants positive, tau_refrac and delta_T
    /// not negative, and a parameter of this cell type.
    public CellParameters with(CellParameter parameter, double value) {
        CellParameters copy = new CellParameters(type, new EnumMap<>(values));
        copy.set(parameter, value);
        return copy;
    }

    /// The cell type.
    public CellType type() {
        return type;
    }

    /// One value in PyNN's unit; an error if the type does not have it.
    public double get(CellParameter parameter) {
        Double value = values.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException("%s has no %s".formatted(type.pynnName(), parameter.pynnName()));
        }
        return value;
    }

    /// Whether the exponential term acts: an EIF cell with delta_T other than 0.
    public boolean exponential() {
        return type == CellType.EIF_COND_EXP_ISFA_ISTA && get(CellParameter.DELTA_T) != 0;
    }

    /// Whether adaptation acts: an EIF cell with a or b other than 0.
    public boolean adaptation() {
        return type == CellType.EIF_COND_EXP_ISFA_ISTA && (get(CellParameter.A) != 0 || get(CellParameter.B) != 0);
    }

    /// The membrane potential at which it fires in mV: v_thresh for IF; v_spike for EIF, or the lower of the two
    /// without an exponential (calibtic:src/HMF/NeuronCalibration.cpp).
    public double firingPotential() {
        if (type == CellType.IF_COND_EXP) {
            return get(CellParameter.V_THRESH);
        }
        return exponential()
                ? get(CellParameter.V_SPIKE)
                : Math.min(get(CellParameter.V_THRESH), get(CellParameter.V_SPIKE));
    }

    /// The resting potential with i_offset folded in in mV: v_rest + i_offset tau_m / cm.
    public double foldedRest() {
        return get(CellParameter.V_REST)
                + get(CellParameter.I_OFFSET) * get(CellParameter.TAU_M) / get(CellParameter.CM);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CellParameters cell && cell.type == type && cell.values.equals(values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type.pynnName());
        for (CellParameter parameter : CellParameter.values()) {
            if (parameter.belongsTo(type)) {
                text.append(' ').append(parameter.pynnName()).append('=').append(get(parameter));
            }
        }
        return text.toString();
    }

    private void set(CellParameter parameter, double value) {
        boolean allowed = parameter.belongsTo(type)
                && Double.isFinite(value)
                && switch (parameter) {
                    case CM, TAU_M, TAU_W, TAU_SYN_E, TAU_SYN_I -> value > 0;
                    case TAU_REFRAC, DELTA_T -> value >= 0;
                    case V_REST, V_RESET, V_THRESH, V_SPIKE, A, B, E_REV_E, E_REV_I, I_OFFSET -> true;
                };
        if (!allowed) {
            throw new IllegalArgumentException("%s of %s is %s %s, must be finite and possible"
                    .formatted(parameter.pynnName(), type.pynnName(), value, parameter.unit()));
        }
        values.put(parameter, value);
    }
}
