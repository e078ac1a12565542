package bss.emulator;

import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;

/// Writes configurations of a chip by hand: quiet integrate-and-fire circuits, senders, synapses.
public final class TestChip {

    public static final int E_L = 455; // 0.8 V
    public static final int V_T = 568; // 1.0 V
    public static final int V_RESET = 284; // 0.5 V
    public static final int E_SYNX = 782; // 1.3 V
    public static final int E_SYNI = 341; // 0.6 V
    public static final int I_GL = 189; // 1 us
    public static final int V_SYNTC = 800; // 0.134 us
    public static final int V_GMAX = 200;

    public final HicannConfigurationBuilder bits = new HicannConfigurationBuilder();

    public TestChip() {
        for (int denmem = 0; denmem < NeuronTopology.DENMEMS; denmem++) {
            fg(denmem, NeuronParameter.E_L, E_L);
            fg(denmem, NeuronParameter.V_T, V_T);
            fg(denmem, NeuronParameter.E_SYNX, E_SYNX);
            fg(denmem, NeuronParameter.E_SYNI, E_SYNI);
            fg(denmem, NeuronParameter.I_GL, I_GL);
            fg(denmem, NeuronParameter.V_SYNTCX, V_SYNTC);
            fg(denmem, NeuronParameter.V_SYNTCI, V_SYNTC);
            fg(denmem, NeuronParameter.I_CONVX, 1023);
            fg(denmem, NeuronParameter.I_CONVI, 1023);
            fg(denmem, NeuronParameter.I_PL, 1000);
            fg(denmem, NeuronParameter.I_RADAPT, 1023);
            fg(denmem, NeuronParameter.V_EXP, 1023);
            fg(denmem, NeuronParameter.I_REXP, 1023);
            fg(denmem, NeuronParameter.I_BEXP, 1023);
        }
        for (int block = 0; block < 4; block++) {
            bits.floatingGate(block, SharedParameter.V_RESET.row(block), 0, V_RESET);
            for (int s = 0; s < 4; s++) {
                bits.floatingGate(block, SharedParameter.vGmax(s).row(block), 0, V_GMAX);
            }
        }
    }

    public TestChip fg(int denmem, NeuronParameter parameter, int code) {
        int block = NeuronTopology.fgBlock(denmem);
        bits.floatingGate(block, parameter.row(block), NeuronTopology.fgColumn(denmem), code);
        return this;
    }

    /// A denmem that fires and sends.
    public TestChip neuron(int denmem, int address) {
        bits.denmem(denmem, new DenmemConfig(address, true, true, false, false, false));
        return this;
    }

    /// A regular generator at address 0, every 125 clocks.
    public TestChip generator(int generator) {
        bits.backgroundGenerator(generator, new BackgroundGeneratorConfig(true, false, 124, 0));
        return this;
    }

    /// Neuron block `block` and its generator reach DNC merger 0, 2, 4 or 7 of the same number in the reset state of
    /// the tree; its repeater drives the own HLine, or the western neighbour's.
    public TestChip sender(int block, boolean east) {
        generator(block);
        bits.horizontalRepeater(
                MergerTopology.hlineOfDnc(block), new RepeaterConfig(RepeaterConfig.Mode.OUTPUT, !east, east));
        return this;
    }

    public TestChip crossbar(int hline, int vline) {
        bits.crossbarSwitch(L1Topology.crossbarIndex(hline, vline), true);
        return this;
    }

    public TestChip synapseSwitch(int vline, int row) {
        bits.synapseSwitch(L1Topology.synapseSwitchIndex(vline, row), true);
        return this;
    }

    /// A driver that takes events, and whose upper row feeds the left and lower row the right inputs, divisor 11.
    public TestChip driver(int driver, int decoder) {
        bits.synapseDriver(driver, new SynapseDriverConfig(true, true, false));
        rows(driver, decoder);
        return this;
    }

    public TestChip rows(int driver, int decoder) {
        bits.synapseRow(2 * driver, new SynapseRowConfig(true, false, decoder, decoder, 0, 5, 6));
        bits.synapseRow(2 * driver + 1, new SynapseRowConfig(false, true, decoder, decoder, 0, 5, 6));
        return this;
    }

    public TestChip synapse(int row, int column, int weight, int decoder) {
        bits.synapse(row, column, weight, decoder);
        return this;
    }

    /// A VLine of the left half that an HLine meets.
    public static int leftVLine(int hline) {
        return L1Topology.vlinesOf(hline)[0];
    }

    /// The first row from `from` on that a VLine meets and that leads to a driver of its own chip, or of the neighbour.
    public static int row(int vline, boolean local, int from) {
        for (int row : L1Topology.rowsOf(vline)) {
            if (row >= from && L1Topology.switchIsLocal(vline, row) == local) {
                return row;
            }
        }
        throw new IllegalArgumentException("VLine %d meets no such row from %d on".formatted(vline, from));
    }

    public HicannConfiguration build() {
        return bits.build();
    }
}
