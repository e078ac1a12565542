package bss.mapper.network;

import bss.spec.coord.HicannOnWafer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Where a population should go; what is empty leaves the choice to the mapper. Chips have to meet all that is
/// given.
///
/// @param neuronSize denmems per neuron, even, 2 to 64
/// @param hicanns chips to use, 0 to 383
/// @param neuronBlocks neuron blocks of those chips to use, 0 to 7
/// @param region rectangle of chips to use
public record PlacementRequest(
        OptionalInt neuronSize, List<Integer> hicanns, List<Integer> neuronBlocks, Optional<Region> region) {

    public static final PlacementRequest NONE = new PlacementRequest(OptionalInt.empty(), List.of(), List.of());

    public PlacementRequest {
        hicanns = List.copyOf(hicanns);
        neuronBlocks = List.copyOf(neuronBlocks);
    }

    /// A request without region.
    public PlacementRequest(OptionalInt neuronSize, List<Integer> hicanns, List<Integer> neuronBlocks) {
        this(neuronSize, hicanns, neuronBlocks, Optional.empty());
    }

    /// Whether the request says which chips to use.
    public boolean restricted() {
        return !hicanns.isEmpty() || region.isPresent();
    }

    /// The chips that the request allows, ascending; all of the wafer if it does not say.
    public int[] allowedHicanns() {
        return IntStream.range(0, HicannOnWafer.COUNT)
                .filter(h -> hicanns.isEmpty() || hicanns.contains(h))
                .filter(h -> region.isEmpty() || region.get().contains(h))
                .toArray();
    }

    /// The allowed chips in words, for messages.
    public String where() {
        if (hicanns.isEmpty()) {
            return region.map(Region::words).orElse("the wafer");
        }
        return "HICANNs %s%s"
                .formatted(hicanns, region.map(r -> " in " + r.words()).orElse(""));
    }
}
