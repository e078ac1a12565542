package bss.tools.job.store;

import java.util.List;

/// Told when the store is at a point where a crash would be interesting, so that tests can make one.
@FunctionalInterface
public interface CrashPoints {

    /// A payload lies aside, synced, under a temporary name.
    String PAYLOAD_WRITTEN = "payload-written";

    /// A payload has its name; the job is not yet kept.
    String PAYLOAD_RENAMED = "payload-renamed";

    /// A result is synced where its worker wrote it.
    String RESULT_SYNCED = "result-synced";

    /// A result has its name; the job is not yet done.
    String RESULT_RENAMED = "result-renamed";

    /// Changes were made, and will be lost.
    String BEFORE_COMMIT = "before-commit";

    /// Changes are durable, and nobody was told.
    String AFTER_COMMIT = "after-commit";

    /// Files that belong to no job any more are still there.
    String BEFORE_REMOVE = "before-remove";

    /// The disk is full and the reserve was just given up.
    String RESERVE_RELEASED = "reserve-released";

    /// Every point.
    List<String> ALL = List.of(
            PAYLOAD_WRITTEN,
            PAYLOAD_RENAMED,
            RESULT_SYNCED,
            RESULT_RENAMED,
            BEFORE_COMMIT,
            AFTER_COMMIT,
            BEFORE_REMOVE,
            RESERVE_RELEASED);

    /// The store is at this point. May be called on any thread.
    void at(String name);

    /// No crashes.
    static CrashPoints none() {
        return name -> {};
    }
}
