package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.access.Accounts;
import bss.tools.job.access.Role;
import bss.tools.job.access.UserQuotas;
import bss.tools.job.store.AuditLog;
import bss.tools.job.store.CrashPoints;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing that was acknowledged is lost, nothing has two results and no number is used again, whenever the server is
/// killed.
///
/// A client submits, looks and deletes all the time ([CrashLedger]). Of three servers on the same data one is killed at
/// a random time, one ends at a named point of the store, and one is killed within milliseconds of a submission. In
/// the end all jobs must have ended as they must, with the very bytes that others of their kind have.
class ServerCrashTest {

    private static final int KILLS = 20;
    private static final int MANY_KILLS = 1_000;
    /// Of one server: the last one has to end them all.
    private static final int MOST_JOBS = 3;
    private static final long SEED = Long.getLong("bss.seed", 20_261_126);

    /// All but that of a full disk, which DiskFullTest comes to.
    private static final List<String> POINTS = CrashPoints.ALL.stream()
            .filter(p -> !p.equals(CrashPoints.RESERVE_RELEASED))
            .toList();
    /// A server comes to them by itself, and many times.
    private static final Set<String> OFTEN = Set.of(CrashPoints.BEFORE_COMMIT, CrashPoints.AFTER_COMMIT);

    @TempDir
    Path data;

    private final Random random = new Random(SEED);
    private final CrashLedger ledger = new CrashLedger(random, "seed " + SEED);
    /// Kills by what they were.
    private final Map<String, Integer> struck = new TreeMap<>();

    @Test
    void nothingAcknowledgedIsLostOverTwentyKills() throws Exception {
        survive(KILLS);
    }

    @Test
    @Tag("sweep")
    void nothingAcknowledgedIsLostOverAThousandKills() throws Exception {
        int kills = Integer.getInteger("bss.kills", MANY_KILLS);
        survive(kills);
        if (kills >= MANY_KILLS) {
            Set<String> missed = new TreeSet<>(POINTS);
            missed.removeAll(struck.keySet());
            assertEquals(Set.of(), missed, "seed " + SEED + ": points that no server came to");
            assertTrue(ledger.unanswered() > kills / 20, "only %d calls were cut".formatted(ledger.unanswered()));
        }
    }

    private void survive(int kills) throws Exception {
        Accounts accounts = Accounts.open(data, InstantSource.system());
        accounts.create("ada", EnumSet.of(Role.USER), new UserQuotas(100_000, 4, 1L << 40, 1e9));
        String token = accounts.issue("ada", "laptop", Instant.now().plus(1, ChronoUnit.DAYS));
        for (int k = 0; k < kills; k++) {
            switch (k % 3) {
                case 0 -> atRandom(token);
                case 1 -> atPoint(token, POINTS.get(k / 3 % POINTS.size()));
                default -> atSubmission(token);
            }
            if (k % 50 == 49 || k == kills - 1) {
                System.out.printf(
                        "%d kills %s, %d jobs submitted, %d deleted, %d calls cut, seed %d%n",
                        k + 1, struck, ledger.submitted(), ledger.deleted(), ledger.unanswered(), SEED);
            }
        }
        try (ServerProcess server = ServerProcess.start(data, "")) {
            ledger.settle(Served.user(server.address(), token));
        }
        try (AuditLog audit = AuditLog.open(data)) {
            assertTrue(audit.verify(_ -> {}).number() >= ledger.submitted(), "seed " + SEED);
        }
        assertTrue(ledger.submitted() > kills / 4, "only %d jobs were submitted".formatted(ledger.submitted()));
    }

    private void count(String what) {
        struck.merge(what, 1, Integer::sum);
    }

    private long someTime() {
        return 200L + random.nextInt(3_000);
    }

    private void atRandom(String token) throws Exception {
        try (ServerProcess server = ServerProcess.start(data, "");
                Killer killer = new Killer(server, someTime())) {
            work(server, token, ledger.submitted() + MOST_JOBS);
            assertTrue(killer.struck(), "a server ended by itself, seed " + SEED);
            count("at random");
        }
    }

    private void atPoint(String token, String point) throws Exception {
        String nth = point + ":" + (1 + random.nextInt(OFTEN.contains(point) ? 24 : 1));
        try (ServerProcess server = ServerProcess.start(data, nth);
                Killer killer = new Killer(server, 1_000 + someTime())) {
            work(server, token, ledger.submitted() + MOST_JOBS);
            count(killer.struck() ? "at random" : point);
        } catch (IOException e) {
            // before it listened
            assertTrue(OFTEN.contains(point), point + ": " + e.getMessage());
            count(point);
        }
    }

    private void atSubmission(String token) throws Exception {
        try (ServerProcess server = ServerProcess.start(data, "")) {
            Served.User ada = Served.user(server.address(), token);
            long until = System.nanoTime() + 1_000_000 * someTime();
            for (int most = ledger.submitted() + MOST_JOBS - 1; System.nanoTime() < until; ) {
                step(ada, most);
            }
            try (Killer _ = new Killer(server, random.nextInt(12))) {
                ledger.submit(ada);
                work(server, token, 0);
            }
            count("at a submission");
        }
    }

    /// Until the server has ended.
    private void work(ServerProcess server, String token, int most) {
        Served.User ada = Served.user(server.address(), token);
        while (server.alive()) {
            step(ada, most);
        }
    }

    private void step(Served.User ada, int most) {
        if (ledger.submitted() < most && random.nextInt(60) == 0) {
            ledger.submit(ada);
        } else {
            ledger.look(ada);
        }
    }

    /// Kills a server after a while, unless it ended before.
    private static final class Killer implements AutoCloseable {

        private final Thread thread;
        private volatile boolean struck;

        Killer(ServerProcess server, long milliseconds) {
            thread = Thread.ofPlatform().start(() -> {
                try {
                    if (!server.gone(milliseconds)) {
                        struck = true;
                        server.kill();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        boolean struck() throws InterruptedException {
            thread.join();
            return struck;
        }

        @Override
        public void close() {
            thread.interrupt();
            Uninterruptibles.joinUninterruptibly(thread);
        }
    }

    /// Whoever was there before must be gone: two servers on the same data would undo each other's work.
    @Test
    void aSecondServerOnTheSameDataIsRefused() throws Exception {
        Files.createDirectories(data);
        try (ServerProcess first = ServerProcess.start(data, "")) {
            assertTrue(first.alive());
            IOException refused = assertThrows(IOException.class, () -> ServerProcess.start(data, ""));
            assertTrue(String.valueOf(refused.getMessage()).contains("ended"), refused.getMessage());
            assertTrue(Files.readString(data.resolve("server.log")).contains("lock"), "the log says why");
        }
    }
}
