package bss.calibration.measure.line;

import bss.calibration.measure.AlteredSilicon;
import bss.emulator.silicon.Silicon;
import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.L1Topology;

/// Silicon with more dead parts: repeaters that are idle, lines whose switches do not close, drivers that are
/// off.
record PlantedSilicon(Silicon silicon, Defects dead) implements AlteredSilicon {

    @Override
    public HicannConfiguration acting(int hicann, HicannConfiguration written) {
        HicannConfigurationBuilder bits = silicon.acting(hicann, written).toBuilder();
        for (int h = 0; h < L1Topology.HLINES; h++) {
            if (dead.has(DefectClass.HREPEATER, hicann, h)) {
                bits.horizontalRepeater(h, RepeaterConfig.IDLE);
            }
        }
        for (int v = 0; v < L1Topology.VLINES; v++) {
            if (dead.has(DefectClass.VREPEATER, hicann, v)) {
                bits.verticalRepeater(v, RepeaterConfig.IDLE);
            }
        }
        for (int s = 0; s < Component.CROSSBAR_SWITCH.count(); s++) {
            if (dead.has(DefectClass.HLINE, hicann, L1Topology.crossbarHLine(s))
                    || dead.has(DefectClass.VLINE, hicann, L1Topology.crossbarVLine(s))) {
                bits.crossbarSwitch(s, false);
            }
        }
        for (int s = 0; s < Component.SYNAPSE_SWITCH.count(); s++) {
            if (dead.has(DefectClass.VLINE, hicann, L1Topology.synapseSwitchVLine(s))) {
                bits.synapseSwitch(s, false);
            }
        }
        for (int d = 0; d < L1Topology.DRIVERS; d++) {
            if (dead.has(DefectClass.SYNAPSE_DRIVER, hicann, d)) {
                bits.synapseDriver(d, SynapseDriverConfig.RESET);
            }
        }
        return bits.build();
    }
}
