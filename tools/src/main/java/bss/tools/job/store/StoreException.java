package bss.tools.job.store;

import org.jspecify.annotations.Nullable;

/// What the store does not do. The message names the place, the value and what would be right.
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1;

    private final Kind kind;

    public StoreException(Kind kind, String message) {
        this(kind, message, null);
    }

    public StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// What is wrong.
    public Kind kind() {
        return kind;
    }

    /// What may be wrong.
    public enum Kind {
        /// It contradicts what is kept.
        CONFLICT,
        /// There is no such job.
        UNKNOWN,
        /// The disk is full; nothing was kept.
        STORAGE_FULL,
        /// The store was written by a newer version of this program.
        NEWER_SCHEMA,
        /// Another server has the folder.
        LOCKED,
        /// The disk or what is on it is damaged.
        BROKEN
    }
}
