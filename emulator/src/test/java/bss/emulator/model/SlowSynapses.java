package bss.emulator.model;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseRowConfig;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.Arrays;
import java.util.List;

/// The synapse array of a chip: what an event at a driver does to the denmems.
final class SlowSynapses {

    private final int hicann;
    private final SlowCounters counters;
    private final SlowShortTerm shortTerm = new SlowShortTerm();
    final SlowLongTerm longTerm = new SlowLongTerm();
    private HicannConfiguration chip;
    /// Weights as the controllers have left them.
    private final int[][] weights = new int[448][256];

    SlowSynapses(int hicann, HicannConfiguration chip, SlowCounters counters) {
        this.hicann = hicann;
        this.counters = counters;
        this.chip = chip;
        readWeights();
    }

    private void readWeights() {
        for (int row = 0; row < 448; row++) {
            for (int column = 0; column < 256; column++) {
                weights[row][column] = chip.weight(row, column);
            }
        }
    }

    /// New bits; weights are written if they differ from those written last.
    void configure(HicannConfiguration next) {
        boolean written = !Arrays.equals(chip.synapses(), next.synapses());
        chip = next;
        if (written) {
            readWeights();
        }
    }

    void post(List<Integer> denmems, long cycle) {
        for (int denmem : denmems) {
            longTerm.post(chip, denmem, cycle);
        }
    }

    int weight(int row, int column) {
        return weights[row][column];
    }

    void update(long cycle) {
        longTerm.update(chip, weights, cycle);
    }

    void event(int driver, int address, long cycle, List<SlowWafer.Hit> hits) {
        double factor = shortTerm.factor(chip, driver, address, cycle);
        for (int row = 2 * driver; row < 2 * driver + 2; row++) {
            SynapseRowConfig config = chip.synapseRow(row);
            for (int column = 0; column < 256; column++) {
                // decoder 1 is off because no address ends in it; an address that does is heard
                if (config.decoder(column) == address >> 4 && chip.decoder(row, column) == (address & 15)) {
                    hit(driver, row, column, factor, cycle, hits);
                    longTerm.pre(chip, row, column, cycle);
                }
            }
        }
    }

    private void hit(int driver, int row, int column, double factor, long cycle, List<SlowWafer.Hit> hits) {
        SynapseRowConfig config = chip.synapseRow(row);
        if (config.gmaxDivisor() == 0) {
            return;
        }
        int quadrant = L1Topology.driverQuadrant(driver);
        int code = chip.floatingGate(
                quadrant, SharedParameter.vGmax(config.selGmax()).row(quadrant), 0);
        double plain =
                1e-9 * SynapseWeightTransfer.ofCode(code, config.gmaxDivisor()).conductance(weights[row][column]);
        int denmem = NeuronTopology.denmemOfSynapse(row, column);
        boolean left = config.synInLeft() && code(denmem, NeuronParameter.I_CONVX) != 0;
        boolean right = config.synInRight() && code(denmem, NeuronParameter.I_CONVI) != 0;
        if (left) {
            hits.add(new SlowWafer.Hit(cycle, hicann, denmem, false, factor * plain, plain));
        }
        if (right) {
            hits.add(new SlowWafer.Hit(cycle, hicann, denmem, true, factor * plain, plain));
        }
        // one that charges nothing counts as not hit
        counters.synapticEvents += left || right ? 1 : 0;
    }

    private int code(int denmem, NeuronParameter parameter) {
        int block = NeuronTopology.fgBlock(denmem);
        return chip.floatingGate(block, parameter.row(block), NeuronTopology.fgColumn(denmem));
    }
}
