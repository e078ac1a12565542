package bss.tools.job.wafer;

import bss.mapper.network.Bound;
import bss.mapper.network.CellType;
import bss.mapper.network.Cells;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.ParameterSpec;
import bss.mapper.network.PlacementRequest;
import bss.mapper.network.Population;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.Value;
import bss.mapper.network.Variable;
import bss.spec.coord.HicannOnWafer;
import bss.tools.job.Columns;
import bss.tools.job.JobException;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// Populations of a job as those of a network.
final class PopulationColumns {

    private static final String CELLS =
            "must be IF_cond_exp, EIF_cond_exp_isfa_ista, SpikeSourcePoisson or" + " SpikeSourceArray";

    private PopulationColumns() {}

    /// @param index in the network
    static Population read(int index, JobPopulation job) throws JobException {
        if (job.getLabel().isEmpty()) {
            throw JobException.invalid("population %d: label is empty, must be a unique name", index);
        }
        String where = where(job);
        if (job.getSize() < 1 || job.getSize() > Population.MAX_SIZE) {
            throw JobException.invalid("%s: size is %d, must be 1 to %d", where, job.getSize(), Population.MAX_SIZE);
        }
        try {
            CellType cell = cell(where, job);
            double rate = job.getExpectedRateHz() == 0 ? Population.DEFAULT_EXPECTED_RATE_HZ : job.getExpectedRateHz();
            return new Population(
                    job.getLabel(),
                    job.getSize(),
                    cell,
                    initialValues(where, job, cell),
                    Set.of(Variable.SPIKES),
                    Cells.all(),
                    Population.DEFAULT_SAMPLING_INTERVAL_MS,
                    rate,
                    placement(where, job));
        } catch (IllegalArgumentException e) {
            throw JobException.invalid("%s: %s", where, String.valueOf(e.getMessage()));
        }
    }

    static String where(JobPopulation job) {
        return "population '%s'".formatted(job.getLabel());
    }

    private static CellType cell(String where, JobPopulation job) throws JobException {
        return switch (job.getCellType()) {
            case CellType.IfCondExp.NAME -> CellType.IfCondExp.of(parameters(where, job, CellType.IfCondExp.SPECS));
            case CellType.EifCondExpIsfaIsta.NAME ->
                CellType.EifCondExpIsfaIsta.of(parameters(where, job, CellType.EifCondExpIsfaIsta.SPECS));
            case CellType.SpikeSourcePoisson.NAME ->
                CellType.SpikeSourcePoisson.of(parameters(where, job, CellType.SpikeSourcePoisson.SPECS));
            case CellType.SpikeSourceArray.NAME -> {
                var _ = parameters(where, job, List.of());
                List<DoubleSeries> trains = new ArrayList<>();
                for (double[] train : trains(job)) {
                    trains.add(DoubleSeries.of(train));
                }
                yield new CellType.SpikeSourceArray(trains);
            }
            default ->
                throw JobException.invalid(
                        "%s: cell_type is '%s', %s: %s", where, job.getCellType(), CELLS, missing(job.getCellType()));
        };
    }

    /// The spikes of each cell of a population of arrays, ms; none where none are given.
    static double[][] trains(JobPopulation job) throws JobException {
        if (!job.hasSpikeTrains()) {
            double[][] none = new double[job.getSize()][];
            Arrays.fill(none, new double[0]);
            return none;
        }
        return Columns.trains(where(job) + ", spike_trains", job.getSpikeTrains(), job.getSize());
    }

    /// What the circuit would need for a cell that it is not.
    private static String missing(String cellType) {
        return switch (cellType) {
            case "IF_cond_alpha", "EIF_cond_alpha_isfa_ista" ->
                "the synaptic inputs of the wafer decay exponentially, they have no alpha function";
            case "IF_curr_exp" -> "the synaptic inputs of the wafer are conductances, they inject no currents";
            case "IF_curr_alpha", "IF_curr_delta" ->
                "the synaptic inputs of the wafer are conductances that decay exponentially, they inject no currents";
            case "HH_cond_exp" -> "the neurons of the wafer have no voltage-gated channels";
            case "Izhikevich" -> "the neurons of the wafer have no quadratic term of the membrane potential";
            case "GIF_cond_exp" -> "the neurons of the wafer have no stochastic and no moving threshold";
            case "IF_cond_exp_gsfa_grr" ->
                "the neurons of the wafer have no conductances of adaptation and of relative refractoriness";
            case "SpikeSourceGamma", "SpikeSourcePoissonRefractory", "SpikeSourceInhGamma" ->
                "draw its spikes beforehand and give them to a SpikeSourceArray";
            default -> "the wafer has no such circuit";
        };
    }

