package bss.spec.translate;

import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.SynapseStrengths;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.Arrays;
import java.util.Optional;

/// What the neurons of one chip share: capacitor and speed modes (both halves alike), and the shared codes.
public final class ChipTranslation {

    private final int hicann;
    private final CircuitMode mode;
    private final int[][] shared;
    private final Optional<SynapseStrengths> strengths;

    /// A chip whose synapse rows are taken for ideal: `shared[block][parameter.index()]` for the four FG blocks.
    public ChipTranslation(int hicann, CircuitMode mode, int[][] shared) {
        this(hicann, mode, shared, Optional.empty());
    }

    /// A chip with what its synapse rows conduct, if that was measured.
    public ChipTranslation(int hicann, CircuitMode mode, int[][] shared, Optional<SynapseStrengths> strengths) {
        if (shared.length != FloatingGates.BLOCKS) {
            throw new IllegalArgumentException("codes for %d FG blocks, must be 4".formatted(shared.length));
        }
        this.hicann = hicann;
        this.mode = mode;
        this.strengths = strengths;
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

    /// What its synapse rows conduct, if that was measured.
    public Optional<SynapseStrengths> strengths() {
        return strengths;
    }

    /// The setting for synapse row `row`, 0 to 447, whose largest conductance is `nanosiemens` (hardware): of all
    /// V_gmax
    /// cells and divisors 2..30 the smallest range that covers it, else the largest there is. Ties go to the lower
    /// cell, then to the smaller divisor.
    public GmaxSetting rowSetting(int row, double nanosiemens) {
        int block = L1Topology.driverQuadrant(row / 2);
        GmaxSetting best = null;
        double bestTop = 0;
        for (int selgmax = 0; selgmax < 4; selgmax++) {
            int code = sharedCode(block, SharedParameter.vGmax(selgmax));
            for (int divisor = SynapseWeightTransfer.MIN_DIVISOR;
                    divisor <= SynapseWeightTransfer.MAX_DIVISOR;
                    divisor++) {
                GmaxSetting setting = new GmaxSetting(selgmax, code, divisor);
                Optional<SynapseWeightTransfer> curve = curve(row, setting);
                if (curve.isEmpty()) {
                    continue;
                }
                double top = curve.get().conductance(SynapseWeightTransfer.MAX_WEIGHT);
                boolean better =
                        best == null || (bestTop >= nanosiemens ? top >= nanosiemens && top < bestTop : top > bestTop);
                if (better) {
                    best = setting;
                    bestTop = top;
                }
            }
        }
        if (best == null) {
            throw new IllegalStateException("no V_gmax setting for row %d of HICANN %d".formatted(row, hicann));
        }
        return best;
    }

    /// What a row, 0 to 447, conducts by digital weight under one of its settings.
    public SynapseWeightTransfer transfer(int row, GmaxSetting setting) {
        return curve(row, setting)
                .orElseThrow(
                        () -> new IllegalArgumentException("weights of row %d fall under %s".formatted(row, setting)));
    }

    private Optional<SynapseWeightTransfer> curve(int row, GmaxSetting setting) {
        if (strengths.isEmpty()) {
            return Optional.of(setting.transfer());
        }
        int cell = 4 * L1Topology.driverQuadrant(row / 2) + setting.selgmax();
        return strengths.get().transfer(row, cell, setting.vGmaxCode(), setting.divisor());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChipTranslation that
                && that.hicann == hicann
                && that.mode.equals(mode)
                && that.strengths.equals(strengths)
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
