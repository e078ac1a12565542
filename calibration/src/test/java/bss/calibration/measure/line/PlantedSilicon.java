package bss.calibration.measure.line;

import bss.emulator.silicon.Readout;
import bss.emulator.silicon.RowStrength;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.transfer.IdealCircuit;

/// Silicon with more dead parts: repeaters that are idle, lines whose switches do not close, drivers that are
/// off.
record PlantedSilicon(Silicon silicon, Defects dead) implements Silicon {

    @Override
    public String name() {
        return silicon.name();
    }

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

    @Override
    public IdealCircuit circuit(WrittenChip chip, int denmem) {
        return silicon.circuit(chip, denmem);
    }

    @Override
    public RowStrength row(WrittenChip chip, int row) {
        return silicon.row(chip, row);
    }

    @Override
    public double sharedLevel(WrittenChip chip, int block, SharedParameter parameter) {
        return silicon.sharedLevel(chip, block, parameter);
    }

    @Override
    public double stimulusAmpere(WrittenChip chip, int block, int code) {
        return silicon.stimulusAmpere(chip, block, code);
    }

    @Override
    public int delay(int sourceHicann, int dncMerger, int targetHicann, int chips) {
        return silicon.delay(sourceHicann, dncMerger, targetHicann, chips);
    }

    @Override
    public Readout readout() {
        return silicon.readout();
    }

    @Override
    public double capacitorGain(int hicann, int row, int column) {
        return silicon.capacitorGain(hicann, row, column);
    }
}
