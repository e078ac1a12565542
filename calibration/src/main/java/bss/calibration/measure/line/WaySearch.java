package bss.calibration.measure.line;

import bss.spec.defects.Defects;
import bss.spec.topology.L1Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// Finds ways that need a part: from a sender, or from a tree that is in use, to the part, and on to a
/// synapse driver.
final class WaySearch {

    private final Evidence evidence;
    private final LineSearch lines;

    /// @param chips where ways may run
    /// @param known drivers that are not used
    WaySearch(SortedSet<Integer> chips, Evidence evidence, Defects known) {
        this.evidence = evidence;
        lines = new LineSearch(chips, evidence, known);
    }

    /// Whether there may be a way at all: the part is a line, sends, or joins two chips that may be used.
    boolean isTestable(int part) {
        return Parts.isLine(part) || Parts.isSender(part) || lines.isUsable(Parts.far(part));
    }

    /// A way that needs the target and fits beside what is laid out already.
    Optional<Way> find(int target, Layout layout) {
        List<Way> before = evidence.failed(target);
        lines.begin(target, layout, before);
        Optional<Way> found =
                Parts.isLine(target) ? along(target, layout) : across(target, layout, before.size() % 2 == 0);
        lines.end(before);
        return found;
    }

    private Optional<Way> along(int line, Layout layout) {
        return isOpen(line, layout) ? lines.from(line).flatMap(lines::onwards) : Optional.empty();
    }

    /// Whether a way can end where it comes through a line: to look further once a chip is full takes long.
    private static boolean isOpen(int line, Layout layout) {
        return layout.isFree(line) && layout.hasRoom(L1Topology.hicannOfLine(line));
    }

    /// @param towardsOwn it is to drive the line on its own chip, if that is possible, else the one beyond
    private Optional<Way> across(int repeater, Layout layout, boolean towardsOwn) {
        if (layout.isUsed(repeater)) {
            return Optional.empty();
        }
        Optional<Way> first = into(repeater, layout, towardsOwn);
        return first.isPresent() ? first : into(repeater, layout, !towardsOwn);
    }

    private Optional<Way> into(int repeater, Layout layout, boolean own) {
        int to = own ? Parts.line(repeater) : Parts.far(repeater);
        int from = own ? Parts.far(repeater) : Parts.line(repeater);
        if (!lines.isUsable(to) || !isOpen(to, layout) || evidence.isDead(to)) {
            return Optional.empty();
        }
        if (Parts.isSender(repeater)) {
            return lines.onwards(List.of(repeater, to));
        }
        if (!lines.isUsable(from) || evidence.isDead(from)) {
            return Optional.empty();
        }
        lines.bar(to);
        return lines.from(from).flatMap(parts -> {
            List<Integer> way = new ArrayList<>(parts);
            way.add(repeater);
            way.add(to);
            return lines.onwards(way);
        });
    }
}
