package bss.emulator.model;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.QuadConfig;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which denmems are one membrane.
public final class SlowCircuits {

    /// Joined denmems.
    ///
    /// @param members ascending
    /// @param lead the smallest whose comparator is on, or -1
    public record Circuit(List<Integer> members, int lead) {}

    private SlowCircuits() {}

    /// All circuits of a chip, by their smallest denmem.
    public static List<Circuit> of(HicannConfiguration chip) {
        List<Circuit> circuits = new ArrayList<>();
        TreeSet<Integer> seen = new TreeSet<>();
        for (int denmem = 0; denmem < NeuronTopology.DENMEMS; denmem++) {
            if (!seen.contains(denmem)) {
                TreeSet<Integer> members = new TreeSet<>();
                join(chip, denmem, members);
                seen.addAll(members);
                int lead = members.stream()
                        .filter(m -> chip.denmem(m).activateFiring())
                        .findFirst()
                        .orElse(-1);
                circuits.add(new Circuit(List.copyOf(members), lead));
            }
        }
        return circuits;
    }

    private static void join(HicannConfiguration chip, int denmem, Set<Integer> members) {
        if (!members.add(denmem)) {
            return;
        }
        int x = NeuronTopology.x(denmem);
        int y = NeuronTopology.y(denmem);
        QuadConfig quad = chip.quad(x / 2);
        if (x % 2 == 0 ? quad.verticalLeft() : quad.verticalRight()) {
            join(chip, NeuronTopology.denmem(x, 1 - y), members);
        }
        if (y == 0 ? quad.horizontalTop() : quad.horizontalBottom()) {
            join(chip, NeuronTopology.denmem(x ^ 1, y), members);
        }
        // the denmem of the neighbouring quad next to this one: x - 1 of an even column, x + 1 of an odd one
        int beside = x % 2 == 0 ? x - 1 : x + 1;
        if (beside >= 0 && beside < NeuronTopology.COLUMNS) {
            int other = NeuronTopology.denmem(beside, y);
            if (chip.denmem(denmem).enableFireInput() || chip.denmem(other).enableFireInput()) {
                join(chip, other, members);
            }
        }
    }
}
