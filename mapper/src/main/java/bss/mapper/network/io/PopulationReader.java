package bss.mapper.network.io;

import bss.mapper.network.Bound;
import bss.mapper.network.CellType;
import bss.mapper.network.Cells;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.ParameterSpec;
import bss.mapper.network.Parameters;
import bss.mapper.network.PlacementRequest;
import bss.mapper.network.Population;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.Value;
import bss.mapper.network.Variable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// Reads an element of `populations`.
final class PopulationReader {

    private static final String TYPES =
            "one of IF_cond_exp, EIF_cond_exp_isfa_ista, SpikeSourcePoisson, SpikeSourceArray";

    private PopulationReader() {}

    static Population population(JsonField field) throws NetworkFileException {
        field.object(
                "label",
                "size",
                "cell",
                "initial_values",
                "record",
                "record_cells",
                "sampling_interval",
                "expected_rate",
                "placement");
        String label = Values.label(field.required("label", "a text"));
        int size = (int) field.required("size", "an integer from 1").integer(1, Population.MAX_SIZE);
        CellType cell = cell(field.required("cell", "an object with type and parameters"), size);
        Map<Variable, Value> initial = new EnumMap<>(Variable.class);
        if (field.has("initial_values")) {
            initial = initialValues(field.required("initial_values", "an object"), size, cell);
        }
        Set<Variable> record = EnumSet.noneOf(Variable.class);
        if (field.has("record")) {
            record = record(field.required("record", "an array"), cell);
        }
        Cells recordCells = Values.cells(field, "record_cells", size);
        PlacementRequest placement = PlacementRequest.NONE;
        if (field.has("placement")) {
            placement = PlacementReader.placement(field.required("placement", "an object"), cell);
        }
        return new Population(
                label,
                size,
                cell,
                initial,
                record,
                recordCells,
                Values.number(field, "sampling_interval", Bound.POSITIVE, Population.DEFAULT_SAMPLING_INTERVAL_MS),
                Values.number(field, "expected_rate", Bound.POSITIVE, Population.DEFAULT_EXPECTED_RATE_HZ),
                placement);
    }

    private static CellType cell(JsonField field, int size) throws NetworkFileException {
        field.object("type", "parameters");
        JsonField type = field.required("type", TYPES);
        return switch (type.text()) {
            case CellType.IfCondExp.NAME -> {
                Map<String, Value> given = parameters(field, CellType.IfCondExp.SPECS, size);
                CellType.IfCondExp cell = CellType.IfCondExp.of(given);
                requireBelow(field, cell.parameters(), "v_thresh");
                yield cell;
            }
            case CellType.EifCondExpIsfaIsta.NAME -> {
                Map<String, Value> given = parameters(field, CellType.EifCondExpIsfaIsta.SPECS, size);
                CellType.EifCondExpIsfaIsta cell = CellType.EifCondExpIsfaIsta.of(given);
                requireBelow(field, cell.parameters(), "v_spike");
                yield cell;
            }
            case CellType.SpikeSourcePoisson.NAME ->
                CellType.SpikeSourcePoisson.of(parameters(field, CellType.SpikeSourcePoisson.SPECS, size));
            case CellType.SpikeSourceArray.NAME -> spikeTimes(field, size);
            default -> throw type.wrong(TYPES);
        };
    }

    private static Map<String, Value> parameters(JsonField cell, List<ParameterSpec> specs, int size)
            throws NetworkFileException {
        Map<String, Value> values = new LinkedHashMap<>();
        if (!cell.has("parameters")) {
            return values;
        }
        JsonField field = cell.required("parameters", "an object")
                .object(specs.stream().map(ParameterSpec::name).toArray(String[]::new));
        for (ParameterSpec spec : specs) {
            if (field.has(spec.name())) {
                JsonField value = field.required(spec.name(), "a number");
                values.put(spec.name(), Values.value(value, OptionalInt.of(size), spec.bound()));
            }
        }
        return values;
    }

    /// A neuron that resets to where it fires would never stop; drawn and listed values are left to the user.
    private static void requireBelow(JsonField cell, Parameters parameters, String threshold)
            throws NetworkFileException {
        if (parameters.get("v_reset") instanceof Value.Constant(double reset)
                && parameters.get(threshold) instanceof Value.Constant(double limit)
                && reset >= limit) {
            throw new NetworkFileException("%s: %s.parameters.v_reset is %s, must be below %s %s"
                    .formatted(cell.file(), cell.path(), reset, threshold, limit));
        }
    }

    private static CellType spikeTimes(JsonField cell, int size) throws NetworkFileException {
        List<DoubleSeries> trains = new ArrayList<>();
        if (cell.has("parameters")) {
            JsonField parameters = cell.required("parameters", "an object").object("spike_times");
            if (parameters.has("spike_times")) {
                String must = "an array with an array of times for each cell";
                JsonField field = parameters.required("spike_times", must);
                for (JsonField train : field.elements(must)) {
                    trains.add(DoubleSeries.of(ascending(train)));
                }
                if (trains.size() != size) {
                    throw field.error("has %d spike trains, must have %d".formatted(trains.size(), size));
                }
            }
        }
        while (trains.size() < size) {
            trains.add(DoubleSeries.of());
        }
        return new CellType.SpikeSourceArray(trains);
    }

    private static double[] ascending(JsonField field) throws NetworkFileException {
        double[] times = field.numbers(Bound.NON_NEGATIVE);
        for (int i = 1; i < times.length; i++) {
            if (times[i] < times[i - 1]) {
                throw field.elements("an array")
                        .get(i)
                        .wrong("at least the time before it, %s".formatted(times[i - 1]));
            }
        }
        return times;
    }

    private static Map<Variable, Value> initialValues(JsonField field, int size, CellType cell)
            throws NetworkFileException {
        // conductances start at 0: nothing on the wafer could set them
        List<Variable> allowed = cell.recordable().stream()
                .filter(v -> v == Variable.V || v == Variable.W)
                .toList();
        field.object(allowed.stream().map(Variable::label).toArray(String[]::new));
        Map<Variable, Value> values = new EnumMap<>(Variable.class);
        for (Variable variable : allowed) {
            if (field.has(variable.label())) {
                JsonField value = field.required(variable.label(), "a number");
                values.put(variable, Values.value(value, OptionalInt.of(size), ResolvedNetwork.initialBound(variable)));
            }
        }
        return values;
    }

    private static Set<Variable> record(JsonField field, CellType cell) throws NetworkFileException {
        Set<Variable> variables = EnumSet.noneOf(Variable.class);
        for (JsonField element : field.elements("an array of variables")) {
            Variable variable = Values.constant(element, Variable.class);
            if (!cell.recordable().contains(variable)) {
                throw element.wrong("one of %s for %s"
                        .formatted(
                                String.join(
                                        ", ",
                                        cell.recordable().stream()
                                                .map(Variable::label)
                                                .toList()),
                                cell.name()));
            }
            if (!variables.add(variable)) {
                throw element.error("is %s again, must be given once".formatted(Json.quote(variable.label())));
            }
        }
        return variables;
    }
}
