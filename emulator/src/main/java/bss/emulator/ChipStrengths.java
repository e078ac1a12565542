package bss.emulator;

import bss.emulator.plasticity.SynapseStrengths;
import bss.emulator.silicon.RowStrength;
import bss.emulator.silicon.Silicon;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseRowConfig;
import bss.spec.topology.NeuronTopology;
import org.jspecify.annotations.Nullable;

/// What the synapses of a chip do to its circuits as they stand; for walks along rows.
final class ChipStrengths implements SynapseStrengths {

    private final Silicon silicon;
    private final ChipCircuits circuits;
    private final boolean off;
    private int row = -1;
    private SynapseRowConfig config = SynapseRowConfig.RESET;
    private @Nullable RowStrength strength;

    /// @param off whether synapses whose decoder is off count
    ChipStrengths(Silicon silicon, ChipCircuits circuits, boolean off) {
        this.silicon = silicon;
        this.circuits = circuits;
        this.off = off;
    }

    @Override
    public int conductance(int synapseRow, int column, int weight, boolean right) {
        int lane = circuits.lane(NeuronTopology.denmemOfSynapse(synapseRow, column));
        if (lane < 0 || !counts(synapseRow, column) || !feeds(synapseRow, column, right)) {
            return 0;
        }
        RowStrength known = strength;
        if (known == null) {
            known = silicon.row(circuits.chip(), row);
            strength = known;
        }
        return circuits.bank().state().conductance(lane, known.siemens(column, weight, right));
    }

    /// Whether the synapse's decoder is on, or counts nevertheless.
    boolean counts(int synapseRow, int column) {
        return off || circuits.chip().config().decoder(synapseRow, column) != HicannConfiguration.DECODER_OFF;
    }

    /// Whether a synapse feeds the left or right input of its denmem.
    boolean feeds(int synapseRow, int column, boolean right) {
        if (synapseRow != row) {
            row = synapseRow;
            config = circuits.chip().config().synapseRow(row);
            strength = null;
        }
        return circuits.feeds(config, row, column, right);
    }
}
