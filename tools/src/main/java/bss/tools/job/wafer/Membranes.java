package bss.tools.job.wafer;

import bss.mapper.network.Variable;
import bss.spec.backend.BackendException;
import bss.spec.coord.AdcGroupOnWafer;
import bss.spec.mapping.CellSites;
import bss.spec.topology.WaferTopology;
import bss.tools.job.JobException;
import bss.tools.run.MembraneChannels;
import java.util.ArrayList;
import java.util.List;

/// The recorded membranes of a job on the ADC channels of a wafer.
final class Membranes {

    private static final int MOST_NAMES = 12;

    private Membranes() {}

    /// @throws JobException if there are more than the wafer has channels, all of them or those of one ADC group
    static MembraneChannels of(JobMapping mapping, List<Recorded> recordings) throws JobException {
        int[][] cells = new int[mapping.mapping().cells().size()][0];
        List<List<String>> groups = new ArrayList<>();
        for (int g = 0; g < AdcGroupOnWafer.COUNT; g++) {
            groups.add(new ArrayList<>());
        }
        int all = 0;
        for (Recorded recorded : recordings) {
            if (recorded.variable() == Variable.V) {
                CellSites sites = mapping.mapping().cells().get(recorded.population());
                cells[recorded.population()] =
                        recorded.cells().stream().mapToInt(c -> c).toArray();
                for (int cell : recorded.cells()) {
                    if (sites.placed(cell)) {
                        all++;
                        groups.get(WaferTopology.adcGroup(WaferTopology.dnc(sites.hicann(cell))))
                                .add("%s[%d] (HICANN %d)".formatted(sites.label(), cell, sites.hicann(cell)));
                    }
                }
            }
        }
        List<String> conflicts = new ArrayList<>();
        for (int g = 0; g < AdcGroupOnWafer.COUNT; g++) {
            if (groups.get(g).size() > 2) {
                conflicts.add("ADC group %d has %s".formatted(g, names(groups.get(g))));
            }
        }
        if (!conflicts.isEmpty()) {
            throw JobException.invalid(
                    "v of %d cells is recorded on silicon 'typical', whose wafer has %d ADC channels, two for each of %d"
                            + " groups of chips; %s. Record v of at most two of each, place the populations on chips of"
                            + " other groups, or take silicon 'ideal', where any cell can be recorded",
                    all, MembraneChannels.CHANNELS, AdcGroupOnWafer.COUNT, String.join("; ", conflicts));
        }
        try {
            return MembraneChannels.of(mapping.mapping(), cells);
        } catch (BackendException e) {
            throw JobException.invalid("%s", String.valueOf(e.getMessage()));
        }
    }

    private static String names(List<String> cells) {
        String shown = String.join(", ", cells.subList(0, Math.min(MOST_NAMES, cells.size())));
        return cells.size() > MOST_NAMES ? shown + " and %d more".formatted(cells.size() - MOST_NAMES) : shown;
    }
}
