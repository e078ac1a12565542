package bss.calibration;

import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.Constant;
import bss.spec.transfer.Transfer;
import bss.spec.translate.CellParameter;
import bss.spec.translate.CellParameters;
import bss.spec.translate.CellType;
import bss.spec.translate.ParameterChange;
import bss.spec.translate.ParameterChange.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Translates one cell under a fixed scaling and circuit mode. One use only: it gathers codes and changes as it goes.
final class CellTranslator {

    /// A rounded value off by more than this is reported.
    static final double COARSE = 0.05;

    private final CellParameters cell;
    private final Scaling scaling;
    private final CircuitMode mode;
    private final Circuit circuit;
    private final Integer[] codes = new Integer[NeuronParameter.values().length];
    private final List<ParameterChange> changes = new ArrayList<>();
    private CellParameters realised;

    private CellTranslator(CellParameters cell, Scaling scaling, CircuitMode mode, Circuit circuit) {
        this.cell = cell;
        this.scaling = scaling;
        this.mode = mode;
        this.circuit = circuit;
        this.realised = cell;
    }

    static CellCodes translate(CellParameters cell, Scaling scaling, CircuitMode mode, Circuit circuit) {
        return new CellTranslator(cell, scaling, mode, circuit).run();
    }

    private CellCodes run() {
        for (NeuronParameter parameter : NeuronParameter.values()) {
            codes[parameter.index()] = parameter.defaultCode();
        }
        for (NeuronParameter bias : NeuronParameter.values()) {
            if (circuit.transfer(bias, mode) instanceof Constant constant) {
                codes[bias.index()] = FloatingGates.nearestCode(constant.dac());
            }
        }
        put(CellParameter.TAU_M, cell.get(CellParameter.TAU_M), NeuronParameter.I_GL);
        put(CellParameter.TAU_REFRAC, cell.get(CellParameter.TAU_REFRAC), NeuronParameter.I_PL);
        put(CellParameter.V_REST, cell.foldedRest(), NeuronParameter.E_L);
        threshold();
        adaptation();
        put(CellParameter.TAU_SYN_E, cell.get(CellParameter.TAU_SYN_E), NeuronParameter.V_SYNTCX);
        put(CellParameter.TAU_SYN_I, cell.get(CellParameter.TAU_SYN_I), NeuronParameter.V_SYNTCI);
        put(CellParameter.E_REV_E, cell.get(CellParameter.E_REV_E), NeuronParameter.E_SYNX);
        put(CellParameter.E_REV_I, cell.get(CellParameter.E_REV_I), NeuronParameter.E_SYNI);
        offset();
        return new CellCodes(List.copyOf(Arrays.asList(codes)), realised, List.copyOf(changes));
    }

    private void threshold() {
        if (cell.exponential()) {
            put(CellParameter.V_THRESH, cell.get(CellParameter.V_THRESH), NeuronParameter.V_EXP);
            put(CellParameter.V_SPIKE, cell.get(CellParameter.V_SPIKE), NeuronParameter.V_T);
            put(CellParameter.DELTA_T, cell.get(CellParameter.DELTA_T), NeuronParameter.I_REXP);
            return;
        }
        set(NeuronParameter.V_EXP, FloatingGates.MAX_CODE);
        set(NeuronParameter.I_REXP, FloatingGates.MAX_CODE);
        set(NeuronParameter.I_BEXP, FloatingGates.MAX_CODE);
        if (cell.type() == CellType.IF_COND_EXP) {
            put(CellParameter.V_THRESH, cell.get(CellParameter.V_THRESH), NeuronParameter.V_T);
            return;
        }
        // without the exponential it fires at the lower of the two, and the other has no meaning
        CellParameter first = cell.firingPotential() == cell.get(CellParameter.V_THRESH)
                ? CellParameter.V_THRESH
                : CellParameter.V_SPIKE;
        put(first, cell.firingPotential(), NeuronParameter.V_T);
        realised = realised.with(CellParameter.V_THRESH, realised.get(first))
                .with(CellParameter.V_SPIKE, realised.get(first));
    }

