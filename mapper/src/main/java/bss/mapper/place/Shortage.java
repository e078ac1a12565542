package bss.mapper.place;

import bss.mapper.network.PlacementRequest;
import bss.mapper.problem.WaferResources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The words for what a request by hand lacks: what is there of the denmems that it asks for, and of the chips.
final class Shortage {

    private static final int LISTED = 8;

    private Shortage() {}

    /// "512 are there (0 defect, 0 taken by other populations)", of these blocks as they are now.
    static String denmems(Collection<BlockSpace> blocks) {
        int there = 0;
        int defect = 0;
        int taken = 0;
        int closed = 0;
        for (BlockSpace block : blocks) {
            there += block.closed() ? 0 : block.free();
            closed += block.closed() ? block.free() : 0;
            defect += block.defect();
            taken += block.taken();
        }
        return "%d %s there (%d defect, %d taken by other populations%s)"
                .formatted(
                        there,
                        there == 1 ? "is" : "are",
                        defect,
                        taken,
                        closed == 0 ? "" : ", %d behind mergers of frozen sources".formatted(closed));
    }

    /// "4", or "4 to 8" if the neurons differ.
    static String sizes(int[] sizes) {
        int least = IntStream.of(sizes).min().orElse(0);
        int most = IntStream.of(sizes).max().orElse(0);
        return least == most ? Integer.toString(least) : "%d to %d".formatted(least, most);
    }

    /// "; HICANN 5 is defect": the chips that the request allows but nobody can use; empty if there are none.
    static String unusable(PlacementRequest request, WaferResources wafer) {
        if (!request.restricted()) {
            return "";
        }
        Map<String, List<Integer>> byReason = new TreeMap<>();
        for (int h : request.allowedHicanns()) {
            wafer.obstacle(h)
                    .ifPresent(o ->
                            byReason.computeIfAbsent(o, _ -> new ArrayList<>()).add(h));
        }
        StringBuilder words = new StringBuilder();
        byReason.forEach((reason, chips) -> words.append(
                chips.size() == 1
                        ? "; HICANN %d is %s".formatted(chips.getFirst(), reason)
                        : chips.size() <= LISTED
                                ? "; HICANNs %s are %s".formatted(chips, reason)
                                : "; %d of the HICANNs are %s".formatted(chips.size(), reason)));
        return words.toString();
    }
}
