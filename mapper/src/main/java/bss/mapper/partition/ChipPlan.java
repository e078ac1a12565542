package bss.mapper.partition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The neurons of one chip by neuron block, and which blocks share a bus.
///
/// @param blocks cells of each of the 8 blocks, in the order of their columns
/// @param cuts groups of blocks that share a DNC merger, in order
public record ChipPlan(List<List<Integer>> blocks, List<MergerCuts.Group> cuts) {

    public ChipPlan {
        blocks = blocks.stream().map(List::copyOf).toList();
        cuts = List.copyOf(cuts);
    }

    /// All cells, block by block.
    public List<Integer> cells() {
        List<Integer> all = new ArrayList<>();
        blocks.forEach(all::addAll);
        return all;
    }

    /// Cells of each bus.
    public List<List<Integer>> buses() {
        List<List<Integer>> buses = new ArrayList<>();
        for (MergerCuts.Group group : cuts) {
            List<Integer> cells = new ArrayList<>();
            for (int b = group.first(); b <= group.last(); b++) {
                cells.addAll(blocks.get(b));
            }
            buses.add(cells);
        }
        return buses;
    }

    /// Neurons by block.
    static int[] counts(List<List<Integer>> blocks) {
        return blocks.stream().mapToInt(List::size).toArray();
    }

    /// The union of the kinds of the cells of each block.
    static int[] kinds(List<List<Integer>> blocks, NeuronKinds kinds) {
        int[] of = new int[blocks.size()];
        Arrays.setAll(of, b -> blocks.get(b).stream().mapToInt(kinds::of).reduce(0, (x, y) -> x | y));
        return of;
    }
}
