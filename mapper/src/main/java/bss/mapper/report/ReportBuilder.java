package bss.mapper.report;

import bss.mapper.problem.WaferResources;
import bss.mapper.synapses.SynapseTable;
import bss.mapper.write.StageResults;
import bss.spec.config.WaferConfiguration;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.Map;
import java.util.OptionalInt;

/// Makes the report of a finished mapping.
public final class ReportBuilder {

    private ReportBuilder() {}

    /// The losses that nobody can avoid.
    ///
    /// @param neuronSize denmems that the user asks for every neuron
    /// @param routed what no choice of drivers and rows avoids with the routing
    public static MappingReport.Bounds bounds(
            StageResults stages, SynapseTable table, WaferResources wafer, OptionalInt neuronSize, long routed) {
        long free = FreeBound.of(stages.problem(), wafer, neuronSize);
        long placed = PlacedBound.of(table, stages.placement(), stages.buses(), wafer.defects());
        long withPlacement = Math.max(free, placed);
        return new MappingReport.Bounds(free, withPlacement, Math.max(withPlacement, routed));
    }

    /// The report.
    ///
    /// @param stoppedBy `converged` or `time_limit`
    /// @param seconds wall time by stage, in order
    public static MappingReport build(
            StageResults stages,
            WaferConfiguration configuration,
            WaferResources wafer,
            MappingReport.Bounds bounds,
            String strategy,
            long seed,
            String stoppedBy,
            Map<String, Double> seconds) {
        int requested = 0;
        int placed = 0;
        for (int cell = 0; cell < stages.problem().cells(); cell++) {
            requested += stages.problem().external(cell) ? 0 : 1;
            placed += stages.placement().placed(cell) ? 1 : 0;
        }
        return new MappingReport(
                stages.problem().network().name(),
                strategy,
                seed,
                stoppedBy,
                new MappingReport.Neurons(requested, placed),
                Tallies.tally(stages.rows(), 0, stages.rows().size()),
                bounds,
                Tallies.byProjection(stages.problem(), stages.rows()),
                Resources.count(stages, configuration, wafer),
                stages.parameters().changes(),
                stages.parameters().plan().window(),
                seconds,
                peakMemoryMib(),
                stages.parameters().plan().calibration(),
                stages.parameters().plan().notices());
    }

    private static long peakMemoryMib() {
        long bytes = 0;
        for (var pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                bytes += pool.getPeakUsage().getUsed();
            }
        }
        return bytes >> 20;
    }
}
