package bss.hil.run;

import bss.hil.bench.Tolerances;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Limits of a kind of endpoint. docs/harness.md has the format.
///
/// @param kind emulator or real, or the name of the user's file
/// @param floatingGateRows that may be written in a run; empty if any number
/// @param limits by name
/// @param bySilicon limits that are others for a kind of silicon, by its name, e.g. typical
/// @param knownFailures references by test
public record ToleranceFile(
        String kind,
        OptionalLong floatingGateRows,
        Map<String, Double> limits,
        Map<String, Map<String, Double>> bySilicon,
        Map<String, String> knownFailures) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS =
            Set.of("about", "floating_gate_rows", "limits", "silicon", "known_failures");

    public ToleranceFile {
        limits = Map.copyOf(limits);
        bySilicon = Map.copyOf(bySilicon);
        knownFailures = Map.copyOf(knownFailures);
    }

    /// The file that comes with the harness, by what an endpoint says that it is.
    public static ToleranceFile of(String name) {
        String kind = name.equals("emulator") ? "emulator" : "real";
        try (InputStream in = ToleranceFile.class.getResourceAsStream("/bss/hil/tolerances/" + kind + ".json")) {
            if (in == null) {
                throw new IllegalStateException("the tolerances of kind %s are missing".formatted(kind));
            }
            return parse(kind, JSON.readTree(in));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the tolerances of kind %s cannot be read: %s".formatted(kind, e.getMessage()), e);
        }
    }

    /// A file of the user.
    ///
    /// @throws IOException that says what is wrong with it
    public static ToleranceFile read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(String.valueOf(file.getFileName()), JSON.readTree(in));
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "tolerances in %s: line %d is no JSON: %s"
                            .formatted(
                                    file,
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getLineNr(),
                                    e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new IOException("tolerances in %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static ToleranceFile parse(String kind, JsonNode root) throws IOException {
        if (!root.isObject()) {
            throw new IOException("is no JSON object");
        }
        for (var field : root.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new IOException(
                        "has field '%s', must be one of %s".formatted(field.getKey(), new TreeSet<>(FIELDS)));
            }
        }
        Map<String, Map<String, Double>> bySilicon = new TreeMap<>();
        for (var silicon : root.path("silicon").properties()) {
            bySilicon.put(silicon.getKey(), Map.copyOf(limits("silicon." + silicon.getKey(), silicon.getValue())));
        }
        Map<String, String> known = new TreeMap<>();
        for (var test : root.path("known_failures").properties()) {
            if (test.getValue().asText().isBlank()) {
                throw new IOException("known failure of %s has no reference".formatted(test.getKey()));
            }
            known.put(test.getKey(), test.getValue().asText());
        }
        return new ToleranceFile(
                kind, rows(root.path("floating_gate_rows")), limits("limits", root.path("limits")), bySilicon, known);
    }

    private static OptionalLong rows(JsonNode node) throws IOException {
        if (node.isMissingNode() || node.isNull()) {
            return OptionalLong.empty();
        }
        if (!node.isIntegralNumber() || node.asLong() < 0) {
            throw new IOException("floating_gate_rows is %s, must be 0 or more, or null".formatted(node));
        }
        return OptionalLong.of(node.asLong());
    }

    private static Map<String, Double> limits(String where, JsonNode node) throws IOException {
        Map<String, Double> limits = new TreeMap<>();
        for (var limit : node.properties()) {
            if (!limit.getValue().isNumber()) {
                throw new IOException(
                        "%s has %s = %s, must be a number".formatted(where, limit.getKey(), limit.getValue()));
            }
            limits.put(limit.getKey(), limit.getValue().asDouble());
        }
        return limits;
    }

    /// The limits for a kind of silicon.
    public Tolerances tolerances(String silicon) {
        Map<String, Double> own = bySilicon.getOrDefault(silicon, Map.of());
        return name -> {
            Double value = own.containsKey(name) ? own.get(name) : limits.get(name);
            if (value == null) {
                throw new IllegalArgumentException("the tolerances %s have no limit %s".formatted(kind, name));
            }
            return value;
        };
    }

    /// Why a test is known to fail.
    public Optional<String> known(String id) {
        return Optional.ofNullable(knownFailures.get(id));
    }
}
