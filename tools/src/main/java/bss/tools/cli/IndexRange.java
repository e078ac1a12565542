package bss.tools.cli;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers of parts as users write them: single ones and ranges, separated by commas.
final class IndexRange {

    private static final Pattern PART = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");

    private IndexRange() {}

    /// The numbers, ascending.
    ///
    /// @param what a part is called in messages
    /// @param count how many there are, counted from 0
    /// @throws IllegalArgumentException that names the part that is wrong
    static List<Integer> parse(String text, String what, int count) {
        TreeSet<Integer> found = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = PART.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "has '%s', must be numbers and ranges such as 88,89,100-120".formatted(part));
            }
            int first = index(matcher.group(1), what, count);
            int last = matcher.group(2) == null ? first : index(matcher.group(2), what, count);
            if (last < first) {
                throw new IllegalArgumentException("has '%s', must ascend".formatted(part));
            }
            for (int index = first; index <= last; index++) {
                found.add(index);
            }
        }
        return List.copyOf(found);
    }

    private static int index(String digits, String what, int count) {
        int index = Integer.parseInt(digits);
        if (index >= count) {
            throw new IllegalArgumentException("has %s %d, must be 0 to %d".formatted(what, index, count - 1));
        }
        return index;
    }
}
