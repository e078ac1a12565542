package bss.tools.hil;

import bss.hil.wire.Endpoint;
import bss.proto.link.LinkLimits;
import bss.proto.link.LinkSecurity;
import bss.proto.link.LinkServer;
import bss.spec.backend.WaferBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A wafer of this process behind the wire, at a port of this machine. It asks for tokens, which are drawn for it: one
/// that is good and one that has expired.
public final class EmbeddedWafer implements AutoCloseable {

    private static final String AUDIENCE = "embedded";
    private static final int SECRET_BYTES = 48;
    private static final Duration GOOD = Duration.ofDays(7);
    private static final Duration EXPIRED = Duration.ofHours(1);

    private final Path folder;
    private final LinkServer server;
    private final Endpoint endpoint;

    /// Serves a wafer until it is closed.
    ///
    /// @param seed that a virtual wafer was drawn from
    /// @param software name and version
    public EmbeddedWafer(WaferBackend wafer, Optional<Long> seed, String software) throws IOException {
        // only this user can look into it
        folder = Files.createTempDirectory("bss-hil");
        try {
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            Instant now = Instant.now();
            Path key = Files.write(folder.resolve("secret"), secret);
            Path good = token("token", secret, now.plus(GOOD));
            Path expired = token("expired", secret, now.minus(EXPIRED));
            server = new LinkServer(
                    wafer,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    new LinkSecurity.Server(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            Optional.empty(),
                            Optional.of(key),
                            Optional.of(AUDIENCE)),
                    LinkLimits.DEFAULT,
                    seed,
                    software);
            endpoint = new Endpoint(
                    server.address(),
                    new LinkSecurity.Client(
                            false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(good)),
                    Optional.of(expired));
        } catch (IOException | RuntimeException e) {
            remove();
            throw e;
        }
    }

    private Path token(String name, byte[] secret, Instant expiry) throws IOException {
        return Files.writeString(
                folder.resolve(name), HmacToken.of("bss-hil", AUDIENCE, expiry, secret), StandardCharsets.US_ASCII);
    }

    /// Where it is, and what it wants to see.
    public Endpoint endpoint() {
        return endpoint;
    }

    private void remove() {
        for (String name : List.of("secret", "token", "expired", "")) {
            try {
                Files.deleteIfExists(name.isEmpty() ? folder : folder.resolve(name));
            } catch (IOException e) {
                // a secret of a wafer that is gone
            }
        }
    }

    @Override
    public void close() {
        server.close();
        remove();
    }
}
