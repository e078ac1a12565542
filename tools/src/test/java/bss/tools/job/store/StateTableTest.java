package bss.tools.job.store;

import static bss.tools.job.store.Fixture.ACTOR;
import static bss.tools.job.store.Fixture.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every operation in every state.
class StateTableTest {

    /// The states a job can be found in.
    private static final List<JobState> STATES = List.of(
            JobState.QUEUED,
            JobState.LEASED,
            JobState.CONFIGURING,
            JobState.RUNNING,
            JobState.READOUT,
            JobState.DONE,
            JobState.FAILED,
            JobState.CANCELLED,
            JobState.TIMED_OUT,
            JobState.INTERRUPTED);

    /// What each operation answers in each of them, and the state after: `.` none.
    private static final String TABLE = """
            lease LEASED CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT
            commit false false false false DONE false false false false false
            end-FAILED FAILED FAILED FAILED FAILED FAILED false false false false false
            end-CANCELLED CANCELLED CANCELLED CANCELLED CANCELLED CANCELLED false false false false false
            end-TIMED_OUT TIMED_OUT TIMED_OUT TIMED_OUT TIMED_OUT TIMED_OUT false false false false false
            end-INTERRUPTED INTERRUPTED INTERRUPTED INTERRUPTED INTERRUPTED INTERRUPTED false false false false false
            requeue false QUEUED QUEUED QUEUED QUEUED false false false false false
            requeue-once false INTERRUPTED INTERRUPTED INTERRUPTED INTERRUPTED false false false false false
            requeue-asked - CANCELLED CANCELLED CANCELLED CANCELLED false false false false false
            recover QUEUED QUEUED QUEUED QUEUED QUEUED DONE FAILED CANCELLED TIMED_OUT INTERRUPTED
            recover-once QUEUED INTERRUPTED INTERRUPTED INTERRUPTED INTERRUPTED DONE FAILED CANCELLED TIMED_OUT INTERRUPTED
            cancel CANCELLED asked asked asked asked DONE FAILED CANCELLED TIMED_OUT INTERRUPTED
            delete CONFLICT CONFLICT CONFLICT CONFLICT CONFLICT gone gone gone gone gone
            """;

    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private JobStore store;

    private int made;

    @BeforeEach
    void open() throws Exception {
        folder = Fixture.fastFolder();
        store = Fixture.open(folder.resolve("data"));
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        Fixture.delete(folder);
    }

    /// A new job in this state under attempt 1, or 0 in the queue.
    private JobKey in(JobState state, boolean rerunnable, boolean asked) throws Exception {
        String id = "job-" + made++;
        JobKey key = key(id);
        Fixture.submit(store, id, rerunnable);
        if (state == JobState.QUEUED) {
            return key;
        }
        int attempt = Fixture.bring(store, key, state.isEnd() ? JobState.READOUT : state);
        if (asked) {
            store.askCancel(key, ACTOR);
        }
        if (state == JobState.DONE) {
            assertTrue(commit(key, attempt));
        } else if (state.isEnd()) {
            assertTrue(store.end(key, attempt, state, "", ACTOR));
        }
        return key;
    }

    private boolean commit(JobKey key, int attempt) throws Exception {
        byte[] result = {1};
        return store.commit(key, attempt, Fixture.staged(store, "r" + made++, result), Sha256.of(result), 1, ACTOR);
    }

    @Test
    void everyOperationDoesInEveryStateWhatTheTableSays() throws Exception {
        for (String line : TABLE.lines().toList()) {
            String[] words = line.split(" +", -1);
            for (int i = 0; i < STATES.size(); i++) {
                if (!words[i + 1].equals("-")) {
                    JobKey key = in(STATES.get(i), !words[0].endsWith("-once"), words[0].endsWith("-asked"));
                    assertEquals(words[i + 1], outcome(words[0], key), words[0] + " in " + STATES.get(i));
                }
            }
        }
        store.verifyAudit();
    }

    /// The state after, or that and why nothing was changed.
    private String outcome(String operation, JobKey key) throws Exception {
        JobRecord before = store.job(key).orElseThrow();
        long entries = store.verifyAudit();
        String answer = "true";
        try {
            answer = apply(operation, key, before.attempt());
        } catch (StoreException e) {
            answer = e.kind().name();
        }
        JobRecord after = store.job(key).orElse(null);
        if (after == null) {
            return "gone";
        }
        if (!answer.equals("true")) {
            assertEquals(before, after, operation);
            assertEquals(entries, store.verifyAudit(), operation);
            return answer;
        }
        boolean asked =
                after.cancelAsked() && !before.cancelAsked() && !after.state().isEnd();
        return asked ? "asked" : after.state().name();
    }

    private String apply(String operation, JobKey key, int attempt) throws Exception {
        String[] words = operation.split("-", -1);
        switch (words[0]) {
            case "lease" -> assertEquals(attempt + 1, store.lease(key, ACTOR));
            case "cancel" -> store.askCancel(key, ACTOR);
            case "delete" -> store.delete(key, ACTOR);
            case "recover" -> store.recover(ACTOR);
            case "commit" -> {
                return Boolean.toString(commit(key, attempt));
            }
            case "end" -> {
                return Boolean.toString(store.end(key, attempt, JobState.valueOf(words[1]), "", ACTOR));
            }
            default -> {
                return Boolean.toString(store.requeue(key, attempt, "", ACTOR));
            }
        }
        return "true";
    }

    @Test
    void jobsMoveOnlyFromTheStateTheyAreInToOneThatFollows() throws Exception {
        Set<JobState> never = EnumSet.of(JobState.QUEUED, JobState.LEASED, JobState.DONE);
        for (JobState is : STATES) {
            JobKey key = in(is, true, false);
            for (JobState from : JobState.values()) {
                for (JobState to : JobState.values()) {
                    String where = "%s: %s to %s".formatted(is, from, to);
                    int attempt = store.job(key).orElseThrow().attempt();
                    if (!from.next().contains(to) || never.contains(to)) {
                        JobKey same = key;
                        String said = String.valueOf(assertThrows(
                                        IllegalArgumentException.class,
                                        () -> store.move(same, attempt, from, to, "", ACTOR),
                                        where)
                                .getMessage());
                        assertTrue(said.contains("from " + from + " to " + to), said);
                    } else {
                        assertFalse(store.move(key, attempt + 1, from, to, "", ACTOR), where);
                        assertFalse(store.move(key, attempt - 1, from, to, "", ACTOR), where);
                        assertEquals(from == is, store.move(key, attempt, from, to, "", ACTOR), where);
                    }
                    boolean moved = from == is && from.next().contains(to) && !never.contains(to);
                    assertEquals(moved ? to : is, store.job(key).orElseThrow().state(), where);
                    if (moved) {
                        key = in(is, true, false);
                    }
                }
            }
        }
    }

    @Test
    void endsAreStatesThatNothingFollowsAndAllOthersLeadToEachOfThem() {
        for (JobState state : JobState.values()) {
            assertEquals(state.isEnd(), state.next().isEmpty(), state.name());
            List<JobState> reached = new ArrayList<>(List.of(state));
            for (int i = 0; i < reached.size(); i++) {
                reached.get(i).next().stream().filter(s -> !reached.contains(s)).forEach(reached::add);
            }
            for (JobState end : JobState.values()) {
                assertEquals(
                        end == state || (end.isEnd() && !state.isEnd()),
                        (reached.contains(end) && end.isEnd()) || end == state,
                        state + " to " + end);
            }
        }
    }
}
