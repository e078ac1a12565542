package bss.tools.job.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// An object of a JSON file, which has certain fields and no others. Messages name the place.
final class Fields {

    private final JsonNode node;
    private final String place;

    /// @param place for messages: the file, and where in it
    /// @throws IOException if it is no object, or has other fields than these
    Fields(JsonNode node, String place, List<String> names) throws IOException {
        if (!node.isObject()) {
            throw new IOException("%s: is no object, must have the fields %s".formatted(place, names));
        }
        for (var field : node.properties()) {
            if (!names.contains(field.getKey())) {
                throw new IOException(
                        "%s: unknown field '%s', must be one of %s".formatted(place, field.getKey(), names));
            }
        }
        this.node = node;
        this.place = place;
    }

    String text(String name) throws IOException {
        return require(name, JsonNode::isTextual, "a text").textValue();
    }

    boolean flag(String name) throws IOException {
        return require(name, JsonNode::isBoolean, "true or false").booleanValue();
    }

    int count(String name) throws IOException {
        return require(name, v -> v.isIntegralNumber() && v.canConvertToInt(), "an integer")
                .intValue();
    }

    long whole(String name) throws IOException {
        return require(name, v -> v.isIntegralNumber() && v.canConvertToLong(), "an integer")
                .longValue();
    }

    double number(String name) throws IOException {
        return require(name, JsonNode::isNumber, "a number").doubleValue();
    }

    List<JsonNode> list(String name) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        require(name, JsonNode::isArray, "a list").forEach(items::add);
        return items;
    }

    JsonNode get(String name) throws IOException {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new IOException("%s: the field '%s' is missing".formatted(place, name));
        }
        return value;
    }

    private JsonNode require(String name, Predicate<JsonNode> right, String what) throws IOException {
        JsonNode value = get(name);
        if (!right.test(value)) {
            throw new IOException("%s: %s is %s, must be %s".formatted(place, name, value, what));
        }
        return value;
    }
}
