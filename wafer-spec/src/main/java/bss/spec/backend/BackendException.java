package bss.spec.backend;

/// A wafer could not do what was asked: the message says what, and why.
public final class BackendException extends Exception {

    private static final long serialVersionUID = 1;

    public BackendException(String message) {
        super(message);
    }

    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
