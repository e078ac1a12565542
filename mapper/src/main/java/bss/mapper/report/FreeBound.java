package bss.mapper.report;

import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.spec.coord.HicannOnWafer;
import bss.spec.defects.DefectClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// Synapses that every mapper loses on this wafer.
///
/// Two bounds, of which the larger counts. Denmems: a neuron realises at most 224 synapses for each of its
/// denmems, has at most 64 of them (or the size that is asked for), and all neurons together have those of the
/// wafer; whatever sizes are chosen, no more is realised than by giving pairs of denmems to whom they help most.
/// Egress: a chip sends at most 8 buses of 59 addresses, and a source without an address reaches nobody.
final class FreeBound {

    private static final int CIRCUITS = 224;
    private static final int LARGEST = 64;
    private static final int ADDRESSES_OF_CHIP = 8 * 59;

    private FreeBound() {}

    static long of(MappingProblem problem, WaferResources wafer, OptionalInt neuronSize) {
        int[] inDegree = new int[problem.cells()];
        int[] size = new int[problem.cells()];
        int[] outDegree = new int[problem.cells()];
        for (int cell = 0; cell < problem.cells(); cell++) {
            inDegree[cell] = problem.inDegree(cell);
            outDegree[cell] = problem.outDegree(cell);
            size[cell] = neuronSize.orElse(problem.population(problem.populationOf(cell))
                    .placement()
                    .neuronSize()
                    .orElse(0));
        }
        long denmems = Capacity.denmems(wafer);
        int chips = 0;
        for (int h = 0; h < HicannOnWafer.COUNT; h++) {
            chips += wafer.spikes(h) ? 1 : 0;
        }
        return Math.max(
                problem.synapses() - realisable(inDegree, size, denmems), unsent(outDegree, ADDRESSES_OF_CHIP * chips));
    }

    /// The most synapses that neurons can realise with so many denmems in all.
    ///
    /// @param size by neuron: denmems that it must have, 0 if any even number up to 64 will do
    static long realisable(int[] inDegree, int[] size, long denmems) {
        // pieces (gain, denmems): pairs of denmems where the size is free, else the whole neuron; the best first
        record Piece(long gain, int denmems) {}
        List<Piece> pieces = new ArrayList<>();
        for (int cell = 0; cell < inDegree.length; cell++) {
            if (size[cell] > 0) {
                pieces.add(new Piece(Math.min(inDegree[cell], CIRCUITS * size[cell]), size[cell]));
                continue;
            }
            int left = Math.min(inDegree[cell], CIRCUITS * LARGEST);
            while (left > 0) {
                pieces.add(new Piece(Math.min(left, 2 * CIRCUITS), 2));
                left -= 2 * CIRCUITS;
            }
        }
        pieces.sort((a, b) -> Long.compare(b.gain() * a.denmems(), a.gain() * b.denmems()));
        long left = denmems;
        long realised = 0;
        for (Piece piece : pieces) {
            if (piece.denmems() >= left) {
                // the part of a neuron that still fits: more than any mapper can have of it, so the bound stays valid
                return realised + piece.gain() * left / piece.denmems();
            }
            realised += piece.gain();
            left -= piece.denmems();
        }
        return realised;
    }

    /// Synapses of the sources that find no address, if those with the fewest go without.
    static long unsent(int[] outDegree, int addresses) {
        int[] sending = Arrays.stream(outDegree).filter(d -> d > 0).sorted().toArray();
        long lost = 0;
        for (int i = 0; i < sending.length - addresses; i++) {
            lost += sending[i];
        }
        return lost;
    }

    /// What a wafer has of each class, defects and chips that are not to be used left out.
    static final class Capacity {

        private Capacity() {}

        static long denmems(WaferResources wafer) {
            long n = 0;
            for (int h = 0; h < HicannOnWafer.COUNT; h++) {
                if (wafer.spikes(h)) {
                    n += count(wafer, h, DefectClass.DENMEM);
                }
            }
            return n;
        }

        /// Components of a class on all chips that are present.
        static long all(WaferResources wafer, DefectClass kind) {
            long n = 0;
            for (int h = 0; h < HicannOnWafer.COUNT; h++) {
                if (wafer.present(h)) {
                    n += count(wafer, h, kind);
                }
            }
            return n;
        }

        private static int count(WaferResources wafer, int hicann, DefectClass kind) {
            int n = 0;
            for (int i = 0; i < kind.perChip(); i++) {
                n += wafer.defects().usable(kind, hicann, i) ? 1 : 0;
            }
            return n;
        }
    }
}
