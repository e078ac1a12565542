package bss.emulator.silicon;

import bss.spec.config.Component;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;

/// Which parts of a wafer do not work.
final class DeadParts {

    private final Draws drivers;
    private final Draws denmems;
    private final Draws horizontal;
    private final Draws vertical;

    DeadParts(long waferSeed) {
        drivers = Draws.of(waferSeed, Draws.Kind.DRIVER_DEAD);
        denmems = Draws.of(waferSeed, Draws.Kind.DENMEM_DEAD);
        horizontal = Draws.of(waferSeed, Draws.Kind.HREPEATER_DEAD);
        vertical = Draws.of(waferSeed, Draws.Kind.VREPEATER_DEAD);
    }

    private static boolean isDead(Draws draws, Component component, int hicann, int index, SiliconTable part) {
        return draws.uniform((long) hicann * component.count() + index) < part.value();
    }

    private boolean driver(int hicann, int driver) {
        return isDead(drivers, Component.SYNAPSE_DRIVER, hicann, driver, SiliconTable.DEAD_DRIVERS);
    }

    boolean denmem(int hicann, int denmem) {
        return isDead(denmems, Component.DENMEM, hicann, denmem, SiliconTable.DEAD_DENMEMS);
    }

    private boolean hrepeater(int hicann, int line) {
        return isDead(horizontal, Component.HORIZONTAL_REPEATER, hicann, line, SiliconTable.DEAD_REPEATERS);
    }

    private boolean vrepeater(int hicann, int line) {
        return isDead(vertical, Component.VERTICAL_REPEATER, hicann, line, SiliconTable.DEAD_REPEATERS);
    }

    /// The configuration with dead drivers off (their places in runs stay), dead denmems neither firing nor taking
    /// input, and dead repeaters idle.
    HicannConfiguration without(int hicann, HicannConfiguration written) {
        HicannConfigurationBuilder bits = written.toBuilder();
        for (int d = 0; d < Component.SYNAPSE_DRIVER.count(); d++) {
            if (driver(hicann, d)) {
                SynapseDriverConfig c = written.synapseDriver(d);
                bits.synapseDriver(
                        d,
                        new SynapseDriverConfig(
                                false, c.locin(), c.connectNeighbor(), c.stpEnable(), c.stpDepression(), c.stpCap()));
            }
        }
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            if (denmem(hicann, d)) {
                DenmemConfig c = written.denmem(d);
                bits.denmem(
                        d,
                        new DenmemConfig(
                                c.address(),
                                false,
                                false,
                                c.enableFireInput(),
                                c.enableAout(),
                                c.enableCurrentInput()));
                int block = NeuronTopology.fgBlock(d);
                int column = NeuronTopology.fgColumn(d);
                bits.floatingGate(block, NeuronParameter.I_CONVX.row(block), column, 0);
                bits.floatingGate(block, NeuronParameter.I_CONVI.row(block), column, 0);
            }
        }
        for (int line = 0; line < Component.HORIZONTAL_REPEATER.count(); line++) {
            if (hrepeater(hicann, line)) {
                bits.horizontalRepeater(line, RepeaterConfig.IDLE);
            }
        }
        for (int line = 0; line < Component.VERTICAL_REPEATER.count(); line++) {
            if (vrepeater(hicann, line)) {
                bits.verticalRepeater(line, RepeaterConfig.IDLE);
            }
        }
        return bits.build();
    }

    /// All of them.
    Defects defects() {
        Defects.Builder marks = Defects.builder();
        for (int h = 0; h < WaferConfiguration.HICANNS; h++) {
            for (int d = 0; d < Component.SYNAPSE_DRIVER.count(); d++) {
                mark(marks, DefectClass.SYNAPSE_DRIVER, h, d, driver(h, d));
            }
            for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
                mark(marks, DefectClass.DENMEM, h, d, denmem(h, d));
            }
            for (int line = 0; line < Component.HORIZONTAL_REPEATER.count(); line++) {
                mark(marks, DefectClass.HREPEATER, h, line, hrepeater(h, line));
            }
            for (int line = 0; line < Component.VERTICAL_REPEATER.count(); line++) {
                mark(marks, DefectClass.VREPEATER, h, line, vrepeater(h, line));
            }
        }
        return marks.build();
    }

    private static void mark(Defects.Builder marks, DefectClass kind, int hicann, int index, boolean dead) {
        if (dead) {
            marks.mark(kind, hicann, index);
        }
    }
}
