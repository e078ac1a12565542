package bss.tools.cli;

/// Ends a command with a message for the user and an exit code.
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// The run failed.
    static final int FAILED = 1;
    /// Wrong use.
    static final int USAGE = 2;
    /// Mapped, but more was lost than allowed.
    static final int LOST = 3;

    private final int exitCode;

    private Failure(int exitCode, String message, Throwable cause) {
        super(message, cause, false, false);
        this.exitCode = exitCode;
    }

    static Failure failed(String message, Throwable cause) {
        return new Failure(FAILED, message, cause);
    }

    static Failure refused(String message) {
        return new Failure(FAILED, message, new UnsupportedOperationException(message));
    }

    static Failure usage(String message) {
        return new Failure(USAGE, message, new IllegalArgumentException(message));
    }

    /// Wrong use, as an exception tells it.
    static Failure usage(Exception e) {
        return usage(String.valueOf(e.getMessage()));
    }

    static Failure lost(String message) {
        return new Failure(LOST, message, new IllegalStateException(message));
    }

    int exitCode() {
        return exitCode;
    }
}
