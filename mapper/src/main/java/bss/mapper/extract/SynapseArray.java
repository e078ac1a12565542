package bss.mapper.extract;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseRowConfig;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.SynapseStrengths;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The synapses of a chip as an event sees them that reaches a driver.
///
/// Source: ess:systemsim/syndriver.cpp (decoding), calibtic:src/HMF/SynapseRowCalibration.cpp (strength of ideal rows).
final class SynapseArray {

    private static final int WEIGHTS = SynapseWeightTransfer.MAX_WEIGHT + 1;
    private static final int DIVISORS = SynapseWeightTransfer.MAX_DIVISOR + 1;
    private static final int SELECTORS = 4;

    private final HicannConfiguration chip;
    private final int hicann;
    private final Optional<SynapseStrengths> strengths;
    // of ideal rows by quadrant, selector, divisor: conductance by weight, when first asked for
    private final double[] @Nullable [] conductance = new double[4 * SELECTORS * DIVISORS][];
    // bit 0 left, bit 1 right
    private final byte[] inputs = new byte[NeuronTopology.DENMEMS];

    SynapseArray(int hicann, HicannConfiguration chip, Optional<SynapseStrengths> strengths) {
        this.hicann = hicann;
        this.strengths = strengths;
        this.chip = chip;
        for (int denmem = 0; denmem < inputs.length; denmem++) {
            int block = NeuronTopology.fgBlock(denmem);
            int column = NeuronTopology.fgColumn(denmem);
            int left = chip.floatingGate(block, NeuronParameter.I_CONVX.row(block), column);
            int right = chip.floatingGate(block, NeuronParameter.I_CONVI.row(block), column);
            inputs[denmem] = (byte) ((left != 0 ? 1 : 0) | (right != 0 ? 2 : 0));
        }
    }

    /// Visits the hits of the events with these addresses (bit `a` for address `a`) through one driver.
    void visit(int driver, long addresses, int chips, HitVisitor visitor) {
        for (int row = 2 * driver; row < 2 * driver + 2; row++) {
            SynapseRowConfig config = chip.synapseRow(row);
            int sides = (config.synInLeft() ? 1 : 0) | (config.synInRight() ? 2 : 0);
            if (sides != 0 && config.gmaxDivisor() != 0) {
                double[] steps = strengths.isPresent() ? measured(row, config, strengths.get()) : steps(driver, config);
                visitHalf(row, 0, config.decoderEven(), sides, addresses, steps, chips, visitor);
                visitHalf(row, 1, config.decoderOdd(), sides, addresses, steps, chips, visitor);
            }
        }
    }

    private void visitHalf(
            int row, int parity, int upper, int sides, long addresses, double[] steps, int chips, HitVisitor visitor) {
        int lower = (int) (addresses >>> (16 * upper)) & 0xffff;
        if (lower == 0) {
            return;
        }
        for (int column = parity; column < NeuronTopology.COLUMNS; column += 2) {
            int decoder = chip.decoder(row, column);
            if ((lower >>> decoder & 1) != 0) {
                int weight = chip.weight(row, column);
                int on = sides & inputs[NeuronTopology.denmemOfSynapse(row, column)];
                int address = (upper << 4) | decoder;
                if ((on & 1) != 0) {
                    visitor.hit(address, hicann, row, column, false, weight, steps[weight], chips);
                }
                if ((on & 2) != 0) {
                    visitor.hit(address, hicann, row, column, true, weight, steps[weight], chips);
                }
            }
        }
    }

    private double[] measured(int row, SynapseRowConfig config, SynapseStrengths of) {
        int quadrant = L1Topology.driverQuadrant(row / 2);
        int code = chip.floatingGate(
                quadrant, SharedParameter.vGmax(config.selGmax()).row(quadrant), 0);
        double[] steps = new double[WEIGHTS];
        for (int weight = 0; weight < WEIGHTS; weight++) {
            steps[weight] =
                    of.conductance(row, SELECTORS * quadrant + config.selGmax(), code, config.gmaxDivisor(), weight);
        }
        return steps;
    }

    private double[] steps(int driver, SynapseRowConfig row) {
        int quadrant = L1Topology.driverQuadrant(driver);
        int key = (quadrant * SELECTORS + row.selGmax()) * DIVISORS + row.gmaxDivisor();
        double[] steps = conductance[key];
        if (steps == null) {
            int fgRow = SharedParameter.vGmax(row.selGmax()).row(quadrant);
            SynapseWeightTransfer transfer =
                    SynapseWeightTransfer.ofCode(chip.floatingGate(quadrant, fgRow, 0), row.gmaxDivisor());
            steps = new double[WEIGHTS];
            for (int weight = 0; weight < WEIGHTS; weight++) {
                steps[weight] = transfer.conductance(weight);
            }
            conductance[key] = steps;
        }
        return steps;
    }
}
