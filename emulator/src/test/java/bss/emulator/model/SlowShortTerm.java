package bss.emulator.model;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import java.util.Map;
import java.util.TreeMap;

/// Short-term plasticity: an inactive share per driver and address.
final class SlowShortTerm {

    private static final double CYCLE = 8e-9;

    private record State(double inactive, long cycle) {}

    private final Map<Integer, State> states = new TreeMap<>();

    private static int code(HicannConfiguration chip, int block, SharedParameter parameter) {
        return chip.floatingGate(block, parameter.row(block), 0);
    }

    private static double volt(HicannConfiguration chip, int block, SharedParameter parameter) {
        return 1.8 * code(chip, block, parameter) / 1023;
    }

    /// The factor on the weights of this event; the state goes on.
    double factor(HicannConfiguration chip, int driver, int address, long cycle) {
        SynapseDriverConfig config = chip.synapseDriver(driver);
        if (!config.stpEnable()) {
            return 1;
        }
        int block = L1Topology.driverQuadrant(driver);
        double tauSeconds = 6.3194e-4 / (code(chip, block, SharedParameter.V_DTC) + 1.0764);
        State before = states.getOrDefault(64 * driver + address, new State(0, cycle));
        double inactive = before.inactive * Math.exp(-(cycle - before.cycle) * CYCLE / tauSeconds);
        double utilisation = 0.25 + 0.15 * config.stpCap() / 7;
        states.put(64 * driver + address, new State(inactive + utilisation * (1 - inactive), cycle));
        // lambda in 1/V times the volts of the references: V_dep = N_dep lambda, V_fac = N_fac lambda
        double lambda = volt(chip, block, SharedParameter.V_STDF);
        double factor = config.stpDepression()
                ? 1 - lambda * inactive + volt(chip, block, SharedParameter.V_DEP)
                : 1 + lambda * inactive - volt(chip, block, SharedParameter.V_FAC);
        return Math.max(0, factor);
    }
}
