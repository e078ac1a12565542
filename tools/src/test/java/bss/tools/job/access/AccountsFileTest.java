package bss.tools.job.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is on the disk, and what is refused of it.
class AccountsFileTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(3600);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @SuppressWarnings("NullAway.Init")
    private Accounts accounts;

    private String token = "";

    @BeforeEach
    void fill() throws Exception {
        file = data.resolve("accounts.json");
        accounts = Accounts.open(data, InstantSource.fixed(NOW));
        accounts.create("ada", EnumSet.of(Role.USER), UserQuotas.DEFAULTS);
        accounts.create("bob", EnumSet.of(Role.ADMIN, Role.READER), UserQuotas.DEFAULTS);
        token = accounts.issue("ada", "laptop", LATER);
        accounts.issue("bob", "phone", LATER);
    }

    private void requireRefused(String message) {
        IOException e = assertThrows(IOException.class, () -> Accounts.open(data, InstantSource.fixed(NOW)), message);
        assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage() + " lacks " + message);
        assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e.getMessage());
    }

    @Test
    void noTokenIsInAnyFile() throws Exception {
        List<String> tokens = new ArrayList<>(List.of(token));
        for (int i = 0; i < 20; i++) {
            tokens.add(accounts.issue("ada", "l" + i, LATER));
        }
        StringBuilder all = new StringBuilder(accounts.list().toString());
        try (Stream<Path> files = Files.walk(data)) {
            for (Path f : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(f, StandardCharsets.ISO_8859_1));
                assertEquals(
                        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(f)), f.toString());
            }
        }
        String text = all.toString();
        for (String t : tokens) {
            byte[] secret = Base64.getUrlDecoder().decode(t.substring(4));
            assertFalse(text.contains(t.substring(4)));
            assertFalse(text.contains(t.substring(4, 20)), "nor a part");
            assertFalse(text.contains(HexFormat.of().formatHex(secret)));
            assertFalse(text.contains(Base64.getEncoder().withoutPadding().encodeToString(secret)));
            assertTrue(text.contains(Tokens.sha256(t)));
        }
        assertFalse(text.contains("bss_"));
        assertFalse(Files.exists(data.resolve("accounts.json.new")));
    }

    @Test
    void aFileThatIsCutOffAnywhereIsRefused() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += length < whole.length - 50 ? 7 : 1) {
            Files.write(file, Arrays.copyOf(whole, length));
            requireRefused(length == 0 ? "version is missing" : "cut off");
        }
        Files.write(file, whole);
        assertTrue(Accounts.open(data, InstantSource.fixed(NOW))
                .authenticate(token, NOW.toEpochMilli())
                .isPresent());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        "version" : 1      | "version" : 2                      | version is 2, this server reads version 1
        "version" : 1      | "version" : 0                      | version is 0, this server reads version 1
        "version" : 1      | "version" : "1"                    | version is "1", this server reads version 1
        "version" : 1      | "version" : 1.0                    | version is 1.0, this server reads version 1
        "version" : 1      | "version" : 4294967297             | version is 4294967297
        "version" : 1,     | "x" : 1,                           | version is missing
        "version" : 1      | "version" : 2, "more" : 1          | version is 2
        "version" : 1      | "version" : 1, "more" : 1          | unknown field 'more', must be one of [version, users]
        "version" : 1      | "version" : 1, "version" : 1       | Duplicate field 'version'
        "name" : "ada",    | "name" : "ada", "admin" : true,    | users[0]: unknown field 'admin'
        "name" : "bob"     | "name" : "ada"                     | user 'ada' is there twice
        "name" : "bob"     | "name" : "../bob"                  | user is '../bob'
        "name" : "bob"     | "name" : 7                         | users[1]: name is 7, must be a text
        "name" : "bob",    | ''                                 | users[1]: the field 'name' is missing
        "USER"             | "ROOT"                             | role is "ROOT", must be one of [READER, USER
        "USER"             | 1                                  | role is 1, must be one of [READER, USER
        "USER"             | "USER", "USER"                     | role USER is there twice
        "USER"             | ''                                 | user 'ada' has no role
        "queued" : 1000    | "queued" : -1                      | quota queued is -1
        "queued" : 1000    | "queued" : 1e3                     | quotas: queued is 1000.0, must be an integer
        "queued" : 1000    | "queued" : 99999999999             | quotas: queued is 99999999999, must be an integer
        "running" : 4      | "runing" : 4                       | quotas: unknown field 'runing'
        "disabled" : false | "disabled" : "no"                  | disabled is "no", must be true or false
        "disabled" : false | "disabled" : null                  | disabled is null, must be true or false
        "label" : "phone"  | "label" : "laptop"                 | label 'laptop' is there twice
        "label" : "phone"  | "label" : "a phone"                | label is 'a phone'
        "label" : "phone", | "label" : "phone", "scope" : "",   | users[1].tokens[0]: unknown field 'scope'
        "sha256" : "       | "sha256" : "0                      | must be 64 digits
        "expires_ms" : 1   | "expires_ms" : -1                  | expiry is -1
        "issued_ms" : 1    | "issued_ms" : 1.                   | issued_ms is
        "revoked" : false  | "revoked" : 0                      | revoked is 0, must be true or false
        """)
    void whatIsNotAsItWasWrittenIsRefused(String good, String bad, String message) throws Exception {
        String text = Files.readString(file);
        // of the last place, which for those of one user alone is the only one
        int at = good.contains("USER") || good.contains("ada") ? text.indexOf(good) : text.lastIndexOf(good);
        assertTrue(at > 0, good + " is not in " + text);
        String changed = text.substring(0, at) + bad + text.substring(at + good.length());
        assertNotEquals(text, changed);
        Files.writeString(file, changed);
        requireRefused(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"[], version is missing", "null, version is missing", "{}, version is missing", "PK, no JSON"})
    void whatIsNoAccountsIsRefused(String text, String message) throws Exception {
        Files.writeString(file, text);
        requireRefused(message);
    }

    @Test
    void whatFollowsTheEndIsRefused() throws Exception {
        Files.writeString(file, Files.readString(file) + "\n{}");
        requireRefused("cut off or no JSON");
    }

    @Test
    void aFileThatOthersMayReadOrWriteIsRefused() throws Exception {
        for (String permissions : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwxrwxrwx")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            requireRefused("has the permissions %s, must be rw-------: chmod 600".formatted(permissions));
        }
    }

    @Test
    void aTokenOfTwoUsersIsRefused() throws Exception {
        String text = Files.readString(file);
        List<User> users = accounts.list();
        Files.writeString(
                file,
                text.replace(
                        users.get(1).tokens().getFirst().sha256(),
                        users.get(0).tokens().getFirst().sha256()));
        requireRefused("the token of label 'phone' is there twice");
    }

    @Test
    void aFileThatGoesBadChangesNothingUntilItIsMended() throws Exception {
        String text = Files.readString(file);
        long now = NOW.toEpochMilli();
        Files.writeString(file, text.substring(0, text.length() / 2));
        assertTrue(accounts.authenticate(token, now).isPresent(), "the former accounts stay");
        IOException e = assertThrows(IOException.class, () -> accounts.revoke("laptop"));
        assertTrue(String.valueOf(e.getMessage()).contains("cut off"), e.getMessage());

        Files.delete(file);
        assertTrue(accounts.authenticate(token, now).isPresent(), "the former accounts stay");
        e = assertThrows(IOException.class, () -> accounts.revoke("laptop"));
        assertEquals(file + ": is gone, must be put back", e.getMessage());

        Files.writeString(file, text.replace("\"revoked\" : false", "\"revoked\" : true"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertTrue(accounts.authenticate(token, now).isEmpty(), "the mended file is read");
        accounts.issue("ada", "desk", LATER);
    }

    @Test
    void aFileThatACrashLeftAsideIsNoObstacle() throws Exception {
        Files.writeString(data.resolve("accounts.json.new"), "{");
        accounts.revoke("laptop");
        assertTrue(accounts.authenticate(token, NOW.toEpochMilli()).isEmpty());
    }
}
