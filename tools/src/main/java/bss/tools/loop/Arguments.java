package bss.tools.loop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The fields of a command. What is wrong is told with the field's name, its value and what would be right.
final class Arguments {

    private final JsonNode command;

    /// @param known the fields that there may be
    Arguments(JsonNode command, Set<String> known) throws CommandException {
        this.command = command;
        for (String name : command.propertyStream().map(e -> e.getKey()).toList()) {
            if (!known.contains(name)) {
                throw new CommandException("field \"%s\" is not known, must be one of %s"
                        .formatted(name, String.join(", ", new TreeSet<>(known))));
            }
        }
    }

    boolean has(String name) {
        return command.hasNonNull(name);
    }

    private JsonNode required(String name, String what) throws CommandException {
        JsonNode value = command.get(name);
        if (value == null || value.isNull()) {
            throw new CommandException("field \"%s\" is missing, must be %s".formatted(name, what));
        }
        return value;
    }

    String text(String name) throws CommandException {
        JsonNode value = required(name, "a string");
        if (!value.isTextual()) {
            throw wrong(name, value, "a string");
        }
        return value.textValue();
    }

    /// A string, or nothing.
    Optional<String> optionalText(String name) throws CommandException {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    double number(String name) throws CommandException {
        return number(name, required(name, "a number"));
    }

    private static double number(String place, JsonNode value) throws CommandException {
        if (!value.isNumber()) {
            throw wrong(place, value, "a number");
        }
        return value.doubleValue();
    }

    long whole(String name) throws CommandException {
        JsonNode value = required(name, "a whole number");
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(name, value, "a whole number");
        }
        return value.longValue();
    }

    int[] wholes(String name) throws CommandException {
        JsonNode list = list(name, required(name, "a list of whole numbers"));
        int[] all = new int[list.size()];
        for (int i = 0; i < all.length; i++) {
            JsonNode value = list.get(i);
            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw wrong("%s[%d]".formatted(name, i), value, "a whole number");
            }
            all[i] = value.intValue();
        }
        return all;
    }

    double[] numbers(String name) throws CommandException {
        return numbers(name, required(name, "a list of numbers"));
    }

    private static double[] numbers(String place, JsonNode value) throws CommandException {
        JsonNode list = list(place, value);
        double[] all = new double[list.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = number("%s[%d]".formatted(place, i), list.get(i));
        }
        return all;
    }

    double[][] lists(String name) throws CommandException {
        JsonNode list = list(name, required(name, "a list of lists of numbers"));
        double[][] all = new double[list.size()][];
        for (int i = 0; i < all.length; i++) {
            all[i] = numbers("%s[%d]".formatted(name, i), list.get(i));
        }
        return all;
    }

    List<String> texts(String name) throws CommandException {
        JsonNode list = list(name, required(name, "a list of strings"));
        List<String> all = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isTextual()) {
                throw wrong("%s[%d]".formatted(name, i), list.get(i), "a string");
            }
            all.add(list.get(i).textValue());
        }
        return all;
    }

    private static JsonNode list(String place, JsonNode value) throws CommandException {
        if (!value.isArray()) {
            throw wrong(place, value, "a list");
        }
        return value;
    }

    private static CommandException wrong(String place, JsonNode value, String right) {
        String text = value.toString();
        String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        return new CommandException("field \"%s\" is %s, must be %s".formatted(place, shown, right));
    }
}
