package bss.tools.job.ops;

import bss.tools.job.store.AuditEntry;
import bss.tools.job.store.StoreWatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What happens to a server and its jobs, as events of the log: a message for people, and fields for programs.
public final class OpsLog implements StoreWatch {

    /// Fields of an event, in their order.
    record Fields(Map<String, Object> values) {}

    private static final Logger LOG = Logger.getLogger("bss.jobs");

    /// Notes an event.
    ///
    /// @param event its name
    /// @param fields names and values in turn; empty values are left out
    public static void info(String event, String message, Object... fields) {
        log(Level.INFO, event, message, fields);
    }

    /// Notes an event that somebody should look at.
    public static void warn(String event, String message, Object... fields) {
        log(Level.WARNING, event, message, fields);
    }

    private static void log(Level level, String event, String message, Object... fields) {
        if (!LOG.isLoggable(level)) {
            return;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("event", event);
        for (int i = 0; i < fields.length; i += 2) {
            if (!String.valueOf(fields[i + 1]).isEmpty()) {
                values.put(String.valueOf(fields[i]), fields[i + 1]);
            }
        }
        // no pattern: what users chose may have braces in it
        LogRecord record = new LogRecord(level, message);
        record.setLoggerName(LOG.getName());
        record.setParameters(new Object[] {new Fields(values)});
        LOG.log(record);
    }

    @Override
    public void committed(int changes, long nanoseconds) {}

    @Override
    public void changed(AuditEntry entry) {
        String states = entry.before().equals(entry.after())
                ? entry.after() + ", to be cancelled"
                : "%s -> %s".formatted(orNone(entry.before()), orNone(entry.after()));
        info(
                "job",
                "job %s (%d.%d): %s%s"
                        .formatted(
                                entry.key(),
                                entry.job(),
                                entry.attempt(),
                                states,
                                entry.detail().isEmpty() ? "" : ": " + entry.detail()),
                "action",
                entry.action(),
                "user",
                entry.key().user(),
                "job",
                entry.key().id(),
                "number",
                entry.job(),
                "attempt",
                entry.attempt(),
                "state",
                entry.after(),
                "before",
                entry.before(),
                "detail",
                entry.detail(),
                "actor",
                entry.actor().name(),
                "address",
                entry.actor().address(),
                "request",
                entry.actor().request(),
                "audit",
                entry.number());
    }

    private static String orNone(String state) {
        return state.isEmpty() ? "none" : state;
    }

    @Override
    public void room(boolean there) {
        if (there) {
            info("storage-recovered", "there is room again: the reserve is back, jobs are taken");
        } else {
            warn("storage-full", "the disk is full: the reserve was given up, no new jobs are taken");
        }
    }
}
