package bss.calibration.measure.routine;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Fit;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealTransfers;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the routines have found so far about the circuits of a chip; each may build on those before it.
public final class Findings {

    private final double[] readoutShift = new double[NeuronTopology.DENMEMS];
    private final @Nullable Fit[] faults = new @Nullable Fit[NeuronTopology.DENMEMS];
    private CellScale cells = CellScale.PUBLISHED;
    private final @Nullable Fit[][] fits = new @Nullable Fit[NeuronParameter.values().length][NeuronTopology.DENMEMS];

    /// What the readout adds to the membrane of a denmem, relative to the mean of all, in V.
    public double readoutShift(int denmem) {
        return readoutShift[denmem];
    }

    void setReadoutShift(int denmem, double volt) {
        readoutShift[denmem] = volt;
    }

    /// What the cells of the chip hold.
    CellScale cells() {
        return cells;
    }

    void setCells(CellScale measured) {
        cells = measured;
    }

    /// Why nothing that needs spikes can be measured of a denmem, if so.
    Optional<Fit> fault(int denmem) {
        return Optional.ofNullable(faults[denmem]);
    }

    void setFault(int denmem, Fit rejected) {
        faults[denmem] = rejected;
    }

    /// The fit of a parameter of a denmem, if it was measured.
    public Optional<Fit> fit(NeuronParameter parameter, int denmem) {
        return Optional.ofNullable(fits[parameter.index()][denmem]);
    }

    void put(NeuronParameter parameter, int denmem, Fit fit) {
        fits[parameter.index()][denmem] = fit;
    }

    /// The code for a quantity [SI]: by the fit where there is one, else the ideal one.
    int code(NeuronParameter parameter, int denmem, double si) {
        return FloatingGates.nearestCode(fit(parameter, denmem)
                .flatMap(Fit::transfer)
                .orElse(IdealTransfers.of(parameter, CircuitMode.DEFAULT))
                .toDac(si));
    }

    /// All that is known of a denmem.
    public ChipCalibration.Denmem denmem(int denmem) {
        Map<NeuronParameter, Fit> found = new EnumMap<>(NeuronParameter.class);
        for (NeuronParameter parameter : NeuronParameter.values()) {
            fit(parameter, denmem).ifPresent(fit -> found.put(parameter, fit));
        }
        return new ChipCalibration.Denmem(denmem, readoutShift[denmem], found);
    }
}
