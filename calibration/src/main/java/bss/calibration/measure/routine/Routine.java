package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.result.Fit;
import bss.spec.fg.NeuronParameter;
import java.util.Optional;

/// How one parameter is measured: at some codes, each with a setting, an observable of the trace, and a fit through
/// what came out, with the rule that rejects. After cake:pycake/experimentbuilder.py, analyzer.py, calibrator.py.
public interface Routine {

    /// What is calibrated.
    NeuronParameter parameter();

    /// Whether circuits must fire for it; those that cannot get the reason why instead of a fit.
    default boolean needsSpikes() {
        return false;
    }

    /// The codes of the parameter to measure at.
    int[] codes();

    /// What is written and recorded at a code.
    Setting setting(int point, Findings known);

    /// The quantity [SI] that a trace shows; NaN if it shows none.
    double observe(int point, int denmem, Trace trace, Findings known);

    /// The fit of a denmem.
    ///
    /// @param values by point, NaN where nothing was seen
    Fit fit(int denmem, double[] values, Findings known);

    /// The point from which the values of the others count, if they do not stand for the quantity themselves.
    default Optional<Reference> reference() {
        return Optional.empty();
    }

    /// A point from which values count.
    ///
    /// @param point index of its code
    /// @param nominal what the quantity of an average circuit still is there [SI]
    record Reference(int point, double nominal) {}

    /// Whether circuits that it rejects are measured once more: where noise hides what healthy ones have.
    default boolean twice() {
        return false;
    }
}
