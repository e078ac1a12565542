package bss.tools.job.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.JobException;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccountsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long NOW_MS = NOW.toEpochMilli();
    private static final Instant LATER = NOW.plusSeconds(3600);
    private static final Set<Role> USER = EnumSet.of(Role.USER);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @SuppressWarnings("NullAway.Init")
    private Accounts accounts;

    @BeforeEach
    void open() throws IOException {
        accounts = reopened();
    }

    private Accounts reopened() throws IOException {
        return Accounts.open(data, InstantSource.fixed(NOW));
    }

    private String adasToken(String label) throws IOException, JobException {
        if (accounts.list().isEmpty()) {
            accounts.create("ada", USER, UserQuotas.DEFAULTS);
        }
        return accounts.issue("ada", label, LATER);
    }

    private static void refused(Status.Code code, String message, Executable action) {
        JobException e = assertThrows(JobException.class, action);
        assertEquals(message, e.getMessage());
        assertEquals(code, e.code());
    }

    @Test
    void aTokenIsGoodFromWhenItIsIssuedUntilItIsRevoked() throws Exception {
        accounts.create("ada", EnumSet.of(Role.USER, Role.ADMIN), new UserQuotas(1, 2, 3, 4.5));
        String token = accounts.issue("ada", "laptop", LATER);
        assertTrue(token.matches("bss_[A-Za-z0-9_-]{43}"), token);
        assertEquals(32, Base64.getUrlDecoder().decode(token.substring(4)).length);

        Principal ada = new Principal("ada", EnumSet.of(Role.ADMIN, Role.USER), "laptop");
        assertEquals(Optional.of(ada), accounts.authenticate(token, NOW_MS));
        assertEquals(Optional.of(ada), reopened().authenticate(token, NOW_MS), "after a start");
        assertEquals(accounts.list(), reopened().list());
        assertEquals(new UserQuotas(1, 2, 3, 4.5), reopened().list().getFirst().quotas());

        String other = accounts.issue("ada", "desk", LATER);
        accounts.revoke("laptop");
        accounts.revoke("laptop");
        assertEquals(Optional.empty(), accounts.authenticate(token, NOW_MS));
        assertEquals(Optional.empty(), reopened().authenticate(token, NOW_MS), "after a start");
        assertEquals("desk", accounts.authenticate(other, NOW_MS).orElseThrow().tokenLabel());
    }

    @Test
    void aTokenIsGoodUntilAMinuteAfterItsExpiry() throws Exception {
        String token = adasToken("laptop");
        long expiry = LATER.toEpochMilli();
        for (long good : new long[] {0, NOW_MS, expiry - 1, expiry, expiry + 1, expiry + 59_999}) {
            assertTrue(accounts.authenticate(token, good).isPresent(), "at expiry %+d ms".formatted(good - expiry));
        }
        for (long bad : new long[] {expiry + 60_000, expiry + 60_001, Long.MAX_VALUE}) {
            assertTrue(accounts.authenticate(token, bad).isEmpty(), "at expiry %+d ms".formatted(bad - expiry));
        }
    }

    @Test
    void aDisabledUserIsRefusedWithAllTokensUntilEnabled() throws Exception {
        String token = adasToken("laptop");
        accounts.create("bob", EnumSet.of(Role.READER), UserQuotas.DEFAULTS);
        String bobs = accounts.issue("bob", "phone", LATER);
        accounts.disable("ada");
        assertTrue(accounts.authenticate(token, NOW_MS).isEmpty());
        assertTrue(accounts.authenticate(bobs, NOW_MS).isPresent());
        refused(
                Status.Code.FAILED_PRECONDITION,
                "user 'ada' is disabled: enable it first",
                () -> accounts.issue("ada", "new", LATER));
        accounts.enable("ada");
        accounts.change("ada", EnumSet.of(Role.OPERATOR), UserQuotas.DEFAULTS);
        assertEquals(
                EnumSet.of(Role.OPERATOR),
                accounts.authenticate(token, NOW_MS).orElseThrow().roles());
    }

    @Test
    void wrongTokensAreRefusedAlike() throws Exception {
        String token = adasToken("laptop");
        String secret = token.substring(4);
        String revoked = adasToken("revoked");
        accounts.revoke("revoked");
        accounts.create("bob", USER, UserQuotas.DEFAULTS);
        String disabled = accounts.issue("bob", "phone", LATER);
        accounts.disable("bob");

        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("nothing", "");
        wrong.put("the prefix alone", "bss_");
        wrong.put("without prefix", secret);
        wrong.put("prefix in capitals", "BSS_" + secret);
        wrong.put("another prefix", "bsx_" + secret);
        wrong.put("with scheme", "Bearer " + token);
        wrong.put("space before", " " + token);
        wrong.put("space after", token + " ");
        wrong.put("line end after", token + "\n");
        wrong.put("NUL after", token + "\0");
        wrong.put("padded", token + "=");
        wrong.put("one short", token.substring(0, token.length() - 1));
        wrong.put("one doubled", token + token.charAt(token.length() - 1));
        wrong.put("twice", token + token);
        wrong.put("first changed", "bss_" + other(secret.charAt(0)) + secret.substring(1));
        wrong.put("last changed", token.substring(0, 46) + other(token.charAt(46)));
        wrong.put("capitals", "bss_" + secret.toUpperCase(Locale.ROOT));
        wrong.put("backwards", "bss_" + new StringBuilder(secret).reverse());
        wrong.put("same bytes in other letters", sameBytes(token));
        wrong.put("a letter that looks alike", "bss\u2017" + secret);
        wrong.put("not ASCII", "bss_" + "\u00e9".repeat(43));
        wrong.put("zeros", "bss_" + "A".repeat(43));
        wrong.put("the hash", accounts.list().getFirst().tokens().getFirst().sha256());
        wrong.put("the hash as a token", "bss_" + Tokens.sha256(token).substring(0, 43));
        wrong.put("the label", "laptop");
        wrong.put("long", "bss_" + "A".repeat(1 << 20));
        wrong.put("one that was not issued", Tokens.draw());
        wrong.put("revoked", revoked);
        wrong.put("of a disabled user", disabled);

        assertTrue(wrong.size() >= 20);
        wrong.forEach((how, what) -> {
            assertNotEquals(token, what, how);
            assertEquals(Optional.empty(), accounts.authenticate(what, NOW_MS), how);
        });
        for (int i = 0; i < token.length(); i++) {
            String changed = token.substring(0, i) + other(token.charAt(i)) + token.substring(i + 1);
            assertEquals(Optional.empty(), accounts.authenticate(changed, NOW_MS), "changed at " + i);
        }
        assertTrue(accounts.authenticate(token, NOW_MS).isPresent());
    }

    private static char other(char c) {
        return c == 'x' ? 'y' : 'x';
    }

    /// The last of 43 letters carries two bits that decoders drop.
    private static String sameBytes(String token) {
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = letters.indexOf(token.charAt(46));
        return token.substring(0, 46) + letters.charAt(last ^ 1);
    }

    @Test
    void whatMakesNoSenseIsRefusedWithAMessage() throws Exception {
        adasToken("laptop");
        refused(
                Status.Code.ALREADY_EXISTS,
                "there is a user 'ada' already",
                () -> accounts.create("ada", USER, UserQuotas.DEFAULTS));
        refused(
                Status.Code.INVALID_ARGUMENT,
                "user is 'Ada', must be 1 to 32 characters of a-z, 0-9, '.', '_', '-'",
                () -> accounts.create("Ada", USER, UserQuotas.DEFAULTS));
        refused(
                Status.Code.INVALID_ARGUMENT,
                "user 'eve' has no role, must have one of [READER, USER, OPERATOR, ADMIN]",
                () -> accounts.create("eve", Set.of(), UserQuotas.DEFAULTS));
        refused(Status.Code.NOT_FOUND, "there is no user 'eve'", () -> accounts.issue("eve", "x", LATER));
        refused(Status.Code.NOT_FOUND, "there is no user 'eve'", () -> accounts.disable("eve"));
        refused(
                Status.Code.NOT_FOUND,
                "there is no user 'eve'",
                () -> accounts.change("eve", USER, UserQuotas.DEFAULTS));
        refused(
                Status.Code.ALREADY_EXISTS,
                "label 'laptop' names a token that there is or was, must be new",
                () -> accounts.issue("ada", "laptop", LATER));
        refused(
                Status.Code.INVALID_ARGUMENT,
                "label is 'a b', must be 1 to 64 characters of A-Z, a-z, 0-9, '.', '_', '-'",
                () -> accounts.issue("ada", "a b", LATER));
        refused(
                Status.Code.INVALID_ARGUMENT,
                "expiry is 2026-03-01T12:00:00Z, must be later than now, 2026-03-01T12:00:00Z",
                () -> accounts.issue("ada", "now", NOW));
        refused(
                Status.Code.INVALID_ARGUMENT,
                "expiry is +1000000000-12-31T23:59:59.999999999Z, must be before the year 10000",
                () -> accounts.issue("ada", "never", Instant.MAX));
        refused(Status.Code.NOT_FOUND, "there is no token with the label 'desk'", () -> accounts.revoke("desk"));
        assertEquals(1, reopened().list().getFirst().tokens().size(), "nothing of it is in the file");
    }

    @Test
    void manyIssueAndAuthenticateAtOnceOnTwoServersOfTheSameFile() throws Exception {
        int threads = 4;
        int each = 20;
        accounts.create("ada", USER, UserQuotas.DEFAULTS);
        Accounts second = reopened();
        String first = accounts.issue("ada", "first", LATER);
        AtomicBoolean ended = new AtomicBoolean();
        List<String> tokens = new ArrayList<>();
        try (var pool = Executors.newCachedThreadPool()) {
            Future<Integer> reader = pool.submit(() -> {
                int times = 0;
                while (!ended.get() || times == 0) {
                    assertTrue(second.authenticate(first, NOW_MS).isPresent());
                    assertTrue(accounts.authenticate(first, NOW_MS).isPresent());
                    times++;
                }
                return times;
            });
            List<Callable<List<String>>> writers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                String name = "t" + t;
                Accounts mine = t % 2 == 0 ? accounts : second;
                Accounts others = t % 2 == 0 ? second : accounts;
                writers.add(() -> issueAndUse(mine, others, name, each));
            }
            for (Future<List<String>> issued : pool.invokeAll(writers)) {
                tokens.addAll(issued.get());
            }
            ended.set(true);
            assertTrue(reader.get() > 0);
        }
        assertEquals(threads * each, Set.copyOf(tokens).size());
        Accounts third = reopened();
        for (String token : tokens) {
            String label = third.authenticate(token, NOW_MS).orElseThrow().tokenLabel();
            assertFalse(label.endsWith("0"), label + " was revoked");
        }
        assertEquals(1 + threads * (each + 1), third.list().getFirst().tokens().size());
    }

    private static List<String> issueAndUse(Accounts mine, Accounts others, String name, int count) throws Exception {
        List<String> tokens = new ArrayList<>();
        String gone = mine.issue("ada", name + ".0", LATER);
        for (int i = 1; i <= count; i++) {
            String token = mine.issue("ada", name + "-" + i + ".", LATER);
            assertTrue(mine.authenticate(token, NOW_MS).isPresent(), name + " " + i);
            assertTrue(others.authenticate(token, NOW_MS).isPresent(), name + " " + i + " at the other server");
            tokens.add(token);
        }
        others.revoke(name + ".0");
        assertTrue(mine.authenticate(gone, NOW_MS).isEmpty(), name);
        return tokens;
    }

    @Test
    void randomChangesAreAsAModelHasThem() throws Exception {
        long seed = 5;
        Random random = new Random(seed);
        record Issued(String user, String token, long expiresMs) {}
        Map<String, Boolean> enabled = new LinkedHashMap<>();
        Map<String, Issued> good = new LinkedHashMap<>();
        List<Issued> all = new ArrayList<>();
        for (int step = 0; step < 150; step++) {
            String user = "u" + random.nextInt(5);
            switch (random.nextInt(6)) {
                case 0 -> {
                    if (enabled.putIfAbsent(user, true) == null) {
                        accounts.create(user, USER, UserQuotas.DEFAULTS);
                    }
                }
                case 1 -> {
                    if (enabled.replace(user, false) != null) {
                        accounts.disable(user);
                    }
                }
                case 2 -> {
                    if (enabled.replace(user, true) != null) {
                        accounts.enable(user);
                    }
                }
                case 3, 4 -> {
                    if (enabled.getOrDefault(user, false)) {
                        Instant expiry = NOW.plusMillis(1 + random.nextInt(200_000));
                        Issued issued =
                                new Issued(user, accounts.issue(user, "l" + step, expiry), expiry.toEpochMilli());
                        good.put("l" + step, issued);
                        all.add(issued);
                    }
                }
                default -> {
                    List<String> labels = List.copyOf(good.keySet());
                    if (!labels.isEmpty()) {
                        String label = labels.get(random.nextInt(labels.size()));
                        accounts.revoke(label);
                        good.remove(label);
                    }
                }
            }
            if (random.nextInt(20) == 0) {
                accounts = reopened();
            }
            long now = NOW_MS + random.nextInt(300_000);
            for (Issued issued : all) {
                boolean right = good.containsValue(issued)
                        && enabled.getOrDefault(issued.user, false)
                        && now - issued.expiresMs < 60_000;
                assertEquals(
                        right,
                        accounts.authenticate(issued.token, now).isPresent(),
                        "seed %d, step %d, %s at %d".formatted(seed, step, issued, now));
            }
        }
    }
}
