package bss.mapper.network.io;

import bss.mapper.network.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A JSON value and where it stands; asks for a type or says what is wrong.
public record JsonField(String file, String path, Json json) {

    /// The path of a member, `$.a.b` or `$.a["odd key"]`.
    static String child(String path, String key) {
        return key.matches("[A-Za-z_][A-Za-z0-9_]{0,59}") ? path + "." + key : path + "[" + Json.quote(key) + "]";
    }

    /// A double without `.0` if it is a whole number.
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.0f", value)
                : Double.toString(value);
    }

    /// An error that says what this value must be.
    public NetworkFileException wrong(String must) {
        return error("is %s, must be %s".formatted(json.words(), must));
    }

    /// An error at this place.
    public NetworkFileException error(String what) {
        return new NetworkFileException("%s: %s %s".formatted(file, path, what));
    }

    /// An object without other keys than `known`.
    public JsonField object(String... known) throws NetworkFileException {
        List<String> names = List.of(known);
        for (String key : fields("an object").keySet()) {
            if (!names.contains(key)) {
                throw new NetworkFileException("%s: %s is unknown, must be one of %s"
                        .formatted(file, child(path, key), String.join(", ", names)));
            }
        }
        return this;
    }

    private Map<String, Json> fields(String must) throws NetworkFileException {
        if (json instanceof Json.Fields fields) {
            return fields.values();
        }
        throw wrong(must);
    }

    public boolean has(String key) {
        return json instanceof Json.Fields fields && fields.values().containsKey(key);
    }

    public Optional<JsonField> optional(String key) {
        return json instanceof Json.Fields fields
                ? Optional.ofNullable(fields.values().get(key)).map(v -> new JsonField(file, child(path, key), v))
                : Optional.empty();
    }

    public JsonField required(String key, String must) throws NetworkFileException {
        fields("an object");
        Optional<JsonField> field = optional(key);
        if (field.isEmpty()) {
            throw new NetworkFileException("%s: %s is missing, must be %s".formatted(file, child(path, key), must));
        }
        return field.get();
    }

    /// The elements of an array.
    public List<JsonField> elements(String must) throws NetworkFileException {
        List<JsonField> elements = new ArrayList<>();
        switch (json) {
            case Json.Items items -> {
                for (int i = 0; i < items.values().size(); i++) {
                    elements.add(new JsonField(
                            file, path + "[" + i + "]", items.values().get(i)));
                }
            }
            case Json.Numbers numbers -> {
                for (int i = 0; i < numbers.values.length; i++) {
                    elements.add(element(numbers, i));
                }
            }
            case Json.Fields _, Json.Numeral _, Json.Text _, Json.Truth _, Json.Null _ -> throw wrong(must);
        }
        return elements;
    }

    private JsonField element(Json.Numbers numbers, int i) {
        double value = numbers.values[i];
        String text = numbers.integral ? plain(value) : Double.toString(value);
        return new JsonField(file, path + "[" + i + "]", new Json.Numeral(value, numbers.integral, (long) value, text));
    }

    public String text() throws NetworkFileException {
        if (json instanceof Json.Text text) {
            return text.value();
        }
        throw wrong("a text");
    }

    boolean truth() throws NetworkFileException {
        if (json instanceof Json.Truth truth) {
            return truth.value();
        }
        throw wrong("true or false");
    }

    double number(Bound bound) throws NetworkFileException {
        if (json instanceof Json.Numeral number && bound.accepts(number.value())) {
            return number.value();
        }
        throw wrong(json instanceof Json.Numeral ? bound.words() : "a number " + bound.words());
    }

    public long integer(long min, long max) throws NetworkFileException {
        if (json instanceof Json.Numeral number
                && number.integral()
                && number.integer() >= min
                && number.integer() <= max) {
            return number.integer();
        }
        throw wrong("an integer from %d to %d".formatted(min, max));
    }

    /// An array of numbers within `bound`.
    double[] numbers(Bound bound) throws NetworkFileException {
        if (json instanceof Json.Numbers numbers) {
            for (int i = 0; i < numbers.values.length; i++) {
                if (!bound.accepts(numbers.values[i])) {
                    throw element(numbers, i).wrong(bound.words());
                }
            }
            return numbers.values;
        }
        List<JsonField> elements = elements("an array of numbers");
        double[] values = new double[elements.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = elements.get(i).number(bound);
        }
        return values;
    }

    /// An array of integers from `min` to `max`, none twice.
    List<Integer> distinctIntegers(int min, int max) throws NetworkFileException {
        List<Integer> values = new ArrayList<>();
        boolean[] seen = new boolean[max - min + 1];
        for (JsonField element : elements("an array of integers")) {
            int value = (int) element.integer(min, max);
            if (seen[value - min]) {
                throw element.error("is %d again, must be given once".formatted(value));
            }
            seen[value - min] = true;
            values.add(value);
        }
        return values;
    }
}
