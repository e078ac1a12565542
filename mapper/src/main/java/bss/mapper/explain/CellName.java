package bss.mapper.explain;

import bss.mapper.network.Network;
import bss.mapper.network.Population;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A cell as a user names it: `SRC[0]`.
///
/// @param population index in the network
/// @param cell index in the population
public record CellName(int population, int cell) {

    static final Pattern FORM = Pattern.compile("\\s*(\\S|\\S.*\\S)\\[([^\\[\\]]*)\\]\\s*");

    /// The cell, or nothing if the text is not of this form.
    ///
    /// @throws IllegalArgumentException if there is no such population or cell; names what would be right
    public static Optional<CellName> match(String text, Network network) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(of(matcher, network)) : Optional.empty();
    }

    /// The cell that [#FORM] has matched.
    static CellName of(Matcher matched, Network network) {
        int population = population(matched.group(1), network);
        return new CellName(
                population, index(matched.group(2), network.populations().get(population)));
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
