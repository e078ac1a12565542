package bss.hil.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.hil.suite.Suite;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToleranceFileTest {

    /// A name, or the part after the id, among the constants of a class.
    private static final Pattern NAME = Pattern.compile("(?:[A-Z][0-9]{2})?\\.?([a-z][a-z0-9]*(?:_[a-z0-9]+)+)");

    private static final Pattern WHOLE = Pattern.compile("[A-Z][0-9]{2}\\.[a-z][a-z0-9_]*");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void bothKindsHaveTheSameLimits() {
        assertEquals(
                new TreeSet<>(ToleranceFile.of("emulator").limits().keySet()),
                new TreeSet<>(ToleranceFile.of("W33").limits().keySet()));
    }

    @Test
    void limitsBySiliconReplaceLimitsThatThereAre() {
        for (String kind : new String[] {"emulator", "W33"}) {
            ToleranceFile file = ToleranceFile.of(kind);
            file.bySilicon()
                    .forEach((silicon, limits) -> assertTrue(
                            file.limits().keySet().containsAll(limits.keySet()), () -> kind + " " + silicon));
        }
    }

    /// As far as the constants of the classes tell.
    @Test
    void theFilesHaveWhatTheTestsAskForAndNothingElse() throws Exception {
        Set<String> whole = new HashSet<>();
        Set<String> parts = new HashSet<>();
        for (String constant : constants()) {
            if (WHOLE.matcher(constant).matches()) {
                whole.add(constant);
            }
            Matcher name = NAME.matcher(constant);
            while (name.find()) {
                parts.add(name.group(1));
            }
        }
        Set<String> limits = ToleranceFile.of("emulator").limits().keySet();
        Set<String> ids = Suite.all().stream().map(t -> t.card().id()).collect(Collectors.toSet());
        assertTrue(limits.containsAll(whole), () -> "missing: " + without(whole, limits));
        Set<String> unused = limits.stream()
                .filter(l -> !ids.contains(l.substring(0, 3)) || !parts.contains(l.substring(4)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), unused, "no test asks for them");
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> left = new TreeSet<>(all);
        left.removeAll(some);
        return left;
    }

    /// Runs of characters in the class files of the tests, which hold their constants as they are.
    private static Set<String> constants() throws Exception {
        URI place =
                Objects.requireNonNull(Suite.class.getResource("Suite.class")).toURI();
        Set<String> found = new HashSet<>();
        try (Stream<Path> files =
                Files.walk(Objects.requireNonNull(Path.of(place).getParent()))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String run : text.split("[^A-Za-z0-9_.]+", -1)) {
                    found.add(run);
                }
            }
        }
        return found;
    }

    @Test
    void aWrongFileIsRefusedWithPlaceAndValue() throws Exception {
        assertEquals("limits.json: line 1 is no JSON", refused("{").replaceAll(".*/|: Unexp.*", ""));
        assertEquals("is no JSON object", refused("[]").replaceAll(".*json: ", ""));
        assertEquals(
                "limits has P25.loss = \"x\", must be a number",
                refused("{\"limits\": {\"P25.loss\": \"x\"}}").replaceAll(".*json: ", ""));
        assertEquals(
                "known failure of P26 has no reference",
                refused("{\"known_failures\": {\"P26\": \" \"}}").replaceAll(".*json: ", ""));
        assertEquals(
                "floating_gate_rows is -1, must be 0 or more, or null",
                refused("{\"floating_gate_rows\": -1}").replaceAll(".*json: ", ""));
        assertTrue(refused("{\"limit\": {}}").contains("has field 'limit', must be one of [about, "), "a typing error");
    }

    private String refused(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("limits.json"), text);
        return String.valueOf(
                assertThrows(IOException.class, () -> ToleranceFile.read(file)).getMessage());
    }

    @Test
    void aLimitThatIsMissingIsNamed() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> ToleranceFile.of("emulator").tolerances("ideal").get("X99.nothing"));
        assertEquals("the tolerances emulator have no limit X99.nothing", e.getMessage());
    }
}
