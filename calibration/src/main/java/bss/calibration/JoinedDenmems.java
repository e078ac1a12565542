package bss.calibration;

import bss.spec.translate.CellParameter;
import bss.spec.translate.CellParameters;
import bss.spec.translate.CellType;
import bss.spec.translate.ParameterChange;
import bss.spec.translate.ParameterChange.Feature;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// The one cell that joined denmems make, each of which came out as a cell of its own.
///
/// They share a membrane, and each brings the same capacitance: leaks add, so that 1 / tau_m is the mean of theirs and
/// v_rest is weighted with the leaks; a and b add too, and count per capacitance: their means. The first one alone
/// fires: its threshold and refractory time are the neuron's. Synaptic time constants and reversal potentials are those
/// of the denmem that a synapse lies on; the neuron's are their means. Exponential terms add: v_thresh is that of the
/// term which is as large as their sum where they set in.
final class JoinedDenmems {

    private static final Set<CellParameter> OF_FIRST =
            EnumSet.of(CellParameter.TAU_REFRAC, CellParameter.V_SPIKE, CellParameter.V_RESET);

    private final CellParameters asked;
    private final List<CellCodes> denmems;

    private JoinedDenmems(CellParameters asked, List<CellCodes> denmems) {
        this.asked = asked;
        this.denmems = denmems;
    }

    /// The codes are those of the first denmem.
    static CellCodes join(CellParameters asked, List<CellCodes> denmems) {
        JoinedDenmems joined = new JoinedDenmems(asked, denmems);
        CellParameters realised = joined.realised();
        return new CellCodes(denmems.getFirst().codes(), realised, joined.changes(realised));
    }

    private boolean ofFirst(CellParameter parameter) {
        return OF_FIRST.contains(parameter) || (parameter == CellParameter.V_THRESH && !asked.exponential());
    }

    private CellParameters realised() {
        CellParameters cell = denmems.getFirst().realised();
        ToDoubleFunction<CellParameters> leak = c -> 1 / c.get(CellParameter.TAU_M);
        for (CellParameter parameter : CellParameter.values()) {
            if (!parameter.belongsTo(asked.type()) || ofFirst(parameter)) {
                continue;
            }
            cell = cell.with(
                    parameter,
                    switch (parameter) {
                        case TAU_M -> 1 / mean(leak, c -> 1);
                        case V_REST, DELTA_T -> mean(c -> c.get(parameter), leak);
                        case V_THRESH -> onset(leak);
                        case TAU_W -> mean(c -> c.get(parameter), this::adapts);
                        default -> mean(c -> c.get(parameter), c -> 1);
                    });
        }
        return cell;
    }

    private double mean(ToDoubleFunction<CellParameters> value, ToDoubleFunction<CellParameters> weight) {
        double sum = 0;
        double weights = 0;
        for (CellCodes denmem : denmems) {
            double w = weight.applyAsDouble(denmem.realised());
            sum += w * value.applyAsDouble(denmem.realised());
            weights += w;
        }
        // without any weight all count the same
        return weights == 0 ? mean(value, c -> 1) : sum / weights;
    }

    /// How much of the adaptation is a denmem's.
    private double adapts(CellParameters cell) {
        return asked.get(CellParameter.B) != 0 ? cell.get(CellParameter.B) : cell.get(CellParameter.A);
    }

    /// V of the one term leak Delta_T exp((u - V) / Delta_T) that equals the mean of all at the mean of their onsets u.
    private double onset(ToDoubleFunction<CellParameters> leak) {
        double middle = mean(c -> c.get(CellParameter.V_THRESH), c -> 1);
        double slope = mean(c -> c.get(CellParameter.DELTA_T), leak);
        double all = mean(
                c -> {
                    double own = c.get(CellParameter.DELTA_T);
                    return own * Math.exp((middle - c.get(CellParameter.V_THRESH)) / own);
                },
                leak);
        return middle - slope * Math.log(all / slope);
    }

    /// What differs in any of the denmems that count, once for each parameter and reason.
    private List<ParameterChange> changes(CellParameters realised) {
        record Key(Feature feature, String parameter, String reason) {}
        Map<Key, ParameterChange> found = new LinkedHashMap<>();
        for (int k = 0; k < denmems.size(); k++) {
            for (ParameterChange change : denmems.get(k).changes()) {
                CellParameter parameter = parameter(change);
                double value = realised.get(parameter);
                boolean counts = k == 0 || !ofFirst(parameter);
                boolean coarse = change.feature() == Feature.APPROXIMATED && parameter != CellParameter.I_OFFSET;
                boolean smoothed = coarse
                        && Math.abs(value - change.requested()) <= CellTranslator.COARSE * Math.abs(change.requested());
                if (counts && !smoothed) {
                    found.putIfAbsent(
                            new Key(change.feature(), change.parameter(), change.reason()),
                            new ParameterChange(
                                    change.feature(), change.parameter(), change.requested(), value, change.reason()));
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    private CellParameter parameter(ParameterChange change) {
        for (CellParameter parameter : CellParameter.values()) {
            if (parameter.belongsTo(asked.type()) && parameter.pynnName().equals(change.parameter())) {
                return parameter;
            }
        }
        throw new IllegalStateException("%s of %s".formatted(change.parameter(), CellType.class));
    }
}
