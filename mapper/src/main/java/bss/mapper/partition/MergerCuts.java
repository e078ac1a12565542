package bss.mapper.partition;

import bss.mapper.merge.MergerTree;
import bss.spec.topology.MergerTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Divides the neuron blocks of a chip among DNC mergers.
///
/// Adjacent blocks share a DNC merger, and each DNC merger needs the way of its own block for the background
/// generator that locks the bus. All 128 ways to cut the row of eight blocks are tried; of those that the merger
/// tree can be set to, with at most 59 neurons and the allowed rate on each bus, the one is taken that keeps
/// kinds of sources apart, then comes nearest to the wanted number of buses, then has the smallest largest bus.
public final class MergerCuts {

    private static final int BLOCKS = MergerTopology.NEURON_BLOCKS;

    /// DNC mergers that see most blocks first.
    private static final int[] PREFERENCE = {3, 5, 1, 6, 0, 2, 4, 7};

    private MergerCuts() {}

    /// Blocks `first` to `last` share a DNC merger.
    public record Group(int first, int last, int dncMerger) {}

    /// What the buses of a chip must keep to.
    ///
    /// @param wanted how many buses there should be
    /// @param mostNeurons of a bus
    /// @param mostHz of a bus, biological
    public record Limits(int wanted, int mostNeurons, double mostHz) {}

    /// Divides the blocks of a chip; empty if no setting of the mergers is good for all of them.
    ///
    /// @param counts neurons by block
    /// @param kinds by block, see [NeuronKinds]
    /// @param hz expected rate by block
    /// @param tree of a chip with its defects; groups are not entered
    public static Optional<List<Group>> choose(int[] counts, int[] kinds, double[] hz, MergerTree tree, Limits limits) {
        List<Group> best = null;
        long bestScore = Long.MAX_VALUE;
        for (int cuts = 0; cuts < 1 << (BLOCKS - 1); cuts++) {
            Optional<List<Group>> groups = groups(cuts, counts, tree);
            if (groups.isEmpty()) {
                continue;
            }
            long score = score(groups.get(), counts, kinds, hz, limits);
            if (score >= 0 && score < bestScore) {
                bestScore = score;
                best = groups.get();
            }
        }
        return Optional.ofNullable(best);
    }

    private static long score(List<Group> groups, int[] counts, int[] kinds, double[] hz, Limits limits) {
        int mixed = 0;
        int largest = 0;
        for (Group g : groups) {
            int n = 0;
            int kind = 0;
            double rate = 0;
            boolean one = true;
            for (int b = g.first(); b <= g.last(); b++) {
                n += counts[b];
                rate += hz[b];
                if (counts[b] > 0 && kinds[b] != NeuronKinds.NONE) {
                    one &= kind == NeuronKinds.NONE || kind == kinds[b];
                    kind = kinds[b];
                }
            }
            if (n > limits.mostNeurons() || (rate > limits.mostHz() && g.first() < g.last())) {
                return -1;
            }
            mixed += one ? 0 : 1;
            largest = Math.max(largest, n);
        }
        return (mixed * 100L + Math.abs(groups.size() - limits.wanted())) * 1000L + largest;
    }

    private static Optional<List<Group>> groups(int cuts, int[] counts, MergerTree tree) {
        List<int[]> ranges = new ArrayList<>();
        int first = -1;
        int last = -1;
        for (int b = 0; b < BLOCKS; b++) {
            if (counts[b] > 0) {
                first = first < 0 ? b : first;
                last = b;
            }
            boolean cut = b == BLOCKS - 1 || (cuts >> b & 1) != 0;
            if (cut && first >= 0) {
                ranges.add(new int[] {first, last});
                first = -1;
            }
        }
        List<Group> chosen = new ArrayList<>();
        return assign(ranges, 0, counts, tree.copy(), chosen) ? Optional.of(chosen) : Optional.empty();
    }

    private static boolean assign(List<int[]> ranges, int at, int[] counts, MergerTree tree, List<Group> chosen) {
        if (at == ranges.size()) {
            return true;
        }
        int[] range = ranges.get(at);
        int blocks = 0;
        for (int b = range[0]; b <= range[1]; b++) {
            blocks |= counts[b] > 0 ? 1 << b : 0;
        }
        // first the DNC mergers of the blocks themselves, then others, whose block's generator has a free way
        for (int pass = 0; pass < 2; pass++) {
            for (int d : PREFERENCE) {
                boolean own = d >= range[0] && d <= range[1];
                boolean ascends = chosen.isEmpty() || d > chosen.getLast().dncMerger();
                if (own != (pass == 0) || !ascends || !tree.canSend(d) || !tree.reachesAll(blocks, d)) {
                    continue;
                }
                MergerTree next = tree.copy();
                next.output(d, blocks);
                chosen.add(new Group(range[0], range[1], d));
                if (assign(ranges, at + 1, counts, next, chosen)) {
                    return true;
                }
                chosen.removeLast();
            }
        }
        return false;
    }
}
