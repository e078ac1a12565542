package bss.mapper.parameters;

import bss.spec.translate.ParameterChange.Feature;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// What became of one property of the synapses of one projection: weights clipped at either end or rounded, delays.
final class SynapseChanges {

    private final List<Part> parts = new ArrayList<>();

    private static final class Part {
        private final Feature feature;
        private final String reason;
        private final BitSet targets = new BitSet();
        private double requestedMin = Double.POSITIVE_INFINITY;
        private double requestedMax = Double.NEGATIVE_INFINITY;
        private double realisedMin = Double.POSITIVE_INFINITY;
        private double realisedMax = Double.NEGATIVE_INFINITY;

        Part(Feature feature, String reason) {
            this.feature = feature;
            this.reason = reason;
        }
    }

    /// Announces a kind of change; the result names it in [#add].
    int kind(Feature feature, String reason) {
        parts.add(new Part(feature, reason));
        return parts.size() - 1;
    }

    void add(int kind, int target, double requested, double realised) {
        Part part = parts.get(kind);
        part.targets.set(target);
        part.requestedMin = Math.min(part.requestedMin, requested);
        part.requestedMax = Math.max(part.requestedMax, requested);
        part.realisedMin = Math.min(part.realisedMin, realised);
        part.realisedMax = Math.max(part.realisedMax, realised);
    }

    void into(List<Change> changes, String population, String parameter) {
        for (Part part : parts) {
            if (!part.targets.isEmpty()) {
                changes.add(new Change(
                        part.feature,
                        population,
                        parameter,
                        part.targets.cardinality(),
                        part.requestedMin,
                        part.requestedMax,
                        part.realisedMin,
                        part.realisedMax,
                        part.reason));
            }
        }
    }
}
