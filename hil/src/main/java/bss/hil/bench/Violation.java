package bss.hil.bench;

/// The endpoint does not keep a promise. The message says where, what it did and what would be right.
public final class Violation extends Exception {

    private static final long serialVersionUID = 1;

    public Violation(String message) {
        super(message);
    }
}
