package bss.mapper.network.io;

/// A network file, or one that goes with it, that means nothing: the message names the file, the place in it, the value
/// and what would be
/// right.
public final class NetworkFileException extends Exception {

    private static final long serialVersionUID = 1;

    public NetworkFileException(String message) {
        super(message);
    }
}
