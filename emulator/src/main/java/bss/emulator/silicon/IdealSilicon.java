package bss.emulator.silicon;

import bss.emulator.build.CircuitDecoder;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseRowConfig;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.transfer.IdealCircuit;
import bss.spec.transfer.SynapseWeightTransfer;

/// Silicon without mismatch, noise and defects: cells hold what was written, and all follows the ideal transfers.
public final class IdealSilicon implements Silicon {

    /// 64 ns and 4 ns per chip in 2^-14 cycles. Source: brainscales1-demos, cortical_microcircuit.rst.
    private static final int FIXED_DELAY = 8 << 14;

    private static final int DELAY_PER_CHIP = 1 << 13;

    private final CircuitDecoder decoder = new CircuitDecoder();

    @Override
    public String name() {
        return "ideal";
    }

    @Override
    public HicannConfiguration acting(int hicann, HicannConfiguration written) {
        return written;
    }

    @Override
    public IdealCircuit circuit(WrittenChip chip, int denmem) {
        return decoder.decode(chip.config(), denmem);
    }

    @Override
    public RowStrength row(WrittenChip chip, int row) {
        SynapseRowConfig config = chip.config().synapseRow(row);
        int block = L1Topology.driverQuadrant(row / 2);
        SynapseWeightTransfer transfer = SynapseWeightTransfer.ofCode(
                sharedLevel(chip, block, SharedParameter.vGmax(config.selGmax())), config.gmaxDivisor());
        return (column, weight, right) -> transfer.conductance(weight) * 1e-9;
    }

    @Override
    public double sharedLevel(WrittenChip chip, int block, SharedParameter parameter) {
        return chip.config().floatingGate(block, parameter.row(block), 0);
    }

    @Override
    public double stimulusAmpere(WrittenChip chip, int block, int code) {
        return IdealCircuit.stimulusAmpere(code);
    }

    @Override
    public int delay(int sourceHicann, int dncMerger, int targetHicann, int chips) {
        return FIXED_DELAY + chips * DELAY_PER_CHIP;
    }
}
