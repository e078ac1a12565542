package bss.proto.link;

/// What came over the wire is against the protocol: the message says what, and what would be right.
final class FrameException extends RuntimeException {

    private static final long serialVersionUID = 1;

    FrameException(String message) {
        super(message, null, false, false);
    }
}
