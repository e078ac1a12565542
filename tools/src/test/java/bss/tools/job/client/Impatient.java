package bss.tools.job.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Patience whose pauses take no time, on a clock that they alone move.
final class Impatient {

    final AtomicLong nanos = new AtomicLong();
    final List<Long> pauses = new ArrayList<>();
    final List<String> notices = new ArrayList<>();
    final Patience patience = new Patience(Duration.ofSeconds(60), Duration.ofMinutes(10), nanos::get, ms -> {
        pauses.add(ms);
        nanos.addAndGet(ms * 1_000_000);
    });

    /// A client of a server on this machine.
    QueueClient client(int port) throws Exception {
        return QueueClient.to(
                Connection.plain(new ServerAddress("127.0.0.1", port), "bss_token"), patience, notices::add);
    }
}