    private static Map<String, Value> parameters(String where, JobPopulation job, List<ParameterSpec> specs)
            throws JobException {
        Map<String, Value> given = new LinkedHashMap<>();
        for (String name : job.getParametersMap().keySet()) {
            if (specs.stream().noneMatch(s -> s.name().equals(name))) {
                throw JobException.invalid(
                        "%s: no parameter '%s' of %s, must be one of %s",
                        where,
                        name,
                        job.getCellType(),
                        specs.stream().map(ParameterSpec::name).toList());
            }
        }
        for (ParameterSpec spec : specs) {
            Values values = job.getParametersMap().get(spec.name());
            if (values != null) {
                given.put(
                        spec.name(),
                        value("%s, %s".formatted(where, spec.name()), values, job.getSize(), spec.bound()));
            }
        }
        return given;
    }

    /// A column as a value; its elements are within the bound.
    static Value value(String where, Values values, int n, Bound bound) throws JobException {
        double[] column = Columns.values(where, values, n);
        for (int i = 0; i < n; i++) {
            if (!bound.accepts(column[i])) {
                throw JobException.invalid("%s: value %d is %s, must be %s", where, i, column[i], bound.words());
            }
        }
        if (n > 0 && values.getOfCase() != Values.OfCase.F64) {
            return Value.of(column[0]);
        }
        return new Value.PerCell(DoubleSeries.of(column));
    }

    private static Map<Variable, Value> initialValues(String where, JobPopulation job, CellType cell)
            throws JobException {
        Map<Variable, Value> values = new EnumMap<>(Variable.class);
        for (String name : job.getInitialValuesMap().keySet()) {
            var _ = variable(where + ", initial_values", name, cell);
        }
        for (Variable variable : Variable.values()) {
            Values given = job.getInitialValuesMap().get(variable.label());
            if (given != null) {
                values.put(
                        variable,
                        value(
                                "%s, initial %s".formatted(where, variable.label()),
                                given,
                                job.getSize(),
                                ResolvedNetwork.initialBound(variable)));
            }
        }
        return values;
    }

    /// A variable with a course, by PyNN's name.
    static Variable variable(String where, String name, CellType cell) throws JobException {
        List<Variable> all =
                cell.recordable().stream().filter(v -> v != Variable.SPIKES).toList();
        for (Variable variable : all) {
            if (variable.label().equals(name)) {
                return variable;
            }
        }
        throw JobException.invalid(
                "%s: no variable '%s' of %s, must be one of %s",
                where, name, cell.name(), all.stream().map(Variable::label).toList());
    }

    private static PlacementRequest placement(String where, JobPopulation job) throws JobException {
        int size = job.getNeuronSize();
        if (size != 0 && (size < 2 || size > 64 || size % 2 != 0)) {
            throw JobException.invalid("%s: neuron_size is %d, must be 0, or even, 2 to 64", where, size);
        }
        within(where, "hicanns", job.getHicannsList(), HicannOnWafer.COUNT - 1);
        within(where, "neuron_blocks", job.getNeuronBlocksList(), 7);
        return new PlacementRequest(
                size == 0 ? OptionalInt.empty() : OptionalInt.of(size),
                job.getHicannsList(),
                job.getNeuronBlocksList());
    }

    private static void within(String where, String what, List<Integer> values, int max) throws JobException {
        for (int value : values) {
            if (value < 0 || value > max) {
                throw JobException.invalid("%s: %s has %d, must be 0 to %d", where, what, value, max);
            }
        }
    }
}
