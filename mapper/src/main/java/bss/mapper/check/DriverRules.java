package bss.mapper.check;

import bss.mapper.extract.DriverRuns;
import bss.mapper.extract.L1Nets;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.topology.L1Topology;

/// Chains of synapse drivers.
///
/// A chain cannot reach into another one: joined drivers are one chain, so two chains that touch show as one with two
/// inputs.
final class DriverRules {

    private final L1Nets nets;
    private final int chainLength;
    private final Violations violations;

    DriverRules(L1Nets nets, int chainLength, Violations violations) {
        this.nets = nets;
        this.chainLength = chainLength;
        this.violations = violations;
    }

    void check(int hicann, HicannConfiguration chip) {
        for (DriverRuns.Run run : DriverRuns.of(chip)) {
            boolean used = run.drivers().size() > 1;
            for (int driver : run.drivers()) {
                SynapseDriverConfig config = chip.synapseDriver(driver);
                used |= config.enable() || config.locin() || config.connectNeighbor();
                driver(hicann, driver, config);
            }
            if (used) {
                run(hicann, run);
            }
        }
    }

    private void driver(int hicann, int driver, SynapseDriverConfig config) {
        if (config.locin() && !config.enable()) {
            violations.add(
                    Rule.DRIVER_STATE,
                    () -> place(hicann, driver),
                    "off and takes events from L1",
                    "on, or without events from L1");
        }
        if (config.connectNeighbor() && L1Topology.outerNeighbour(driver) < 0) {
            violations.add(
                    Rule.CHAIN_QUADRANT,
                    () -> place(hicann, driver),
                    "joined beyond its quadrant",
                    "not joined, it is the outermost one");
        }
    }

    private void run(int hicann, DriverRuns.Run run) {
        String name = "chain %s of HICANN %d".formatted(run.drivers(), hicann);
        if (run.drivers().size() > chainLength) {
            violations.add(Rule.CHAIN_LENGTH, () -> name, run.drivers().size() + " drivers", "at most " + chainLength);
        }
        if (run.inputs().size() != 1) {
            violations.add(Rule.CHAIN_INPUT, () -> name, "fed by drivers " + run.inputs(), "fed by exactly one");
        } else if (nets.carriedBy(L1Nets.driverNode(hicann, run.inputs().getFirst())) == L1Nets.SILENT) {
            violations.add(Rule.CHAIN_INPUT, () -> name, "reached by no bus", "reached by one, or off");
        }
    }

    private static String place(int hicann, int driver) {
        return "driver %d of HICANN %d".formatted(driver, hicann);
    }
}
