package bss.spec.translate;

import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.Arrays;

/// What the neurons of one chip share: capacitor and speed modes (both halves alike), and the shared codes.
public final class ChipTranslation {

    private final int hicann;
    private final CircuitMode mode;
    private final int[][] shared;

    /// `shared[block][parameter.index()]` for the four FG blocks.
    public ChipTranslation(int hicann, CircuitMode mode, int[][] shared) {
        if (shared.length != FloatingGates.BLOCKS) {
            throw new IllegalArgumentException("codes for %d FG blocks, must be 4".formatted(shared.length));
        }
        this.hicann = hicann;
        this.mode = mode;
        this.shared = Arrays.stream(shared).map(int[]::clone).toArray(int[][]::new);
    }

    /// HICANNOnWafer.
    public int hicann() {
        return hicann;
    }

    /// Capacitor and speed modes of both halves.
    public CircuitMode mode() {
        return mode;
    }

    /// The code 0..1023 of a shared parameter in FG block 0..3.
    public int sharedCode(int block, SharedParameter parameter) {
        return shared[block][parameter.index()];
    }

    /// The setting for a synapse row driven from FG block `block` whose largest conductance is `nanosiemens`
    /// (hardware):
    /// of all V_gmax cells and divisors 2..30 the smallest range that covers it, else the largest there is.
    /// Ties go to the lower cell, then to the smaller divisor.
    public GmaxSetting rowSetting(int block, double nanosiemens) {
        GmaxSetting best = null;
        double bestTop = 0;
        for (int selgmax = 0; selgmax < 4; selgmax++) {
            int code = sharedCode(block, SharedParameter.vGmax(selgmax));
            for (int divisor = SynapseWeightTransfer.MIN_DIVISOR;
                    divisor <= SynapseWeightTransfer.MAX_DIVISOR;
                    divisor++) {
                GmaxSetting setting = new GmaxSetting(selgmax, code, divisor);
                double top = setting.transfer().conductance(SynapseWeightTransfer.MAX_WEIGHT);
                boolean better =
                        best == null || (bestTop >= nanosiemens ? top >= nanosiemens && top < bestTop : top > bestTop);
                if (better) {
                    best = setting;
                    bestTop = top;
                }
            }
        }
        if (best == null) {
            throw new IllegalStateException("no V_gmax setting");
        }
        return best;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChipTranslation that
                && that.hicann == hicann
                && that.mode.equals(mode)
                && Arrays.deepEquals(that.shared, shared);
    }

    @Override
    public int hashCode() {
        return 31 * hicann + Arrays.deepHashCode(shared);
    }

    @Override
    public String toString() {
        return "ChipTranslation[HICANN %d, %s]".formatted(hicann, mode);
    }
}
