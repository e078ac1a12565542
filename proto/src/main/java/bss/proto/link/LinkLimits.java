package bss.proto.link;

/// What a server takes, each limit with a refusal that names it.
///
/// @param connections open at once; more are refused with a message
/// @param sessions kept at once, with or without a connection
/// @param maxFrameBytes of one frame, once the server has welcomed the host; 4,096 before
/// @param windowBlocks blocks of a stream under way in each direction; no block is larger than 256 KiB
/// @param maxPulsesPerPlay of one request; a client sends more in several
/// @param handshakeMillis for TLS, and again for the hello after it
/// @param frameMillis from the first byte of a frame to its last
/// @param idleMillis without a byte from the host
/// @param detachedMillis that a session outlives its connection
public record LinkLimits(
        int connections,
        int sessions,
        int maxFrameBytes,
        int windowBlocks,
        int maxPulsesPerPlay,
        long handshakeMillis,
        long frameMillis,
        long idleMillis,
        long detachedMillis) {

    /// Until the welcome: a stranger gets no more memory.
    static final int HELLO_BYTES = 4096;

    public static final LinkLimits DEFAULT =
            new LinkLimits(1000, 64, 1 << 20, 16, 1 << 23, 10_000, 30_000, 300_000, 60_000);

    public LinkLimits {
        if (connections < 1 || sessions < 1 || maxFrameBytes < 1 << 18 || windowBlocks < 2 || maxPulsesPerPlay < 1) {
            throw new IllegalArgumentException(
                    "%d connections, %d sessions, frames of %d bytes, %d blocks, %d pulses, must be at least 1, 1, 262144, 2, 1"
                            .formatted(connections, sessions, maxFrameBytes, windowBlocks, maxPulsesPerPlay));
        }
        if (handshakeMillis < 1 || frameMillis < 1 || idleMillis < 1 || detachedMillis < 1) {
            throw new IllegalArgumentException("times are %d, %d, %d, %d ms, must be at least 1"
                    .formatted(handshakeMillis, frameMillis, idleMillis, detachedMillis));
        }
    }

    /// With other times.
    public LinkLimits withMillis(long handshake, long frame, long idle, long detached) {
        return new LinkLimits(
                connections, sessions, maxFrameBytes, windowBlocks, maxPulsesPerPlay, handshake, frame, idle, detached);
    }

    /// With another number of connections.
    public LinkLimits withConnections(int most) {
        return new LinkLimits(
                most,
                sessions,
                maxFrameBytes,
                windowBlocks,
                maxPulsesPerPlay,
                handshakeMillis,
                frameMillis,
                idleMillis,
                detachedMillis);
    }
}
