package bss.mapper;

import bss.spec.mapping.Mapping;
import java.util.Set;

/// Cells that stay where an older mapping has them: neurons keep chip, columns and size, external sources chip
/// and DNC merger.
///
/// @param mapping the older one, of any network
/// @param populations labels of those that stay; empty: all that both networks have with the same size
public record Freeze(Mapping mapping, Set<String> populations) {

    public Freeze {
        populations = Set.copyOf(populations);
    }
}
