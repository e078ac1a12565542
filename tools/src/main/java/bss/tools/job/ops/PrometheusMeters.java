package bss.tools.job.ops;

import bss.tools.job.store.AuditEntry;
import bss.tools.job.store.JobRecord;
import bss.tools.job.store.JobState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;

/// Meters in the text format of Prometheus.
public final class PrometheusMeters implements Meters {

    /// The media type of [#text].
    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration[] WAITS = seconds(0.1, 1, 10, 60, 600, 3_600, 86_400);
    private static final Duration[] RUNS = seconds(0.1, 0.5, 1, 5, 10, 60, 600, 3_600);
    private static final Duration[] CALLS = seconds(0.001, 0.005, 0.02, 0.1, 1, 10, 60);
    private static final Duration[] COMMITS = seconds(0.0005, 0.001, 0.005, 0.02, 0.1, 1);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Timer wait =
            timer("bss.jobs.wait", "From the queue to a worker", WAITS).register(registry);
    private final Timer commit =
            timer("bss.store.commit", "Until changes are on the disk", COMMITS).register(registry);
    private final DistributionSummary group = DistributionSummary.builder("bss.store.commit.changes")
            .description("Changes that share a transaction")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 64, 256)
            .register(registry);
    private final Counter attempts = counter("bss.jobs.attempts", "Attempts that began");
    private final Counter starts = counter("bss.workers.starts", "Worker processes that began");
    private final Counter restarts =
            counter("bss.workers.restarts", "Worker processes that replaced one that was gone");
    private final Counter deaths = counter("bss.workers.deaths", "Worker processes that ended by themselves");
    private final JobTimes jobs;

    /// @param clock of the store
    public PrometheusMeters(InstantSource clock) {
        jobs = new JobTimes(clock);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        for (JobState state : JobState.values()) {
            if (state != JobState.ACCEPTED) {
                Gauge.builder("bss.jobs", jobs, j -> j.count(state))
                        .description("Jobs that are kept")
                        .tag("state", lower(state.name()))
                        .register(registry);
            }
        }
        gauge("bss.queue.length", "Jobs that wait", () -> jobs.count(JobState.QUEUED));
        gauge("bss.queue.oldest.seconds", "How long the oldest of them waits", jobs::oldestSeconds);
        for (String kind : List.of("token", "role", "quota")) {
            var _ = refusals(kind);
        }
    }

    private static Duration[] seconds(double... seconds) {
        Duration[] all = new Duration[seconds.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = Duration.ofNanos(Math.round(1e9 * seconds[i]));
        }
        return all;
    }

    private static Timer.Builder timer(String name, String help, Duration... buckets) {
        return Timer.builder(name).description(help).serviceLevelObjectives(buckets);
    }

    private Counter counter(String name, String help) {
        return Counter.builder(name).description(help).register(registry);
    }

    private Counter refusals(String kind) {
        return Counter.builder("bss.refusals")
                .description("Calls that were refused")
                .tag("kind", kind)
                .register(registry);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String text() {
        return registry.scrape();
    }

    @Override
    public void found(Map<JobState, Long> counts, List<JobRecord> unfinished) {
        jobs.found(counts, unfinished);
    }

    @Override
    public void called(String method, String status, long nanoseconds) {
        timer("bss.calls", "Calls that were answered", CALLS)
                .tag("method", method)
                .tag("status", status)
                .register(registry)
                .record(Duration.ofNanos(nanoseconds));
    }

    @Override
    public void refused(String kind) {
        refusals(kind).increment();
    }

    @Override
    public void workerStarted(boolean again) {
        starts.increment();
        if (again) {
            restarts.increment();
        }
    }

    @Override
    public void workerDied() {
        deaths.increment();
    }

    @Override
    public void gauge(String name, String help, DoubleSupplier value) {
        Gauge.builder(name, value::getAsDouble)
                .description(help)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void committed(int changes, long nanoseconds) {
        commit.record(Duration.ofNanos(nanoseconds));
        group.record(changes);
    }

    @Override
    public void changed(AuditEntry entry) {
        JobTimes.Passed passed = jobs.changed(entry);
        if (entry.action().equals("LEASE")) {
            attempts.increment();
            wait.record(Duration.ofMillis(passed.milliseconds()));
        } else if (passed.ran()) {
            timer("bss.jobs.run", "From a worker to the end of an attempt", RUNS)
                    .tag("state", lower(entry.after()))
                    .register(registry)
                    .record(Duration.ofMillis(passed.milliseconds()));
        }
    }

    @Override
    public void room(boolean there) {}
}
