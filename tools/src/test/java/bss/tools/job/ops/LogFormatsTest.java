package bss.tools.job.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/// Lines of the log.
class LogFormatsTest {

    private static final String TOKEN = "bss_" + "aB3-_".repeat(8) + "xyz";

    private static LogRecord record(Level level, String message) {
        LogRecord record = new LogRecord(level, message);
        record.setLoggerName("bss.test");
        record.setInstant(Instant.parse("2026-11-26T12:00:00.5Z"));
        return record;
    }

    private static LogRecord event(String message, Map<String, Object> fields) {
        LogRecord record = record(Level.INFO, message);
        record.setParameters(new Object[] {new OpsLog.Fields(fields)});
        return record;
    }

    @Test
    void anEventIsAnObjectWithItsFields() throws Exception {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", "job");
        fields.put("number", 7L);
        fields.put("duration_s", 1.5);
        fields.put("detail", "\"{0}\"\n");
        String line = LogFormats.json().format(event("job {0} is '{done}'", fields));
        assertEquals(
                "{\"time\":\"2026-11-26T12:00:00.500Z\",\"level\":\"INFO\",\"logger\":\"bss.test\","
                        + "\"message\":\"job {0} is '{done}'\",\"event\":\"job\",\"number\":7,\"duration_s\":1.5,"
                        + "\"detail\":\"\\\"{0}\\\"\\n\"}\n",
                line);
        assertEquals(
                "2026-11-26T12:00:00.500Z INFO    job {0} is '{done}'\n",
                LogFormats.text().format(event("job {0} is '{done}'", fields)));
    }

    @Test
    void otherLinesHaveTheirArgumentsAndTraces() throws Exception {
        LogRecord record = record(Level.SEVERE, "cannot {0}");
        record.setParameters(new Object[] {"write"});
        record.setThrown(new IllegalStateException("full"));
        JsonNode json = new ObjectMapper().readTree(LogFormats.json().format(record));
        assertEquals("cannot write", json.path("message").asText());
        assertEquals("ERROR", json.path("level").asText());
        assertTrue(json.path("trace").asText().startsWith("java.lang.IllegalStateException: full"));
        assertTrue(LogFormats.text().format(record).contains("ERROR   cannot write\njava.lang"));
    }

    @Test
    void anythingIsOneLineAndTokensAreHidden() throws Exception {
        Random random = new Random(3);
        ObjectMapper json = new ObjectMapper();
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = random.nextInt(40); c > 0; c--) {
                text.append((char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
            }
            text.append(' ').append(TOKEN).append(' ');
            String where = "seed 3, line " + i;
            LogRecord record = event(text.toString(), Map.of("event", text.toString()));
            String line = LogFormats.json().format(record);
            assertEquals(line.length() - 1, line.indexOf('\n'), where);
            assertFalse(line.contains(TOKEN), where);
            String event = json.readTree(line).path("event").asText();
            assertEquals(text.toString().replace(TOKEN, "bss_(hidden)"), event, where);
            assertFalse(LogFormats.text().format(record).contains(TOKEN), where);
        }
    }
}
