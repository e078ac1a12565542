package bss.spec.translate;

import bss.spec.transfer.SynapseWeightTransfer;

/// The strength setting of one synapse row.
///
/// @param selgmax which of the block's four V_gmax cells, 0..3
/// @param vGmaxCode what that cell holds, 0..1023
/// @param divisor gmax_div left + right, 2..30
public record GmaxSetting(int selgmax, int vGmaxCode, int divisor) {

    /// Conductance by digital weight of an ideal row under this setting.
    public SynapseWeightTransfer transfer() {
        return SynapseWeightTransfer.ofCode(vGmaxCode, divisor);
    }
}
