package bss.mapper.report;

import bss.mapper.problem.WaferResources;
import bss.mapper.report.FreeBound.Capacity;
import bss.mapper.stage.Routing;
import bss.mapper.write.StageResults;
import bss.spec.config.WaferConfiguration;
import bss.spec.coord.HicannOnWafer;
import bss.spec.defects.DefectClass;
import bss.spec.topology.L1Topology;
import java.util.List;

/// Counts the components in use and those that could be used.
final class Resources {

    private Resources() {}

    static List<MappingReport.Usage> count(
            StageResults stages, WaferConfiguration configuration, WaferResources wafer) {
        long denmems = 0;
        for (int cell = 0; cell < stages.problem().cells(); cell++) {
            denmems += stages.placement().placed(cell) ? stages.placement().size(cell) : 0;
        }
        long hlines = 0;
        long vlines = 0;
        long crossbar = 0;
        for (Routing.Route route : stages.routing().routes()) {
            for (int line : route.lines()) {
                if (L1Topology.isHLine(L1Topology.lineOnHicann(line))) {
                    hlines++;
                } else {
                    vlines++;
                }
            }
            crossbar += route.crossbar().size();
        }
        long drivers = stages.drivers().chains().stream()
                .mapToLong(c -> c.drivers().size())
                .sum();
        long synapses = 0;
        for (int s = 0; s < stages.rows().size(); s++) {
            synapses += stages.rows().realised(s) ? 1 : 0;
        }
        return List.of(
                new MappingReport.Usage("hicanns", configuration.usedHicanns().length, chips(wafer)),
                new MappingReport.Usage("denmems", denmems, Capacity.denmems(wafer)),
                usage(wafer, DefectClass.HLINE, hlines),
                usage(wafer, DefectClass.VLINE, vlines),
                usage(wafer, DefectClass.CROSSBAR_SWITCH, crossbar),
                usage(
                        wafer,
                        DefectClass.SYNAPSE_SWITCH,
                        stages.drivers().chains().size()),
                new MappingReport.Usage("synapse_drivers", drivers, usableDrivers(wafer)),
                new MappingReport.Usage("synapses", synapses, usableSynapses(wafer)));
    }

    private static MappingReport.Usage usage(WaferResources wafer, DefectClass kind, long used) {
        return new MappingReport.Usage(kind.key(), used, Capacity.all(wafer, kind));
    }

    private static long chips(WaferResources wafer) {
        long n = 0;
        for (int h = 0; h < HicannOnWafer.COUNT; h++) {
            n += wafer.present(h) ? 1 : 0;
        }
        return n;
    }

    private static long usableDrivers(WaferResources wafer) {
        long n = 0;
        for (int h = 0; h < HicannOnWafer.COUNT; h++) {
            for (int d = 0; wafer.present(h) && d < L1Topology.DRIVERS; d++) {
                n += wafer.defects().driverUsable(h, d) ? 1 : 0;
            }
        }
        return n;
    }

    private static long usableSynapses(WaferResources wafer) {
        boolean single = wafer.defects().count(DefectClass.SYNAPSE) > 0;
        long n = 0;
        for (int h = 0; h < HicannOnWafer.COUNT; h++) {
            for (int row = 0; wafer.present(h) && row < 448; row++) {
                if (!wafer.defects().driverUsable(h, row / 2) || wafer.defects().has(DefectClass.SYNAPSE_ROW, h, row)) {
                    continue;
                }
                n += 256;
                for (int c = 0; single && c < 256; c++) {
                    n -= wafer.defects().has(DefectClass.SYNAPSE, h, row * 256 + c) ? 1 : 0;
                }
            }
        }
        return n;
    }
}
