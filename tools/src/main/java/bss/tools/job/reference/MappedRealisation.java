package bss.tools.job.reference;

import bss.spec.mapping.Mapping;
import bss.spec.mapping.RealisedCells;
import bss.spec.mapping.SynapseSites;
import bss.tools.job.wafer.JobMapping;
import bss.tools.job.wafer.SplitProjection;
import bss.tools.reference.Plasticity;
import bss.tools.reference.Projection;
import bss.tools.run.RealisedPlasticity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a mapping makes of a network: cells that found a place with their translated parameters, synapses
/// that were realised with theirs.
final class MappedRealisation implements Realisation {

    private final JobMapping of;
    private final Mapping mapping;

    MappedRealisation(JobMapping of) {
        this.of = of;
        mapping = of.mapping();
    }

    @Override
    public boolean placed(int population, int cell) {
        return mapping.cells().get(population).placed(cell);
    }

    @Override
    public double[] parameter(int population, String name, double[] written) {
        String label = of.network().populations().get(population).label();
        RealisedCells cells = mapping.realised().stream()
                .filter(r -> r.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("mapping has no realised parameters of '%s'".formatted(label)));
        double[] values = cells.values(name);
        double[] realised = written.clone();
        for (int cell = 0; cell < realised.length; cell++) {
            realised[cell] = Double.isNaN(values[cell]) ? written[cell] : values[cell];
        }
        return realised;
    }

    @Override
    public boolean whole() {
        return false;
    }

    @Override
    public List<Part> parts(int projection, Projection written) {
        SplitProjection split = of.projections().get(projection);
        RealisedPlasticity plasticity = new RealisedPlasticity(mapping);
        // synapses of a projection that lie in different quadrants may differ
        Map<Plasticity, Columns> parts = new LinkedHashMap<>();
        for (int part = 0; part < split.parts(); part++) {
            int index = split.first() + part;
            SynapseSites sites = mapping.synapses().get(index);
            var asked = of.network().projections().get(index).synapse().plasticity();
            for (int s = 0; s < split.size(part); s++) {
                if (sites.realised(s)) {
                    int connection = split.connection(part, s);
                    Plasticity realised = plasticity.of(asked, sites.hicann(s), sites.row(s));
                    // a mapping says whether weights change, the job how
                    Plasticity rule =
                            realised instanceof Plasticity.SpikePairStdp ? written.plasticity(connection) : realised;
                    parts.computeIfAbsent(rule, _ -> new Columns()).add(connection, sites.weight(s), sites.delayMs(s));
                }
            }
        }
        return parts.entrySet().stream()
                .map(e -> e.getValue().part(written, e.getKey()))
                .toList();
    }

    /// The synapses with one rule.
    private static final class Columns {
        private final List<Integer> connections = new ArrayList<>();
        private final List<Double> weights = new ArrayList<>();
        private final List<Double> delays = new ArrayList<>();

        void add(int connection, double weight, double delayMs) {
            connections.add(connection);
            weights.add(weight);
            delays.add(delayMs);
        }

        Part part(Projection written, Plasticity rule) {
            Projection synapses = new Projection(
                    written.origin(),
                    written.receptor(),
                    rule,
                    connections.stream().mapToInt(written::pre).toArray(),
                    connections.stream().mapToInt(written::post).toArray(),
                    weights.stream().mapToDouble(Double::doubleValue).toArray(),
                    delays.stream().mapToDouble(Double::doubleValue).toArray());
            return new Part(synapses, connections);
        }
    }
}
