package bss.tools.job.reference;

import bss.tools.job.Columns;
import bss.tools.job.JobException;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.Recording;
import bss.tools.job.v1.Values;
import bss.tools.reference.NeuronKind;
import bss.tools.reference.NeuronParameter;
import bss.tools.reference.Recordable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One population of a job as last written: its parameters, spike times or initial values, and what is
/// recorded.
final class JobCells {

    /// A variable that is recorded of some cells, which ascend.
    record Recorded(Recordable variable, List<Integer> cells, double intervalMs) {}

    private static final List<String> POISSON = List.of("rate", "start", "duration");

    final String label;
    final int size;
    final String cellType;
    /// Empty of sources.
    final Optional<NeuronKind> kind;
    /// Of the job.
    int index;
    /// Of the model: index of the first neuron or source.
    int first;
    /// By PyNN's name.
    final Map<String, double[]> parameters = new LinkedHashMap<>();
    /// Those that were given.
    final Map<Recordable, double[]> initial = new EnumMap<>(Recordable.class);
    /// Of a SpikeSourceArray, by cell.
    double[][] trains = {};

    final List<Recorded> recorded = new ArrayList<>();
    private final double timestepMs;

    JobCells(JobPopulation population, double timestepMs) throws JobException {
        label = population.getLabel();
        size = population.getSize();
        cellType = population.getCellType();
        this.timestepMs = timestepMs;
        if (size < 0) {
            throw JobException.invalid("%s: size is %d, must be 0 or above", where(), size);
        }
        kind = Arrays.stream(NeuronKind.values())
                .filter(k -> k.pynnName().equals(cellType))
                .findFirst();
        defaults();
        for (var e : new TreeMap<>(population.getParametersMap()).entrySet()) {
            setParameter(e.getKey(), Columns.cells(where(), com.google.protobuf.ByteString.EMPTY, size), e.getValue());
        }
        for (var e : new TreeMap<>(population.getInitialValuesMap()).entrySet()) {
            setInitial(e.getKey(), Columns.cells(where(), com.google.protobuf.ByteString.EMPTY, size), e.getValue());
        }
        if (population.hasSpikeTrains()) {
            requireArray();
            trains = Columns.trains(where() + ", spike times", population.getSpikeTrains(), size);
        }
        record(population.getRecordingsList());
    }

    private void defaults() throws JobException {
        if (kind.isPresent()) {
            for (NeuronParameter p : NeuronParameter.values()) {
                if (kind.get().has(p)) {
                    parameters.put(p.pynnName(), filled(p.defaultFor(kind.get())));
                }
            }
        } else if (isPoisson()) {
            parameters.put("rate", filled(1));
            parameters.put("start", filled(0));
            parameters.put("duration", filled(1e10));
        } else if (cellType.equals("SpikeSourceArray")) {
            trains = new double[size][0];
        } else {
            throw JobException.invalid(
                    "%s: no cell type '%s' in the reference, known are %s, SpikeSourceArray, SpikeSourcePoisson",
                    where(),
                    cellType,
                    String.join(
                            ", ",
                            Arrays.stream(NeuronKind.values())
                                    .map(NeuronKind::pynnName)
                                    .toList()));
        }
    }

    boolean isSource() {
        return kind.isEmpty();
    }

    boolean isPoisson() {
        return cellType.equals("SpikeSourcePoisson");
    }

    String where() {
        return "population '%s'".formatted(label);
    }

    void requireArray() throws JobException {
        if (!isSource() || isPoisson()) {
            throw JobException.invalid("%s: spike times of a %s, must be a SpikeSourceArray", where(), cellType);
        }
    }

    /// Writes a parameter of some cells.
    void setParameter(String name, int[] cells, Values values) throws JobException {
        double[] column = parameters.get(name);
        if (column == null) {
            throw JobException.invalid(
                    "%s: %s has no parameter '%s', must be one of %s",
                    where(), cellType, name, String.join(", ", parameters.keySet()));
        }
        put(column, cells, Columns.values("%s, parameter %s".formatted(where(), name), values, cells.length));
        if (POISSON.contains(name)) {
            for (double value : column) {
                if (value < 0) {
                    throw JobException.invalid("%s: %s is %s, must be 0 or above", where(), name, value);
                }
            }
        }
    }

    /// Writes an initial value of some cells.
    Recordable setInitial(String name, int[] cells, Values values) throws JobException {
        Recordable variable = variable(name);
        double[] column = initial.get(variable);
        if (column == null) {
            column = variable == Recordable.V
                    ? parameters.getOrDefault("v_rest", filled(0)).clone()
                    : filled(0);
            initial.put(variable, column);
        }
        put(column, cells, Columns.values("%s, initial value of %s".formatted(where(), name), values, cells.length));
        return variable;
    }

    /// Replaces what is recorded.
    void record(List<Recording> recordings) throws JobException {
        recorded.clear();
        for (Recording recording : recordings) {
            String where = "%s, recording of %s".formatted(where(), recording.getVariable());
            Recordable variable = variable(recording.getVariable());
            double interval = recording.getIntervalMs() == 0 ? timestepMs : recording.getIntervalMs();
            if (!(interval > 0 && interval < Double.POSITIVE_INFINITY)) {
                throw JobException.invalid("%s: interval is %s ms, must be above 0", where, interval);
            }
            int[] cells = Columns.cells(where, recording.getCells(), size);
            if (recorded.stream().anyMatch(r -> r.variable() == variable)) {
                throw JobException.invalid("%s stands twice, must be named once with all of its cells", where);
            }
            recorded.add(new Recorded(
                    variable, Arrays.stream(cells).sorted().distinct().boxed().toList(), interval));
        }
    }

    Optional<Recorded> recorded(String name) throws JobException {
        Recordable variable = variable(name);
        return recorded.stream().filter(r -> r.variable() == variable).findFirst();
    }

    private Recordable variable(String name) throws JobException {
        NeuronKind of =
                kind.orElseThrow(() -> JobException.invalid("%s: a %s has no variable '%s'", where(), cellType, name));
        for (Recordable variable : Recordable.values()) {
            if (variable.name().toLowerCase(Locale.ROOT).equals(name) && (variable != Recordable.W || of.adex())) {
                return variable;
            }
        }
        throw JobException.invalid(
                "%s: a %s has no variable '%s', must be v, %sgsyn_exc or gsyn_inh",
                where(), cellType, name, of.adex() ? "w, " : "");
    }

    private static void put(double[] column, int[] cells, double[] values) {
        for (int i = 0; i < cells.length; i++) {
            column[cells[i]] = values[i];
        }
    }

    private double[] filled(double value) {
        double[] column = new double[size];
        Arrays.fill(column, value);
        return column;
    }
}
