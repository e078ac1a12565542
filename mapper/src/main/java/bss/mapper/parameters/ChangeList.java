package bss.mapper.parameters;

import bss.spec.translate.ParameterChange.Feature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects changes by population, parameter, feature and reason, in the order of first mention.
final class ChangeList {

    private record Key(String population, String parameter, Feature feature, String reason) {}

    private static final class Range {
        private int lastCell = -1;
        private int cells;
        private double requestedMin = Double.POSITIVE_INFINITY;
        private double requestedMax = Double.NEGATIVE_INFINITY;
        private double realisedMin = Double.POSITIVE_INFINITY;
        private double realisedMax = Double.NEGATIVE_INFINITY;
    }

    private final Map<Key, Range> ranges = new LinkedHashMap<>();

    /// Adds a value; the values of one cell must follow each other to count it once.
    void add(
            Feature feature,
            String population,
            String parameter,
            int cell,
            double requested,
            double realised,
            String reason) {
        Range range = ranges.computeIfAbsent(new Key(population, parameter, feature, reason), k -> new Range());
        if (range.lastCell != cell) {
            range.lastCell = cell;
            range.cells++;
        }
        range.requestedMin = Math.min(range.requestedMin, requested);
        range.requestedMax = Math.max(range.requestedMax, requested);
        range.realisedMin = Math.min(range.realisedMin, realised);
        range.realisedMax = Math.max(range.realisedMax, realised);
    }

    List<Change> list() {
        List<Change> changes = new ArrayList<>();
        ranges.forEach((key, r) -> changes.add(new Change(
                key.feature(),
                key.population(),
                key.parameter(),
                r.cells,
                r.requestedMin,
                r.requestedMax,
                r.realisedMin,
                r.realisedMax,
                key.reason())));
        return changes;
    }
}
