package bss.calibration.measure;

import bss.emulator.silicon.Readout;
import bss.emulator.silicon.RowStrength;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfiguration;
import bss.spec.fg.SharedParameter;
import bss.spec.transfer.IdealCircuit;

/// Adds 30 mV to the threshold of one denmem.
record PlantedThreshold(Silicon silicon, int denmem) implements Silicon {

    @Override
    public String name() {
        return silicon.name();
    }

    @Override
    public HicannConfiguration acting(int hicann, HicannConfiguration written) {
        return silicon.acting(hicann, written);
    }

    @Override
    public IdealCircuit circuit(WrittenChip chip, int of) {
        IdealCircuit c = silicon.circuit(chip, of);
        return of != denmem
                ? c
                : new IdealCircuit(
                        c.capacitance(),
                        c.tauM(),
                        c.eL(),
                        c.eSynx(),
                        c.eSyni(),
                        c.vSpike() + 0.03,
                        c.vExp(),
                        c.vReset(),
                        c.exponential(),
                        c.deltaT(),
                        c.a(),
                        c.tauW(),
                        c.b(),
                        c.tauRefrac(),
                        c.tauSynx(),
                        c.tauSyni(),
                        c.inputx(),
                        c.inputi());
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
}
