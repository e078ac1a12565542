package bss.mapper.explain;

import bss.mapper.network.Network;
import bss.mapper.network.Population;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Two cells as a user names them: `SRC[0]->DST[3]`.
///
/// @param sourcePopulation index in the network
/// @param source index in the source population
/// @param targetPopulation index in the network
/// @param target index in the target population
record SynapseName(int sourcePopulation, int source, int targetPopulation, int target) {

    private static final String ARROW = "->";
    private static final Pattern CELL = Pattern.compile("\\s*(\\S|\\S.*\\S)\\[([^\\[\\]]*)\\]\\s*");

    /// @throws IllegalArgumentException names the value and what would be right
    static SynapseName parse(String text, Network network) {
        Matcher source = CELL.matcher("");
        Matcher target = CELL.matcher("");
        boolean formed = false;
        // a label may hold an arrow itself: the first arrow between two known populations, else the last one, decides
        for (int at = text.indexOf(ARROW); at >= 0; at = text.indexOf(ARROW, at + 1)) {
            Matcher left = CELL.matcher(text.substring(0, at));
            Matcher right = CELL.matcher(text.substring(at + ARROW.length()));
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
        int from = population(source.group(1), network);
        int to = population(target.group(1), network);
        return new SynapseName(
                from,
                index(source.group(2), network.populations().get(from)),
                to,
                index(target.group(2), network.populations().get(to)));
    }

    private static int population(String label, Network network) {
        OptionalInt index = network.indexOf(label);
        return index.orElseThrow(() -> new IllegalArgumentException("population is \"%s\", must be one of %s"
                .formatted(
                        label,
                        network.populations().stream().map(Population::label).collect(Collectors.joining(", ")))));
    }

    private static int index(String text, Population population) {
        String digits = text.strip();
        if (digits.matches("[0-9]{1,9}") && Integer.parseInt(digits) < population.size()) {
            return Integer.parseInt(digits);
        }
        throw new IllegalArgumentException("index in population \"%s\" is %s, must be an integer from 0 to %d"
                .formatted(population.label(), digits.isEmpty() ? "empty" : digits, population.size() - 1));
    }
}
