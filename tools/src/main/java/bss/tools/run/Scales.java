package bss.tools.run;

import bss.mapper.network.Variable;
import bss.spec.backend.WaferProbe;
import bss.spec.config.HicannConfiguration;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;

/// Biological and hardware quantities of placed neurons.
public final class Scales {

    private Scales() {}

    /// What a probe of the wafer calls a variable with a course.
    public static WaferProbe.Variable probed(Variable variable) {
        return switch (variable) {
            case V -> WaferProbe.Variable.MEMBRANE;
            case W -> WaferProbe.Variable.ADAPTATION;
            case GSYN_EXC -> WaferProbe.Variable.CONDUCTANCE_LEFT;
            case GSYN_INH -> WaferProbe.Variable.CONDUCTANCE_RIGHT;
            case SPIKES -> throw new IllegalArgumentException("spikes are not a trace");
        };
    }

    /// Hardware siemens per biological siemens: speed-up times the summed capacitance of the neuron's denmems over the
    /// biological one.
    ///
    /// @param cmNf biological capacitance in nF
    public static double conductance(Mapping mapping, int population, int cell, double cmNf) {
        CellSites sites = mapping.cells().get(population);
        HicannConfiguration chip =
                mapping.configuration().hicann(sites.hicann(cell)).orElseThrow();
        // half of the denmems lie in the top row, half in the bottom row
        double farad = sites.size(cell)
                * (chip.neuronHalf(0).mode().capacitance()
                        + chip.neuronHalf(1).mode().capacitance())
                / 2;
        return mapping.speedup() * farad / (cmNf * 1e-9);
    }
}
