package bss.mapper.network.io;

import java.util.List;
import java.util.Map;

/// A parsed JSON value. Arrays of numbers are packed, so that a list of millions of pairs stays small.
public sealed interface Json {

    /// The value as a message quotes it.
    String words();

    record Fields(Map<String, Json> values) implements Json {
        @Override
        public String words() {
            return "an object";
        }
    }

    record Items(List<Json> values) implements Json {
        @Override
        public String words() {
            return values.isEmpty() ? "[]" : "an array";
        }
    }

    /// An array of one number or more; `integral` if all were written as integers of at most 53 bits.
    final class Numbers implements Json {
        final double[] values;
        final boolean integral;

        Numbers(double[] values, boolean integral) {
            this.values = values;
            this.integral = integral;
        }

        @Override
        public String words() {
            return "an array of numbers";
        }
    }

    /// A number; `integer` holds it exactly if it was written as an integer of 64 bits.
    record Numeral(double value, boolean integral, long integer, String text) implements Json {
        @Override
        public String words() {
            return shorten(text);
        }
    }

    record Text(String value) implements Json {
        @Override
        public String words() {
            return quote(value);
        }
    }

    record Truth(boolean value) implements Json {
        @Override
        public String words() {
            return Boolean.toString(value);
        }
    }

    record Null() implements Json {
        @Override
        public String words() {
            return "null";
        }
    }

    /// A text in quotes on one line, cut short.
    static String quote(String text) {
        StringBuilder clean = new StringBuilder();
        for (char c : shorten(text).toCharArray()) {
            clean.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return "\"" + clean + "\"";
    }

    private static String shorten(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
