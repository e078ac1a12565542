package bss.mapper.network.io;

import bss.mapper.network.Bound;
import bss.mapper.network.Cells;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.Value;
import java.util.Locale;
import java.util.OptionalInt;

/// Reads what many places of the file share: values in their three forms, and choices of cells.
final class Values {

    private static final String FORMS = "a number, an array or a distribution";

    private Values() {}

    /// A value for `count` elements; an empty count leaves the length of a list to be checked later.
    static Value value(JsonField field, OptionalInt count, Bound bound) throws NetworkFileException {
        return switch (field.json()) {
            case Json.Numeral _ -> Value.of(field.number(bound));
            case Json.Numbers _, Json.Items _ -> {
                double[] values = field.numbers(bound);
                if (count.isPresent() && values.length != count.getAsInt()) {
                    throw field.error("has %d values, must have %d".formatted(values.length, count.getAsInt()));
                }
                yield new Value.PerCell(DoubleSeries.of(values));
            }
            case Json.Fields _ -> distribution(field, bound);
            case Json.Text _, Json.Truth _, Json.Null _ -> throw field.wrong(FORMS);
        };
    }

    private static Value distribution(JsonField field, Bound bound) throws NetworkFileException {
        JsonField kind = field.required("distribution", "one of normal, uniform, lognormal, exponential");
        Value.Distribution distribution = switch (kind.text()) {
            case "normal" -> {
                field.object("distribution", "mu", "sigma");
                yield new Value.Normal(number(field, "mu", Bound.FINITE), number(field, "sigma", Bound.NON_NEGATIVE));
            }
            case "lognormal" -> {
                field.object("distribution", "mu", "sigma");
                yield new Value.LogNormal(
                        number(field, "mu", Bound.FINITE), number(field, "sigma", Bound.NON_NEGATIVE));
            }
            case "uniform" -> {
                field.object("distribution", "low", "high");
                double low = number(field, "low", Bound.FINITE);
                double high = number(field, "high", Bound.FINITE);
                if (high < low || !Double.isFinite(high - low)) {
                    throw field.required("high", "a number").wrong("at least low, %s".formatted(low));
                }
                yield new Value.Uniform(low, high);
            }
            case "exponential" -> {
                field.object("distribution", "beta");
                yield new Value.Exponential(number(field, "beta", Bound.POSITIVE));
            }
            default -> throw kind.wrong("one of normal, uniform, lognormal, exponential");
        };
        if (!distribution.reaches(bound)) {
            throw field.error("draws no value %s, must draw such values".formatted(bound.words()));
        }
        return distribution;
    }

    static double number(JsonField object, String key, Bound bound) throws NetworkFileException {
        return object.required(key, "a number " + bound.words()).number(bound);
    }

    static double number(JsonField object, String key, Bound bound, double fallback) throws NetworkFileException {
        return object.has(key) ? number(object, key, bound) : fallback;
    }

    static boolean truth(JsonField object, String key, boolean fallback) throws NetworkFileException {
        return object.has(key) ? object.required(key, "true or false").truth() : fallback;
    }

    /// Cells of a population: `{"from": 0, "to": 10}` for 0 to 9, or an array of indices; all if the key is absent.
    static Cells cells(JsonField object, String key, int size) throws NetworkFileException {
        if (!object.has(key)) {
            return Cells.all();
        }
        String must = "an array of cells or {\"from\": ..., \"to\": ...}";
        JsonField field = object.required(key, must);
        return switch (field.json()) {
            case Json.Fields _ -> {
                field.object("from", "to");
                int from = (int) field.required("from", "the first cell").integer(0, size);
                int to = (int) field.required("to", "the cell after the last").integer(from, size);
                yield Cells.range(from, to);
            }
            case Json.Numbers _, Json.Items _ -> new Cells.Listed(field.distinctIntegers(0, size - 1));
            case Json.Numeral _, Json.Text _, Json.Truth _, Json.Null _ -> throw field.wrong(must);
        };
    }

    /// A label: no path separator and no control characters, since result files use it as a group name.
    static String label(JsonField field) throws NetworkFileException {
        String label = field.text();
        boolean clean = label.codePoints().noneMatch(c -> c == '/' || Character.isISOControl(c));
        if (label.isBlank() || !clean || label.equals(".") || label.length() > 200) {
            throw field.wrong("a text of 1 to 200 characters without '/' and control characters");
        }
        return label;
    }

    /// One of the constants of an enum by its label.
    static <E extends Enum<E>> E constant(JsonField field, Class<E> type) throws NetworkFileException {
        String text = field.text();
        StringBuilder known = new StringBuilder();
        for (E constant : type.getEnumConstants()) {
            String label = constant.name().toLowerCase(Locale.ROOT);
            if (label.equals(text)) {
                return constant;
            }
            known.append(known.isEmpty() ? "" : ", ").append(label);
        }
        throw field.wrong("one of " + known);
    }
}
