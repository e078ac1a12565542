package bss.tools.job.store;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// A change that waits to be written, and its answer.
final class WriteRequest<T> {

    /// What to change, within a transaction. May be called more than once; only one is kept.
    @FunctionalInterface
    interface Change<T> {
        T make(Db db) throws SQLException, StoreException;
    }

    private final boolean needsRoom;
    private final Change<T> change;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable Throwable failure;

    WriteRequest(boolean needsRoom, Change<T> change) {
        this.needsRoom = needsRoom;
        this.change = change;
    }

    /// Whether it is refused while the disk is full.
    boolean needsRoom() {
        return needsRoom;
    }

    /// Makes the change, or leaves no trace of it if it is refused.
    ///
    /// @throws SQLException if nothing of the transaction can be kept
    void make(Db db) throws SQLException {
        failure = null;
        db.execute("SAVEPOINT request");
        try {
            result = change.make(db);
        } catch (StoreException | RuntimeException e) {
            failure = e;
            db.execute("ROLLBACK TO request");
        }
        db.execute("RELEASE request");
    }

    void fail(Throwable e) {
        failure = e;
    }

    /// Tells who waits.
    void answer() {
        if (failure != null) {
            answer.completeExceptionally(failure);
        } else if (result != null) {
            answer.complete(result);
        } else {
            answer.completeExceptionally(new IllegalStateException("a change was not made"));
        }
    }

    /// Has something done once the answer is known, by who writes: it must be quick.
    void then(Runnable next) {
        var _ = answer.whenComplete((_, _) -> next.run());
    }

    /// Waits for the answer, also if interrupted: what was asked for will be done.
    T await() throws StoreException {
        try {
            return answer.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case StoreException s -> throw new StoreException(s.kind(), String.valueOf(s.getMessage()), s);
                case RuntimeException r -> throw r;
                case Error r -> throw r;
                case null, default -> throw e;
            }
        }
    }
}
