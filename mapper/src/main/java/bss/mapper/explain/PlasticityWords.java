package bss.mapper.explain;

import bss.mapper.network.Plasticity;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.StdpConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.transfer.ShortTermTransfer;
import bss.spec.transfer.StdpTransfer;
import java.util.List;

/// The plasticity of one synapse as the bits have it.
final class PlasticityWords {

    private static final int HALF = 224;

    private PlasticityWords() {}

    /// Adds what driver and controller do, and returns what the circuit has to deliver at factor 1 of its
    /// driver, relative to the weight that the network names: the part that its first spike transmits over
    /// the driver's factor for it; 1 without short-term plasticity.
    static double explain(HicannConfiguration chip, int row, Plasticity asked, double speedup, List<String> lines) {
        SynapseDriverConfig driver = chip.synapseDriver(row / 2);
        double gain = 1;
        if (driver.stpEnable()) {
            double resting = shortTerm(chip, row, driver, speedup, lines);
            if (asked instanceof Plasticity.TsodyksMarkram rule && resting > 0) {
                gain = (rule.u() > 0 ? rule.u() : ShortTermTransfer.utilisation(driver.stpCap())) / resting;
            }
        }
        if (driver.stpEnable() != asked instanceof Plasticity.TsodyksMarkram) {
            lines.add("  broken: the network asks for %s".formatted(asked.name()));
        }
        StdpConfig controller = chip.stdp(row / HALF);
        boolean rewritten =
                controller.automatic() && row % HALF >= controller.firstRow() && row % HALF <= controller.lastRow();
        if (rewritten) {
            longTerm(chip, row, controller, speedup, lines);
        } else if (asked instanceof Plasticity.Stdp) {
            lines.add("  plasticity: none, no STDP controller rewrites this row");
        }
        if (rewritten && !(asked instanceof Plasticity.Stdp)) {
            lines.add("  broken: the network asks for %s".formatted(asked.name()));
        }
        return gain;
    }

    /// Returns the factor of a first event.
    private static double shortTerm(
            HicannConfiguration chip, int row, SynapseDriverConfig driver, double speedup, List<String> lines) {
        boolean depression = driver.stpDepression();
        int reference = code(chip, row, depression ? SharedParameter.V_DEP : SharedParameter.V_FAC);
        int stdf = code(chip, row, SharedParameter.V_STDF);
        double recoveryMs = 1e3 * speedup * ShortTermTransfer.recoverySeconds(code(chip, row, SharedParameter.V_DTC));
        double resting = ShortTermTransfer.restingFactor(depression, reference);
        lines.add("  plasticity: short-term %s, U %s, recovery %s ms, factor %s at first %s %s times the inactive part"
                .formatted(
                        depression ? "depression" : "facilitation",
                        Numbers.words(ShortTermTransfer.utilisation(driver.stpCap())),
                        Numbers.words(recoveryMs),
                        Numbers.words(resting),
                        depression ? "less" : "plus",
                        Numbers.words(FloatingGates.volt(stdf))));
        return resting;
    }

    private static void longTerm(
            HicannConfiguration chip, int row, StdpConfig controller, double speedup, List<String> lines) {
        boolean difference = controller.comparesCapacitors();
        int high = code(chip, row, SharedParameter.V_THIGH);
        int low = code(chip, row, SharedParameter.V_TLOW);
        double pairs = difference
                ? StdpTransfer.pairs(low, high)
                : StdpTransfer.pairs(2 * high - low, code(chip, row, SharedParameter.V_M));
        int weight = 7;
        lines.add(
                ("  plasticity: STDP, rows %d to %d of the half; at %s pairs%s the middle weight %d becomes %d (causal)"
                                + " or %d (anticausal), tau %s ms")
                        .formatted(
                                controller.firstRow(),
                                controller.lastRow(),
                                Numbers.words(pairs),
                                difference ? " more of one kind than of the other" : "",
                                weight,
                                controller.causal()[weight],
                                controller.anticausal()[weight],
                                Numbers.words(1e3 * speedup * StdpTransfer.TAU_SECONDS)));
    }

    private static int code(HicannConfiguration chip, int row, SharedParameter parameter) {
        int quadrant = L1Topology.driverQuadrant(row / 2);
        return chip.floatingGate(quadrant, parameter.row(quadrant), FloatingGates.SHARED_COLUMN);
    }
}
