package bss.tools.job.queue;

import bss.tools.job.ops.LogLines;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What this process logs of its server, as objects, while this is open.
final class Heard extends Handler implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("bss.jobs");

    private final List<String> lines = new ArrayList<>();

    Heard() {
        LOG.addHandler(this);
    }

    @Override
    public synchronized void publish(LogRecord log) {
        lines.add(LogLines.json(log));
    }

    private synchronized boolean has(String event, String words) {
        return lines.stream().anyMatch(l -> l.contains("\"event\":\"" + event + "\"") && l.contains(words));
    }

    /// Waits for an event.
    void await(String event, String words) throws InterruptedException {
        while (!has(event, words)) {
            Thread.sleep(20);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOG.removeHandler(this);
    }
}
