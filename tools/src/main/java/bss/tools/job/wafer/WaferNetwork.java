package bss.tools.job.wafer;

import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.tools.job.JobException;
import bss.tools.job.v1.JobNetwork;
import java.util.ArrayList;
import java.util.List;

/// The network of a job as mapper and wafer know it.
///
/// @param network populations in the order of the job; what is recorded of them is not its matter
/// @param projections by projection of the job, where it is in the network
public record WaferNetwork(Network network, List<SplitProjection> projections) {

    public WaferNetwork {
        projections = List.copyOf(projections);
    }

    /// Translates columns.
    ///
    /// @throws JobException if something makes no sense, or the wafer has no such cells
    public static WaferNetwork of(JobNetwork job) throws JobException {
        List<Population> populations = new ArrayList<>();
        for (int p = 0; p < job.getPopulationsCount(); p++) {
            populations.add(PopulationColumns.read(p, job.getPopulations(p)));
        }
        List<Projection> projections = new ArrayList<>();
        List<SplitProjection> splits = new ArrayList<>();
        for (int p = 0; p < job.getProjectionsCount(); p++) {
            splits.add(ProjectionColumns.read(p, job, projections));
        }
        try {
            Network network = new Network(
                    job.getName().isEmpty() ? "job" : job.getName(),
                    job.getSeed(),
                    populations,
                    projections,
                    Currents.read(job, 0));
            return new WaferNetwork(network, splits);
        } catch (IllegalArgumentException e) {
            throw JobException.invalid("network '%s': %s", job.getName(), String.valueOf(e.getMessage()));
        }
    }

    /// The same with the currents of `job` as they flow from a time on, which becomes time 0.
    WaferNetwork withCurrents(JobNetwork job, double fromMs) throws JobException {
        return new WaferNetwork(
                new Network(
                        network.name(),
                        network.seed(),
                        network.populations(),
                        network.projections(),
                        Currents.read(job, fromMs)),
                projections);
    }
}
