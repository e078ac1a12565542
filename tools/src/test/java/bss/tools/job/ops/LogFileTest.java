package bss.tools.job.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of the log against a list of lists.
class LogFileTest {

    private static final int MOST = 200;
    private static final int KEPT = 5;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static final Formatter PLAIN = new Formatter() {
        @Override
        public String format(LogRecord log) {
            return log.getMessage() + "\n";
        }
    };

    @Test
    void filesEndByLengthAndByDayAndOnlySoManyAreKept() throws Exception {
        Random random = new Random(4);
        Path file = folder.resolve("bss.log");
        List<List<String>> model = new ArrayList<>(List.of(new ArrayList<>()));
        Instant now = Instant.parse("2026-11-26T20:00:00Z");
        long day = -1;
        LogFile log = new LogFile(file, PLAIN, MOST, KEPT);
        for (int i = 0; i < 500; i++) {
            now = now.plus(Duration.ofMinutes(random.nextInt(random.nextInt(10) == 0 ? 1_000 : 10)));
            String line = i + " " + "x".repeat(random.nextInt(random.nextInt(20) == 0 ? 300 : 40));
            List<String> last = model.getLast();
            long bytes = last.stream().mapToLong(l -> l.length() + 1).sum();
            long today = now.getEpochSecond() / 86_400;
            if (!last.isEmpty() && (bytes + line.length() + 1 > MOST || today != day)) {
                model.add(new ArrayList<>());
            }
            model.getLast().add(line);
            day = today;
            LogRecord record = new LogRecord(Level.INFO, line);
            record.setInstant(now);
            log.publish(record);
            if (random.nextInt(30) == 0) {
                // another process goes on
                log.close();
                Files.setLastModifiedTime(file, FileTime.from(now));
                log = new LogFile(file, PLAIN, MOST, KEPT);
            }
        }
        log.close();
        assertEquals(model.getLast(), Files.readAllLines(file), "seed 4");
        for (int k = 1; k <= KEPT; k++) {
            assertEquals(
                    model.get(model.size() - 1 - k),
                    Files.readAllLines(folder.resolve("bss.log." + k)),
                    "seed 4, file " + k);
        }
        try (var files = Files.list(folder)) {
            assertEquals(KEPT + 1, files.count());
        }
        assertTrue(model.size() > 3 * KEPT);
    }
}
