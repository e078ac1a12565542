package bss.spec.translate;

import bss.spec.fg.NeuronParameter;
import java.util.Arrays;
import java.util.List;

/// The outcome for one neuron.
public final class NeuronTranslation {

    private final NeuronRequest request;
    private final int[][] codes;
    private final CellParameters realised;
    private final double weightScale;
    private final List<ParameterChange> changes;

    /// `codes[k][parameter.index()]` for denmem k; one row alone stands for all denmems.
    public NeuronTranslation(
            NeuronRequest request,
            int[][] codes,
            CellParameters realised,
            double weightScale,
            List<ParameterChange> changes) {
        if (codes.length != 1 && codes.length != request.denmems()) {
            throw new IllegalArgumentException(
                    "codes for %d denmems, must be 1 or %d".formatted(codes.length, request.denmems()));
        }
        this.request = request;
        this.codes = Arrays.stream(codes).map(int[]::clone).toArray(int[][]::new);
        this.realised = realised;
        this.weightScale = weightScale;
        this.changes = List.copyOf(changes);
    }

    /// What was asked.
    public NeuronRequest request() {
        return request;
    }

    /// The code 0..1023 of a parameter of denmem `k` (see [NeuronRequest#denmem]).
    public int code(int k, NeuronParameter parameter) {
        return codes[codes.length == 1 ? 0 : k][parameter.index()];
    }

    /// The cell that these codes make, in PyNN's units: i_offset is 0 and folded into v_rest, v_reset is the block's.
    public CellParameters realised() {
        return realised;
    }

    /// Hardware conductance in nS of a biological weight of 1 uS, for the whole neuron
    /// (speed-up times hardware over biological capacitance).
    public double weightScale() {
        return weightScale;
    }

    /// The biological weight in uS of a hardware conductance in nS.
    public double toMicrosiemens(double nanosiemens) {
        return nanosiemens / weightScale;
    }

    /// The hardware conductance in nS of a biological weight in uS.
    public double toNanosiemens(double microsiemens) {
        return microsiemens * weightScale;
    }

    /// What could not be as asked, always in the same order: the circuit, then V_reset, then weights.
    public List<ParameterChange> changes() {
        return changes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NeuronTranslation that
                && that.request.equals(request)
                && Arrays.deepEquals(that.codes, codes)
                && that.realised.equals(realised)
                && that.weightScale == weightScale
                && that.changes.equals(changes);
    }

    @Override
    public int hashCode() {
        return 31 * request.hashCode() + Arrays.deepHashCode(codes);
    }

    @Override
    public String toString() {
        return "NeuronTranslation[%s -> %s]".formatted(request, realised);
    }
}
