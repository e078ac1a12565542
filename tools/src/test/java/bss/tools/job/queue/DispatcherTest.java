package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bss.tools.job.queue.Dispatcher.Handed;
import bss.tools.job.schedule.Shares;
import bss.tools.job.store.Actor;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobSpec;
import bss.tools.job.store.JobState;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.Limits;
import com.google.common.hash.Hashing;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DispatcherTest {

    private static final Actor ADA = new Actor("ada", "local", "test");

    @TempDir
    Path data;

    private static JobKey submit(JobStore store, String id) throws Exception {
        JobKey key = new JobKey("ada", id);
        byte[] log = {1, 2, 3};
        JobSpec spec = new JobSpec("", 0, true, List.of(), new Limits(1, 1, 1), "");
        var _ = store.submit(key, spec, log, Hashing.sha256().hashBytes(log).toString(), 0, ADA);
        return key;
    }

    @Test
    void jobsThatNobodyHasWaitAgainAndOthersAreLeftAlone() throws Exception {
        try (JobStore store = JobStore.open(data, InstantSource.system(), CrashPoints.none());
                Dispatcher dispatcher = new Dispatcher(store, Shares.equal(), _ -> 10, Optional.empty())) {
            JobKey held = submit(store, "held");
            dispatcher.recover();
            Handed first = dispatcher.take().orElseThrow();
            assertEquals(held, first.key());
            assertEquals(1, store.lease(held, ADA));
            JobKey waits = submit(store, "waits");
            JobKey stray = submit(store, "stray");
            assertEquals(1, store.lease(stray, ADA));
            dispatcher.reconcile();
            dispatcher.reconcile();
            assertEquals(JobState.LEASED, store.job(held).orElseThrow().state());
            assertEquals(JobState.QUEUED, store.job(stray).orElseThrow().state());
            Handed second = dispatcher.take().orElseThrow();
            Handed third = dispatcher.take().orElseThrow();
            assertEquals(List.of(waits, stray), List.of(second.key(), third.key()));
            // with one that was asked to end meanwhile
            assertEquals(1, store.lease(waits, ADA));
            dispatcher.gaveBack(second, 1);
            store.askCancel(waits, ADA);
            dispatcher.reconcile();
            assertEquals(JobState.CANCELLED, store.job(waits).orElseThrow().state());
        }
    }

    @Test
    void whatIsFoundWithNobodyAgainAndAgainHasFailed() throws Exception {
        try (JobStore store = JobStore.open(data, InstantSource.system(), CrashPoints.none());
                Dispatcher dispatcher = new Dispatcher(store, Shares.equal(), _ -> 10, Optional.empty())) {
            JobKey bad = submit(store, "bad");
            dispatcher.recover();
            for (int attempt = 1; attempt <= Dispatcher.MOST_FAILURES; attempt++) {
                Handed handed = dispatcher.take().orElseThrow();
                assertEquals(attempt, store.lease(bad, ADA));
                dispatcher.gaveBack(handed, 1);
                dispatcher.reconcile();
            }
            assertEquals(JobState.FAILED, store.job(bad).orElseThrow().state());
        }
    }

    @Test
    void whatFailedAttemptsTookIsKnownUntilTheJobHasEnded() throws Exception {
        try (JobStore store = JobStore.open(data, InstantSource.system(), CrashPoints.none());
                Dispatcher dispatcher = new Dispatcher(store, Shares.equal(), _ -> 10, Optional.empty())) {
            assertEquals(1, dispatcher.failed(7, 0.5));
            assertEquals(2, dispatcher.failed(7, 0.25));
            assertEquals(1, dispatcher.failed(8, 3));
            assertEquals(1.75, dispatcher.spent(7, 1));
            dispatcher.ended(7);
            assertEquals(1, dispatcher.spent(7, 1));
            assertEquals(3, dispatcher.spent(8, 0));
        }
    }
}
