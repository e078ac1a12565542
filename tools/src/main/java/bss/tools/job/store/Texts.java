package bss.tools.job.store;

import java.util.regex.Pattern;

/// Checks of texts that come from outside, so that what is kept is what is read back, byte for byte.
final class Texts {

    /// The longest reason in characters.
    private static final int REASON = 4_000;

    private Texts() {}

    /// @throws IllegalArgumentException unless the value matches
    static void require(String what, String value, Pattern pattern) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s is '%s', must match %s".formatted(what, shorten(clean(value), 80), pattern.pattern()));
        }
    }

    /// @throws IllegalArgumentException if there are more than `most` characters, or one that cannot be printed
    static void requireLine(String what, String value, int most) {
        if (value.length() > most) {
            throw new IllegalArgumentException(
                    "%s has %d characters, must have at most %d".formatted(what, value.length(), most));
        }
        if (!clean(value).equals(value)) {
            throw new IllegalArgumentException("%s is '%s', must have no control characters and be well-formed Unicode"
                    .formatted(what, clean(value)));
        }
    }

    /// A reason as it is kept: errors of engines may hold anything, and must not be lost for that.
    static String reason(String text) {
        return clean(shorten(text, REASON));
    }

    private static String shorten(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + '…';
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean lone = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            if (lone) {
                clean.append('\uFFFD');
            } else {
                clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
            }
        });
        return clean.toString();
    }
}
