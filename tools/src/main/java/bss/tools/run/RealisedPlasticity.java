package bss.tools.run;

import bss.mapper.network.Plasticity;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.StdpConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;
import bss.spec.mapping.Mapping;
import bss.spec.topology.L1Topology;
import bss.spec.transfer.ShortTermTransfer;

/// The plasticity that the bits give a synapse.
///
/// Drivers are taken as they are. STDP is the pair rule that the network asks for, of synapses that a
/// controller rewrites: its steps of 4-bit weights, thresholds and its pace are the emulator's.
public final class RealisedPlasticity {

    private static final int HALF = 224;

    private final Mapping mapping;

    /// Of the synapses of a mapping.
    public RealisedPlasticity(Mapping mapping) {
        this.mapping = mapping;
    }

    /// Whether an STDP controller rewrites a row, 0 to 447.
    static boolean rewritten(HicannConfiguration chip, int row) {
        StdpConfig controller = chip.stdp(row / HALF);
        return controller.automatic() && row % HALF >= controller.firstRow() && row % HALF <= controller.lastRow();
    }

    /// The plasticity of a synapse on a chip, 0 to 383, in a row, 0 to 447, of which the network asks
    /// something.
    public bss.tools.reference.Plasticity of(Plasticity asked, int hicann, int row) {
        HicannConfiguration chip = mapping.configuration().hicann(hicann).orElse(HicannConfiguration.RESET);
        SynapseDriverConfig driver = chip.synapseDriver(row / 2);
        if (driver.stpEnable()) {
            SharedParameter reference = driver.stpDepression() ? SharedParameter.V_DEP : SharedParameter.V_FAC;
            return new bss.tools.reference.Plasticity.DriverShortTerm(
                    driver.stpDepression(),
                    ShortTermTransfer.utilisation(driver.stpCap()),
                    1e3 * mapping.speedup() * ShortTermTransfer.recoverySeconds(code(chip, row, SharedParameter.V_DTC)),
                    FloatingGates.volt(code(chip, row, SharedParameter.V_STDF)),
                    FloatingGates.volt(code(chip, row, reference)));
        }
        return asked instanceof Plasticity.Stdp && rewritten(chip, row)
                ? ReferenceModels.plasticity(asked)
                : bss.tools.reference.Plasticity.FIXED;
    }

    private static int code(HicannConfiguration chip, int row, SharedParameter parameter) {
        int quadrant = L1Topology.driverQuadrant(row / 2);
        return chip.floatingGate(quadrant, parameter.row(quadrant), FloatingGates.SHARED_COLUMN);
    }
}
