package bss.tools.job.wafer;

import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.Variable;
import bss.spec.mapping.Mapping;
import bss.tools.run.Scales;
import java.util.HashMap;
import java.util.Map;

/// Between quantities of the circuits and those of the network, as a mapping has it.
final class Scale {

    private final Mapping mapping;
    private final ResolvedNetwork resolved;
    /// By population in nF.
    private final Map<Integer, double[]> capacitances = new HashMap<>();

    Scale(JobMapping mapping) {
        this.mapping = mapping.mapping();
        this.resolved = new ResolvedNetwork(mapping.network());
    }

    /// A value of the probe or the ADC in PyNN's unit.
    double biological(Variable variable, int population, int cell, double value) {
        return switch (variable) {
            case V -> (value - mapping.shiftVolt()) / mapping.alpha() * 1e3;
            case W -> value / (mapping.alpha() * conductance(population, cell)) * 1e9;
            case GSYN_EXC, GSYN_INH -> value / conductance(population, cell) * 1e6;
            case SPIKES -> throw new IllegalArgumentException("spikes are not a trace");
        };
    }

    double volt(double millivolt) {
        return millivolt * 1e-3 * mapping.alpha() + mapping.shiftVolt();
    }

    double ampere(int population, int cell, double nanoampere) {
        return nanoampere * 1e-9 * mapping.alpha() * conductance(population, cell);
    }

    private double conductance(int population, int cell) {
        double[] cm = capacitances.computeIfAbsent(population, p -> resolved.parameter(p, "cm"));
        return Scales.conductance(mapping, population, cell, cm[cell]);
    }
}