    private void adaptation() {
        if (!cell.adaptation()) {
            set(NeuronParameter.I_GLADAPT, 0);
            set(NeuronParameter.I_FIRE, 0);
            set(NeuronParameter.I_RADAPT, FloatingGates.MAX_CODE);
            return;
        }
        putOrOff(CellParameter.A, NeuronParameter.I_GLADAPT);
        putOrOff(CellParameter.B, NeuronParameter.I_FIRE);
        put(CellParameter.TAU_W, cell.get(CellParameter.TAU_W), NeuronParameter.I_RADAPT);
    }

    private void offset() {
        double current = cell.get(CellParameter.I_OFFSET);
        if (current == 0) {
            return;
        }
        realised = realised.with(CellParameter.I_OFFSET, 0);
        String adapted = cell.adaptation() ? "; adaptation then refers to the moved potential" : "";
        // of measured circuits each has a potential of its own
        String moved = circuit.calibrated(NeuronParameter.E_L).isPresent()
                ? ""
                : ", which moves to %s mV".formatted(Double.toString(realised.get(CellParameter.V_REST)));
        changes.add(new ParameterChange(
                Feature.APPROXIMATED,
                CellParameter.I_OFFSET.pynnName(),
                current,
                0,
                "folded into v_rest%s%s".formatted(moved, adapted)));
    }

    /// a or b, where code 0 switches the term off: values that round to it become 0.
    private void putOrOff(CellParameter parameter, NeuronParameter target) {
        double requested = cell.get(parameter);
        double si = scaling.toSi(parameter, requested, cell.get(CellParameter.CM), mode.capacitance());
        Transfer transfer = circuit.transfer(target, mode);
        boolean nearerToZero = si < transfer.domain().min() / 2;
        if (!nearerToZero && FloatingGates.nearestCode(transfer.toDac(si)) != 0) {
            put(parameter, requested, target);
            return;
        }
        set(target, 0);
        realised = realised.with(parameter, 0);
        if (requested == 0) {
            return;
        }
        if (circuit.reach(target, mode).clips(si)) {
            clipped(parameter, requested, 0, target);
        } else {
            coarse(parameter, requested, 0, target);
        }
    }

    private void put(CellParameter parameter, double requested, NeuronParameter target) {
        Transfer transfer = circuit.transfer(target, mode);
        double cm = cell.get(CellParameter.CM);
        double si = scaling.toSi(parameter, requested, cm, mode.capacitance());
        int code = FloatingGates.nearestCode(transfer.toDac(si));
        double value = scaling.toBio(parameter, transfer.toSi(code), cm, mode.capacitance());
        set(target, code);
        realised = realised.with(parameter, value);
        if (circuit.reach(target, mode).clips(si)) {
            clipped(parameter, requested, value, target);
        } else if (!parameter.isPotential() && Math.abs(value - requested) > COARSE * Math.abs(requested)) {
            coarse(parameter, requested, value, target);
        }
    }

    private void set(NeuronParameter target, int code) {
        codes[target.index()] = code;
    }

    private void coarse(CellParameter parameter, double requested, double value, NeuronParameter target) {
        String code = circuit.calibrated(target).isPresent() ? "" : ", code %d".formatted(codes[target.index()]);
        changes.add(new ParameterChange(
                Feature.APPROXIMATED,
                parameter.pynnName(),
                requested,
                value,
                "%s has coarse steps here%s".formatted(target.halcoName(), code)));
    }

    private void clipped(CellParameter parameter, double requested, double value, NeuronParameter target) {
        String reason = circuit.calibrated(target)
                .map(range -> outside(parameter, range, cell, scaling, mode))
                .orElseGet(() -> "the circuit reaches no further than %s %s"
                        .formatted(Double.toString(value), parameter.unit()));
        changes.add(new ParameterChange(Feature.CLIPPED, parameter.pynnName(), requested, value, reason));
    }

    /// Names the calibrated range of most circuits in PyNN's unit.
    static String outside(
            CellParameter parameter, Reach range, CellParameters cell, Scaling scaling, CircuitMode mode) {
        double cm = cell.get(CellParameter.CM);
        return String.format(
                Locale.ROOT,
                "outside the calibrated range, of most circuits %.4g to %.4g %s",
                scaling.toBio(parameter, range.domain().min(), cm, mode.capacitance()),
                scaling.toBio(parameter, range.domain().max(), cm, mode.capacitance()),
                parameter.unit());
    }
}
