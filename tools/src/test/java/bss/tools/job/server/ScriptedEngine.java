package bss.tools.job.server;

import bss.tools.job.JobEngine;
import bss.tools.job.JobException;
import bss.tools.job.JobListener;
import bss.tools.job.TableWriter;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Change;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.MappingSummary;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.Reset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// An engine that does what a test tells it: it notes its calls, waits where it is to wait, and throws what it is to
/// throw. Shared with the factory that makes it.
final class ScriptedEngine implements JobEngine, EngineFactory {

    /// What the next call does beside being noted; may throw.
    interface Act {
        void of(JobListener listener) throws JobException, InterruptedException;
    }

    final List<String> calls = new CopyOnWriteArrayList<>();

    /// Advances wait for a permit each while this is set.
    final Semaphore permits = new Semaphore(0);

    volatile boolean waits;
    volatile Act act = listener -> {};
    volatile Consumer<TableWriter> answer = to -> to.i32("cell", new int[] {1, 2, 3});
    private volatile double now;

    @Override
    public JobEngine of(Options options) throws JobException {
        if (options.getSpeedup() < 0) {
            throw JobException.invalid("options: speedup is %s, must be 1e3 to 1e5", options.getSpeedup());
        }
        return this;
    }

    @Override
    public MappingSummary build(Build build, JobListener listener) throws JobException, InterruptedException {
        calls.add("build " + build.getNetwork().getName());
        act.of(listener);
        return MappingSummary.newBuilder()
                .setSynapsesRequested(build.getNetwork().getProjectionsList().stream()
                        .mapToLong(p -> p.getPre().size() / 4)
                        .sum())
                .build();
    }

    @Override
    public void advance(double untilMs, JobListener listener) throws JobException, InterruptedException {
        calls.add("advance " + untilMs);
        act.of(listener);
        if (waits) {
            permits.acquire();
        }
        now = untilMs;
    }

    @Override
    public Optional<MappingSummary> change(Change change, JobListener listener)
            throws JobException, InterruptedException {
        calls.add("change");
        act.of(listener);
        return Optional.empty();
    }

    @Override
    public void reset(Reset reset, JobListener listener) throws JobException, InterruptedException {
        calls.add("reset");
        act.of(listener);
        now = 0;
    }

    @Override
    public double nowMs() {
        return now;
    }

    @Override
    public void fetch(FetchRequest request, TableWriter to) {
        calls.add("fetch at " + now);
        answer.accept(to);
    }

    @Override
    public void end() {
        calls.add("end");
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
