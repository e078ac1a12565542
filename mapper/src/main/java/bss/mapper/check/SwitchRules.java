package bss.mapper.check;

import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.spec.coord.Direction;
import bss.spec.topology.L1Topology;
import bss.spec.topology.WaferTopology;
import java.util.Optional;

/// How many switches may be closed on a line or row.
final class SwitchRules {

    private static final int PER_ROW = 16;
    private static final int PER_HLINE = 8;

    private final WaferConfiguration wafer;
    private final Violations violations;

    SwitchRules(WaferConfiguration wafer, Violations violations) {
        this.wafer = wafer;
        this.violations = violations;
    }

    void check(int hicann, HicannConfiguration chip) {
        int[] onHLine = new int[L1Topology.HLINES];
        int[] onVLine = new int[L1Topology.VLINES];
        for (int s = 0; s < L1Topology.HLINES * PER_HLINE; s++) {
            if (chip.crossbarSwitch(s)) {
                onHLine[L1Topology.crossbarHLine(s)]++;
                onVLine[L1Topology.crossbarVLine(s)]++;
            }
        }
        atMostOne(Rule.CROSSBAR_PER_HLINE, hicann, "HLine", onHLine, "crossbar");
        atMostOne(Rule.CROSSBAR_PER_VLINE, hicann, "VLine", onVLine, "crossbar");
        synapseSwitches(hicann, chip);
    }

    private void synapseSwitches(int hicann, HicannConfiguration chip) {
        int[] onVLine = new int[L1Topology.VLINES];
        int[] inRow = new int[2 * L1Topology.DRIVERS];
        for (int s = 0; s < Component.SYNAPSE_SWITCH.count(); s++) {
            if (chip.synapseSwitch(s)) {
                int vline = L1Topology.synapseSwitchVLine(s);
                int row = L1Topology.synapseSwitchRow(s);
                onVLine[vline]++;
                inRow[s / PER_ROW]++;
                if (L1Topology.synapseSwitchTargetHicann(hicann, vline, row) < 0) {
                    violations.add(
                            Rule.SWITCH_TO_NOWHERE,
                            () -> "synapse switch of VLine %d, row %d on HICANN %d".formatted(vline, row, hicann),
                            "closed",
                            "open, there is no chip behind it");
                }
            }
        }
        atMostOne(Rule.SYNAPSE_SWITCH_PER_VLINE, hicann, "VLine", onVLine, "synapse");
        atMostOne(Rule.SYNAPSE_SWITCH_PER_ROW, hicann, "switch row (side * 224 + row)", inRow, "synapse");
        facing(hicann, inRow);
    }

    private void facing(int hicann, int[] inRow) {
        int east = WaferTopology.neighbour(hicann, Direction.EAST);
        Optional<HicannConfiguration> neighbour = east < 0 ? Optional.empty() : wafer.hicann(east);
        if (neighbour.isEmpty()) {
            return;
        }
        for (int row = 0; row < L1Topology.DRIVERS; row++) {
            int y = row;
            if (inRow[L1Topology.DRIVERS + row] > 0 && closed(neighbour.get(), row)) {
                violations.add(
                        Rule.FACING_ROWS,
                        () -> "switch row %d, right on HICANN %d and left on HICANN %d".formatted(y, hicann, east),
                        "closed on both",
                        "closed on one");
            }
        }
    }

    private static boolean closed(HicannConfiguration chip, int leftRow) {
        for (int s = leftRow * PER_ROW; s < (leftRow + 1) * PER_ROW; s++) {
            if (chip.synapseSwitch(s)) {
                return true;
            }
        }
        return false;
    }

    private void atMostOne(Rule rule, int hicann, String what, int[] counts, String kind) {
        for (int i = 0; i < counts.length; i++) {
            int number = i;
            if (counts[i] > 1) {
                violations.add(
                        rule,
                        () -> "%s switches on %s %d of HICANN %d".formatted(kind, what, number, hicann),
                        counts[i] + " closed",
                        "at most 1");
            }
        }
    }
}
