package bss.calibration.measure.result;

import bss.spec.fg.NeuronParameter;
import java.util.Arrays;

/// What the denmems of a chip came out as for one target, each written once by the ideal transfer and once by its own:
/// how good a calibration is, seen from outside. Immutable.
public final class Evaluation {

    private final NeuronParameter parameter;
    private final double target;
    private final double[] before;
    private final double[] after;

    /// Figures in SI.
    ///
    /// @param target what all were to become, off the measured grid
    /// @param before measured with the code of the ideal transfer, by denmem 0 to 511; NaN where nothing was seen
    /// @param after measured with the code of its own transfer, by denmem; NaN where it has none
    public Evaluation(NeuronParameter parameter, double target, double[] before, double[] after) {
        this.parameter = parameter;
        this.target = target;
        this.before = before.clone();
        this.after = after.clone();
    }

    public NeuronParameter parameter() {
        return parameter;
    }

    /// What all were to become in SI.
    public double target() {
        return target;
    }

    /// What a denmem was before, NaN if nothing was seen.
    public double before(int denmem) {
        return before[denmem];
    }

    /// What a denmem was with its own transfer, NaN if nothing was seen.
    public double after(int denmem) {
        return after[denmem];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Evaluation o
                && parameter == o.parameter
                && target == o.target
                && Arrays.equals(before, o.before)
                && Arrays.equals(after, o.after);
    }

    @Override
    public int hashCode() {
        return 31 * parameter.hashCode() + Arrays.hashCode(after);
    }
}
