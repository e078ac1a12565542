package bss.mapper.stage;

import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import java.util.List;

/// Setting of the merger tree of one chip: tree, DNC mergers, links, background generators that lock the buses.
///
/// @param tree 15 mergers, M0_0 to M3
/// @param dnc 8 DNC mergers
/// @param links 8 Gbit links
/// @param generators for each of the 8 background generators whether it runs (regular, ISI 125, address 0)
public record ChipMergers(
        int hicann,
        List<MergerConfig> tree,
        List<MergerConfig> dnc,
        List<LinkDirection> links,
        List<Boolean> generators) {

    public ChipMergers {
        tree = List.copyOf(tree);
        dnc = List.copyOf(dnc);
        links = List.copyOf(links);
        generators = List.copyOf(generators);
    }
}
