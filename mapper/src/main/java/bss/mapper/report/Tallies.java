package bss.mapper.report;

import bss.mapper.problem.MappingProblem;
import bss.mapper.rows.RowAssignment;
import bss.spec.mapping.LossCause;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts synapses by fate.
final class Tallies {

    private Tallies() {}

    static List<MappingReport.ProjectionTally> byProjection(MappingProblem problem, RowAssignment rows) {
        List<MappingReport.ProjectionTally> tallies = new ArrayList<>();
        for (int p = 0; p < problem.projections(); p++) {
            tallies.add(new MappingReport.ProjectionTally(
                    problem.network().projections().get(p).label(),
                    tally(rows, problem.firstSynapse(p), problem.firstSynapse(p + 1))));
        }
        return tallies;
    }

    static MappingReport.Tally tally(RowAssignment rows, int from, int to) {
        long[] lost = new long[rows.losses().size()];
        long realised = 0;
        for (int s = from; s < to; s++) {
            if (rows.realised(s)) {
                realised++;
            } else {
                lost[-1 - rows.site(s)]++;
            }
        }
        SortedMap<LossCause, Long> byCause = new TreeMap<>();
        for (LossCause cause : LossCause.values()) {
            byCause.put(cause, 0L);
        }
        for (int k = 0; k < lost.length; k++) {
            byCause.merge(rows.losses().get(k).cause(), lost[k], Long::sum);
        }
        return new MappingReport.Tally(to - from, realised, byCause);
    }
}
