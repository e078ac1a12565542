package bss.mapper.partition;

import bss.mapper.merge.BusAssignment;
import bss.mapper.problem.MappingProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// Divides external sources into buses: sources of one population and kind, as many as addresses and the rate of
/// a link allow. A source without synapses is not played in.
public final class InputChunks {

    private InputChunks() {}

    /// The cells of each input bus.
    ///
    /// @param free cells that are to be divided
    /// @param mostCells of a bus, up to 59
    /// @param mostHz rate that the link of a chip carries, biological
    public static List<List<Integer>> of(
            MappingProblem problem, NeuronKinds kinds, IntPredicate free, int mostCells, double mostHz) {
        List<List<Integer>> chunks = new ArrayList<>();
        for (int p = 0; p < problem.populations(); p++) {
            for (int kind = 1; kind < 4 && problem.population(p).cell().isSource(); kind++) {
                List<Integer> cells = new ArrayList<>();
                for (int cell = problem.firstCell(p); cell < problem.firstCell(p + 1); cell++) {
                    if (kinds.of(cell) == kind && free.test(cell)) {
                        cells.add(cell);
                    }
                }
                divide(problem, cells, Math.min(mostCells, BusAssignment.CAPACITY), mostHz, chunks);
            }
        }
        return chunks;
    }

    private static void divide(
            MappingProblem problem, List<Integer> cells, int mostCells, double mostHz, List<List<Integer>> chunks) {
        // chunks of equal length, as few as the number of cells asks for
        int wanted = Math.max(1, Math.ceilDiv(cells.size(), mostCells));
        int length = Math.max(1, Math.ceilDiv(cells.size(), wanted));
        List<Integer> chunk = new ArrayList<>();
        double rate = 0;
        for (int cell : cells) {
            double hz = problem.rateHz(cell);
            if (!chunk.isEmpty() && (chunk.size() == length || rate + hz >= mostHz)) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                rate = 0;
            }
            chunk.add(cell);
            rate += hz;
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
    }
}
