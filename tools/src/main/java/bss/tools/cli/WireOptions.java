package bss.tools.cli;

import bss.proto.link.LinkSecurity;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of how to speak to a wafer behind the wire.
final class WireOptions {

    private static final Pattern ADDRESS = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\[\\]]+)):([0-9]{1,5})");

    @Option(names = "--tls", description = "speak TLS 1.3 to it; plain text goes to this machine only")
    private boolean tls;

    @Option(names = "--tls-ca", paramLabel = "FILE", description = "authorities of its certificate (PEM)")
    private @Nullable Path authorities;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "certificate to show it (PEM), with --tls-key")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "key of that certificate (PKCS 8, PEM)")
    private @Nullable Path key;

    @Option(names = "--token-file", paramLabel = "FILE", description = "bearer token to show it")
    private @Nullable Path token;

    /// Refuses what does not fit together.
    ///
    /// @param wafer whether a wafer behind the wire is named
    void check(boolean wafer) {
        boolean more = tls || authorities != null || certificate != null || key != null || token != null;
        if (!wafer && more) {
            throw Failure.usage("--tls, --tls-ca, --tls-cert, --tls-key and --token-file need --hardware HOST:PORT");
        }
        if (!tls && (authorities != null || certificate != null || key != null)) {
            throw Failure.usage("--tls-ca, --tls-cert and --tls-key need --tls");
        }
        if ((certificate == null) != (key == null)) {
            throw Failure.usage("--tls-cert and --tls-key need each other");
        }
    }

    LinkSecurity.Client security() {
        return new LinkSecurity.Client(
                tls,
                Optional.ofNullable(authorities),
                Optional.ofNullable(certificate),
                Optional.ofNullable(key),
                Optional.ofNullable(token));
    }

    /// The address that `--hardware` names.
    // the first address of a name, as elsewhere
    @SuppressWarnings("AddressSelection")
    static InetSocketAddress address(String text) {
        Matcher m = ADDRESS.matcher(text);
        int port = m.matches() ? Integer.parseInt(m.group(3)) : 0;
        if (port < 1 || port > 65535) {
            throw Failure.usage("--hardware is '%s', must be HOST:PORT, e.g. 127.0.0.1:4700".formatted(text));
        }
        return new InetSocketAddress(m.group(1) != null ? m.group(1) : m.group(2), port);
    }
}
