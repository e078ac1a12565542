package bss.mapper.picture;

import bss.mapper.extract.Extraction;
import bss.mapper.extract.L1Nets;
import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.coord.HicannOnWafer;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds the buses of a configuration: all lines that carry the same sender's events.
final class BusTracer {

    private static final Comparator<Run> ORDER = Comparator.comparing(Run::horizontal)
            .reversed()
            .thenComparingInt(Run::across)
            .thenComparingInt(Run::track)
            .thenComparingInt(Run::from);

    private final Mapping mapping;
    private final Extraction extraction;
    private final SortedMap<Integer, List<Run>> segments = new TreeMap<>();
    private final SortedMap<Integer, List<Bus.Junction>> junctions = new TreeMap<>();

    private BusTracer(Mapping mapping, Extraction extraction) {
        this.mapping = mapping;
        this.extraction = extraction;
    }

    /// All buses, by chip and DNC merger.
    static List<Bus> trace(Mapping mapping, Extraction extraction) {
        BusTracer tracer = new BusTracer(mapping, extraction);
        tracer.collectSegments();
        tracer.collectJunctions();
        SortedMap<Integer, int[]> cells = tracer.cells();
        List<Bus> buses = new ArrayList<>();
        tracer.segments.forEach((sender, runs) -> buses.add(new Bus(
                sender / MergerTopology.DNC_MERGERS,
                sender % MergerTopology.DNC_MERGERS,
                counts(cells.getOrDefault(sender, new int[0])),
                join(runs),
                tracer.junctions.getOrDefault(sender, List.of()),
                tracer.landings(sender))));
        return buses;
    }

    private void collectSegments() {
        for (int line = 0; line < L1Topology.LINES_ON_WAFER; line++) {
            int sender = extraction.nets().carriedBy(line);
            if (sender != L1Nets.SILENT) {
                segments.computeIfAbsent(sender, _ -> new ArrayList<>()).add(Run.of(line));
            }
        }
    }

    private void collectJunctions() {
        for (int hicann : mapping.configuration().usedHicanns()) {
            HicannConfiguration chip = mapping.configuration().hicann(hicann).orElseThrow();
            int x = WaferTopology.x(hicann);
            int y = WaferTopology.y(hicann);
            for (int s = 0; s < Component.CROSSBAR_SWITCH.count(); s++) {
                int hline = L1Topology.crossbarHLine(s);
                int sender = extraction.nets().carriedBy(L1Topology.hline(hicann, hline));
                if (chip.crossbarSwitch(s) && sender != L1Nets.SILENT) {
                    int vline = L1Topology.crossbarVLine(s);
                    junctions
                            .computeIfAbsent(sender, _ -> new ArrayList<>())
                            .add(new Bus.Junction(x, y, Run.hTrack(hline, x), Run.vTrack(vline, y)));
                }
            }
        }
    }

    /// Cells by sender and population.
    private SortedMap<Integer, int[]> cells() {
        SortedMap<Integer, int[]> cells = new TreeMap<>();
        for (int p = 0; p < mapping.cells().size(); p++) {
            CellSites sites = mapping.cells().get(p);
            for (int cell = 0; cell < sites.count(); cell++) {
                if (sites.sends(cell)) {
                    int sender = Extraction.sender(sites.hicann(cell), sites.dncMerger(cell));
                    cells.computeIfAbsent(sender, _ -> new int[mapping.cells().size()])[p]++;
                }
            }
        }
        return cells;
    }

    private static List<Bus.PopulationCount> counts(int[] byPopulation) {
        List<Bus.PopulationCount> counts = new ArrayList<>();
        for (int p = 0; p < byPopulation.length; p++) {
            if (byPopulation[p] > 0) {
                counts.add(new Bus.PopulationCount(p, byPopulation[p]));
            }
        }
        return counts;
    }

    private static List<Run> join(List<Run> segments) {
        List<Run> joined = new ArrayList<>();
        for (Run next : segments.stream().sorted(ORDER).toList()) {
            if (!joined.isEmpty() && joined.getLast().continuesIn(next)) {
                joined.set(joined.size() - 1, joined.getLast().joined(next));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    private List<ChipCount> landings(int sender) {
        int[] drivers = new int[HicannOnWafer.COUNT];
        extraction.drivers(sender).forEach(driver -> drivers[driver >> 8]++);
        return ChipCount.of(drivers);
    }
}
