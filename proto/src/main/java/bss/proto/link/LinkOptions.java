package bss.proto.link;

/// How a host bears with its connection.
///
/// @param connectMillis to connect, for TLS and for the welcome together
/// @param resumeMillis how long it tries to come back after a cut
/// @param software name and version, for the server's log
public record LinkOptions(long connectMillis, long resumeMillis, String software) {

    public static final LinkOptions DEFAULT = new LinkOptions(20_000, 60_000, "bss");

    public LinkOptions {
        if (connectMillis < 1 || resumeMillis < 0) {
            throw new IllegalArgumentException(
                    "times are %d and %d ms, must be at least 1 and 0".formatted(connectMillis, resumeMillis));
        }
    }
}
