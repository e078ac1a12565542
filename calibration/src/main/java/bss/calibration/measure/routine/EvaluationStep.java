package bss.calibration.measure.routine;

import bss.calibration.measure.bench.ChipBench;
import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.result.Evaluation;
import bss.calibration.measure.result.Fit;
import bss.spec.backend.BackendException;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.Constant;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.Transfer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Writes a target off the measured grid to every circuit, each by its own transfer, and measures again what came out,
/// as cake's evaluation does (cake:pycake/experimentbuilder.py, apply_calibration). The circuits are set and observed
/// as for the calibration, at the point nearest to the target.
///
/// What they would be by the ideal transfer is not measured again: it is what their own transfer, which comes from
/// measurements, makes of the ideal code.
final class EvaluationStep {

    private EvaluationStep() {}

    /// What all circuits are to become, in the middle of what they reach [SI]; NaN where there is nothing to choose.
    private static double target(NeuronParameter parameter) {
        return switch (parameter) {
            case V_T -> 0.83;
            case E_SYNX -> 1.07;
            case E_SYNI -> 0.61;
            case E_L -> 0.77;
            case V_EXP -> 0.78;
            case I_PL -> 0.26e-6;
            case I_GL -> 1.4e-6;
            case V_SYNTCX, V_SYNTCI -> 0.4e-6;
            case I_REXP -> 7.5e-3;
            case I_GLADAPT -> 1e-6;
            case I_RADAPT -> 9e-6;
            case I_FIRE -> 15e-9;
            default -> Double.NaN;
        };
    }

    /// Evaluates the routines in their order; one write each, two where values count from a reference.
    ///
    /// @param denmems those of them that have a transfer of the parameter are measured
    static List<Evaluation> measure(ChipBench bench, int[] denmems, Findings known, List<Routine> routines)
            throws BackendException, InterruptedException {
        List<Evaluation> all = new ArrayList<>();
        for (Routine routine : routines) {
            if (Double.isFinite(target(routine.parameter()))) {
                all.add(evaluate(bench, denmems, known, routine));
            }
        }
        return List.copyOf(all);
    }

    private static Evaluation evaluate(ChipBench bench, int[] denmems, Findings known, Routine routine)
            throws BackendException, InterruptedException {
        NeuronParameter parameter = routine.parameter();
        double target = target(parameter);
        Transfer ideal = IdealTransfers.of(parameter, CircuitMode.DEFAULT);
        int idealCode = FloatingGates.nearestCode(ideal.toDac(target));
        double[] before = nothing();
        double[] after = nothing();
        int[] own = IntStream.of(denmems)
                .filter(d -> transfer(known, parameter, d)
                        .filter(t -> t.domain().contains(target))
                        .isPresent())
                .toArray();
        for (int d : denmems) {
            transfer(known, parameter, d).ifPresent(t -> before[d] = covered(t, idealCode));
        }
        double[] reference = new double[NeuronTopology.DENMEMS];
        Optional<Routine.Reference> from = routine.reference();
        if (from.isPresent()) {
            int point = from.get().point();
            bench.run(
                    routine.setting(point, known),
                    own,
                    (d, trace) -> reference[d] = routine.observe(point, d, trace, known));
        }
        int point = nearestPoint(routine, target);
        Setting setting = routine.setting(point, known);
        for (int d : own) {
            setting.code(d, parameter, known.code(parameter, d, target));
        }
        bench.run(setting, own, (d, trace) -> after[d] = routine.observe(point, d, trace, known) - reference[d]);
        from.ifPresent(r -> {
            for (int d : own) {
                double gain = target / Nominal.si(parameter, known.code(parameter, d, target));
                after[d] += gain * r.nominal();
            }
        });
        return new Evaluation(parameter, target, before, after);
    }

    private static double[] nothing() {
        double[] values = new double[NeuronTopology.DENMEMS];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static Optional<Transfer> transfer(Findings known, NeuronParameter parameter, int denmem) {
        return known.fit(parameter, denmem).flatMap(Fit::transfer).filter(t -> !(t instanceof Constant));
    }

    /// What a code gives; NaN beyond what was measured.
    private static double covered(Transfer transfer, int code) {
        double si = transfer.toSi(code);
        return Math.abs(transfer.toDac(si) - code) < 1 ? si : Double.NaN;
    }

    private static int nearestPoint(Routine routine, double target) {
        int[] codes = routine.codes();
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int point = 0; point < codes.length; point++) {
            double distance = Math.abs(Nominal.si(routine.parameter(), codes[point]) - target);
            // of equal ones the last: the first of a routine may be a rough one
            if (distance <= least) {
                least = distance;
                nearest = point;
            }
        }
        return nearest;
    }
}
