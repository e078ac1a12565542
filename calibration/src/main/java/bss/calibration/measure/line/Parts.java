package bss.calibration.measure.line;

import bss.spec.config.Component;
import bss.spec.coord.Direction;
import bss.spec.coord.HicannOnWafer;
import bss.spec.defects.DefectClass;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;

/// Numbers of the parts of a wafer that a way leads through: the lines as [L1Topology] numbers them, then the
/// repeaters by the line on whose chip they are, the crossbar switches, the synapse drivers.
final class Parts {

    private static final int REPEATERS = L1Topology.LINES_ON_WAFER;
    private static final int CROSSBARS = REPEATERS + L1Topology.LINES_ON_WAFER;
    private static final int DRIVERS = CROSSBARS + HicannOnWafer.COUNT * Component.CROSSBAR_SWITCH.count();

    static final int COUNT = DRIVERS + HicannOnWafer.COUNT * L1Topology.DRIVERS;

    private Parts() {}

    /// The repeater of a line of the wafer, on the line's own chip.
    static int repeater(int line) {
        return REPEATERS + line;
    }

    static int crossbar(int hicann, int crossbarSwitch) {
        return CROSSBARS + hicann * Component.CROSSBAR_SWITCH.count() + crossbarSwitch;
    }

    static int driver(int hicann, int driver) {
        return DRIVERS + hicann * L1Topology.DRIVERS + driver;
    }

    static boolean isLine(int part) {
        return part < REPEATERS;
    }

    static boolean isRepeater(int part) {
        return part >= REPEATERS && part < CROSSBARS;
    }

    static boolean isCrossbar(int part) {
        return part >= CROSSBARS && part < DRIVERS;
    }

    static boolean isDriver(int part) {
        return part >= DRIVERS;
    }

    /// The line of the wafer that a line or repeater is, or belongs to.
    static int line(int part) {
        return isLine(part) ? part : part - REPEATERS;
    }

    /// The chip of a line or repeater.
    static int hicann(int part) {
        return L1Topology.hicannOfLine(line(part));
    }

    /// The border at which the repeater of a line is.
    static Direction border(int line) {
        int number = L1Topology.lineOnHicann(line);
        return L1Topology.isHLine(number)
                ? L1Topology.hRepeaterDirection(number)
                : L1Topology.vRepeaterDirection(number - L1Topology.HLINES);
    }

    /// The line beyond the border that a repeater joins to its own, -1 at the rim of the wafer.
    static int far(int repeater) {
        return L1Topology.across(line(repeater), border(line(repeater)));
    }

    /// Whether a repeater is a sending one.
    static boolean isSender(int repeater) {
        return kind(repeater) == DefectClass.HREPEATER && MergerTopology.sendingRepeaterOfHLine(index(repeater)) >= 0;
    }

    /// The class of a line or repeater.
    static DefectClass kind(int part) {
        boolean horizontal = L1Topology.isHLine(L1Topology.lineOnHicann(line(part)));
        if (isLine(part)) {
            return horizontal ? DefectClass.HLINE : DefectClass.VLINE;
        }
        return horizontal ? DefectClass.HREPEATER : DefectClass.VREPEATER;
    }

    /// The number of a line or repeater in its class on its chip.
    static int index(int part) {
        int number = L1Topology.lineOnHicann(line(part));
        return L1Topology.isHLine(number) ? number : number - L1Topology.HLINES;
    }

    /// The switch on its chip that a crossbar switch is.
    static int crossbarSwitch(int part) {
        return (part - CROSSBARS) % Component.CROSSBAR_SWITCH.count();
    }

    /// The chip of a driver.
    static int hicannOfDriver(int part) {
        return (part - DRIVERS) / L1Topology.DRIVERS;
    }

    /// The driver on its chip, 0 to 223.
    static int driverOnHicann(int part) {
        return (part - DRIVERS) % L1Topology.DRIVERS;
    }
}
