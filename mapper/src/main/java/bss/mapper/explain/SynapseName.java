package bss.mapper.explain;

import bss.mapper.network.Network;
import java.util.regex.Matcher;

/// Two cells as a user names them: `SRC[0]->DST[3]`.
///
/// @param sourcePopulation index in the network
/// @param source index in the source population
/// @param targetPopulation index in the network
/// @param target index in the target population
record SynapseName(int sourcePopulation, int source, int targetPopulation, int target) {

    private static final String ARROW = "->";

    /// @throws IllegalArgumentException names the value and what would be right
    static SynapseName parse(String text, Network network) {
        Matcher source = CellName.FORM.matcher("");
        Matcher target = CellName.FORM.matcher("");
        boolean formed = false;
        // a label may hold an arrow itself: the first arrow between two known populations, else the last one, decides
        for (int at = text.indexOf(ARROW); at >= 0; at = text.indexOf(ARROW, at + 1)) {
            Matcher left = CellName.FORM.matcher(text.substring(0, at));
            Matcher right = CellName.FORM.matcher(text.substring(at + ARROW.length()));
            if (left.matches() && right.matches()) {
                formed = true;
                source = left;
                target = right;
                if (network.indexOf(left.group(1)).isPresent()
                        && network.indexOf(right.group(1)).isPresent()) {
                    break;
                }
            }
        }
        if (!formed) {
            throw new IllegalArgumentException("synapse is \"%s\", must be like \"SRC[0]->DST[3]\"".formatted(text));
        }
        CellName from = CellName.of(source, network);
        CellName to = CellName.of(target, network);
        return new SynapseName(from.population(), from.cell(), to.population(), to.cell());
    }
}
