package bss.tools.cli;

import bss.spec.coord.HicannOnWafer;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The chips that `--hicanns` names: numbers and ranges, separated by commas.
final class HicannRange {

    private static final Pattern PART = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");

    private HicannRange() {}

    /// The chips, ascending.
    ///
    /// @throws IllegalArgumentException that names the part that is wrong
    static List<Integer> parse(String text) {
        TreeSet<Integer> chips = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = PART.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "has '%s', must be numbers and ranges such as 88,89,100-120".formatted(part));
            }
            int first = chip(matcher.group(1));
            int last = matcher.group(2) == null ? first : chip(matcher.group(2));
            if (last < first) {
                throw new IllegalArgumentException("has '%s', must ascend".formatted(part));
            }
            for (int chip = first; chip <= last; chip++) {
                chips.add(chip);
            }
        }
        return List.copyOf(chips);
    }

    private static int chip(String digits) {
        int chip = Integer.parseInt(digits);
        if (chip >= HicannOnWafer.COUNT) {
            throw new IllegalArgumentException(
                    "has HICANN %d, must be 0 to %d".formatted(chip, HicannOnWafer.COUNT - 1));
        }
        return chip;
    }
}
