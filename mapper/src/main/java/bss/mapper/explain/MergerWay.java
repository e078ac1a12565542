package bss.mapper.explain;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import bss.spec.coord.DncMergerOnHicann;
import bss.spec.coord.GbitLinkOnHicann;
import bss.spec.coord.MergerOnHicann;
import bss.spec.coord.NeuronBlockOnHicann;
import bss.spec.topology.MergerTopology;
import java.util.Optional;

/// The mergers that events pass from a neuron block or Gbit link to a DNC merger, as they are set.
///
/// Source: halco:include/halco/hicann/v2/merger0onhicann.h to merger3onhicann.h, halbe:hal/HICANN/DNCMergerLine.cpp.
final class MergerWay {

    private MergerWay() {}

    /// The way from a neuron block, or empty if a merger on it does not pass its events.
    static Optional<String> ofBlock(HicannConfiguration chip, int block, int dncMerger) {
        return treeWay(chip, block, dncMerger)
                .or(() -> looped(chip, dncMerger)
                        ? loop(treeWay(chip, block, dncMerger ^ 1), dncMerger)
                        : Optional.empty());
    }

    /// The way from a Gbit link, or empty if the link or a merger on it does not pass its events.
    static Optional<String> ofLink(HicannConfiguration chip, int link, int dncMerger) {
        boolean enters = chip.link(link) == LinkDirection.TO_HICANN
                && chip.dncMerger(link).passesLeft();
        if (!enters) {
            return Optional.empty();
        }
        String way = "%s -> %s".formatted(GbitLinkOnHicann.of(link), DncMergerOnHicann.of(link));
        if (link == dncMerger) {
            return Optional.of(way);
        }
        return link == (dncMerger ^ 1) && looped(chip, dncMerger)
                ? loop(Optional.of(way), dncMerger)
                : Optional.empty();
    }

    private static Optional<String> treeWay(HicannConfiguration chip, int block, int dncMerger) {
        int tap = MergerTopology.dncTap(dncMerger);
        if (!MergerTopology.canReach(block, dncMerger)
                || !chip.dncMerger(dncMerger).passesRight()) {
            return Optional.empty();
        }
        StringBuilder way = new StringBuilder(NeuronBlockOnHicann.of(block).toString());
        int merger = block;
        boolean passes = chip.merger(merger).passesRight();
        way.append(" -> ").append(MergerOnHicann.of(merger));
        while (passes && merger != tap) {
            int next = MergerTopology.next(merger);
            passes = MergerTopology.isLeftInputOfNext(merger)
                    ? chip.merger(next).passesLeft()
                    : chip.merger(next).passesRight();
            merger = next;
            way.append(" -> ").append(MergerOnHicann.of(merger));
        }
        return passes
                ? Optional.of(way.append(" -> ")
                        .append(DncMergerOnHicann.of(dncMerger))
                        .toString())
                : Optional.empty();
    }

    /// Whether the output of the partner enters a DNC merger; two looped partners do not.
    private static boolean looped(HicannConfiguration chip, int dncMerger) {
        return chip.dncMerger(dncMerger ^ 1).loopback()
                && !chip.dncMerger(dncMerger).loopback()
                && chip.dncMerger(dncMerger).passesLeft();
    }

    private static Optional<String> loop(Optional<String> toPartner, int dncMerger) {
        return toPartner.map(way -> "%s -> loopback -> %s".formatted(way, DncMergerOnHicann.of(dncMerger)));
    }
}
