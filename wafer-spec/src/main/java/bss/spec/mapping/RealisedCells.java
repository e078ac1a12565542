package bss.spec.mapping;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/// Biological parameters of a population as the hardware realises them, by PyNN name, one value per cell. Immutable.
public final class RealisedCells {

    private final String label;
    private final SortedMap<String, double[]> parameters;

    public RealisedCells(String label, SortedMap<String, double[]> parameters) {
        this.label = label;
        SortedMap<String, double[]> copy = new TreeMap<>();
        parameters.forEach((name, values) -> copy.put(name, values.clone()));
        this.parameters = copy;
    }

    public String label() {
        return label;
    }

    /// The names, sorted.
    public Iterable<String> names() {
        return parameters.keySet();
    }

    /// One value per cell (a copy).
    public double[] values(String name) {
        double[] values = parameters.get(name);
        if (values == null) {
            throw new IllegalArgumentException("population '%s' has no realised parameter '%s', only %s"
                    .formatted(label, name, parameters.keySet()));
        }
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RealisedCells o
                && label.equals(o.label)
                && parameters.keySet().equals(o.parameters.keySet())
                && parameters.entrySet().stream()
                        .allMatch(e -> Arrays.equals(e.getValue(), o.parameters.get(e.getKey())));
    }

    @Override
    public int hashCode() {
        return 31 * label.hashCode() + parameters.keySet().hashCode();
    }
}
