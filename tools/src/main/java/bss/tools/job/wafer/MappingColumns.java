package bss.tools.job.wafer;

import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.RealisedCells;
import bss.spec.mapping.SynapseSites;
import bss.tools.job.JobException;
import bss.tools.job.TableWriter;
import io.grpc.Status;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// What a mapping realised, as columns.
final class MappingColumns {

    private MappingColumns() {}

    static void requirePopulation(JobMapping of, int population) throws JobException {
        int n = of.network().populations().size();
        if (population < 0 || population >= n) {
            throw new JobException(
                    Status.Code.NOT_FOUND, "population is %d, must be 0 to %d".formatted(population, n - 1));
        }
    }

    static void requireProjection(JobMapping of, int projection) throws JobException {
        int n = of.projections().size();
        if (projection < 0 || projection >= n) {
            throw new JobException(
                    Status.Code.NOT_FOUND,
                    n == 0
                            ? "projection is %d, the network has none".formatted(projection)
                            : "projection is %d, must be 0 to %d".formatted(projection, n - 1));
        }
    }

    static void placement(JobMapping of, int population, TableWriter to) throws JobException {
        requirePopulation(of, population);
        CellSites sites = of.mapping().cells().get(population);
        column("hicann", sites, sites::hicann, to);
        column("denmem", sites, sites::denmem, to);
        column("size", sites, sites::size, to);
        column("dnc_merger", sites, sites::dncMerger, to);
        column("address", sites, sites::address, to);
    }

    private static void column(String name, CellSites sites, IntUnaryOperator of, TableWriter to) {
        to.i32(name, IntStream.range(0, sites.count()).map(of).toArray());
    }

    static void parameters(JobMapping of, int population, TableWriter to) throws JobException {
        requirePopulation(of, population);
        if (of.network().populations().get(population).cell().isSource()) {
            ResolvedNetwork resolved = new ResolvedNetwork(of.network());
            for (String name : of.network()
                    .populations()
                    .get(population)
                    .cell()
                    .parameters()
                    .names()) {
                to.f64(name, resolved.parameter(population, name));
            }
            return;
        }
        String label = of.network().populations().get(population).label();
        RealisedCells realised = of.mapping().realised().stream()
                .filter(r -> r.label().equals(label))
                .findFirst()
                .orElseThrow();
        for (String name : realised.names()) {
            to.f64(name, realised.values(name));
        }
    }

    static void synapses(JobMapping of, int projection, TableWriter to) throws JobException {
        requireProjection(of, projection);
        SplitProjection split = of.projections().get(projection);
        double[] weight = new double[split.size()];
        double[] realised = new double[split.size()];
        double[] delay = new double[split.size()];
        for (int part = 0; part < split.parts(); part++) {
            Connections connections = Expansion.expand(of.network(), split.first() + part);
            SynapseSites sites = of.mapping().synapses().get(split.first() + part);
            for (int s = 0; s < split.size(part); s++) {
                int at = split.connection(part, s);
                weight[at] = connections.weight(s);
                realised[at] = sites.weight(s);
                delay[at] = sites.delayMs(s);
            }
        }
        to.f64("weight", weight);
        to.f64("realised_weight", realised);
        to.f64("realised_delay", delay);
    }
}
