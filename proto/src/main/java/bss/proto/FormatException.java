package bss.proto;

/// Bytes that are not what they claim to be: the message says where and what would be right.
public final class FormatException extends Exception {

    private static final long serialVersionUID = 1;

    public FormatException(String message) {
        super(message);
    }

    public FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
