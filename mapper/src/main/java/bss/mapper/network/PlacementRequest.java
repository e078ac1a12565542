package bss.mapper.network;

import java.util.List;
import java.util.OptionalInt;

/// Where a population should go; empty lists and an empty size leave the choice to the mapper.
///
/// @param neuronSize denmems per neuron, even, 2 to 64
/// @param hicanns chips to use, 0 to 383
/// @param neuronBlocks neuron blocks of those chips to use, 0 to 7
public record PlacementRequest(OptionalInt neuronSize, List<Integer> hicanns, List<Integer> neuronBlocks) {

    public static final PlacementRequest NONE = new PlacementRequest(OptionalInt.empty(), List.of(), List.of());

    public PlacementRequest {
        hicanns = List.copyOf(hicanns);
        neuronBlocks = List.copyOf(neuronBlocks);
    }
}
