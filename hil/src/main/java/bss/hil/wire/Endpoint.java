package bss.hil.wire;

import bss.proto.link.LinkSecurity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What is tested: a wafer behind the wire.
///
/// @param address where it listens
/// @param security how to speak to it, and the token that it may ask for
/// @param expiredToken file with a token that has expired, so that a test can show it
public record Endpoint(InetSocketAddress address, LinkSecurity.Client security, Optional<Path> expiredToken) {

    /// The token that hosts show; empty if there is none.
    public String token() throws IOException {
        return security.token().isEmpty() ? "" : read(security.token().get());
    }

    /// A token that has expired; empty if there is none.
    public Optional<String> expired() throws IOException {
        return expiredToken.isEmpty() ? Optional.empty() : Optional.of(read(expiredToken.get()));
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new IOException("token file %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public String toString() {
        return address.getHostString() + ":" + address.getPort();
    }
}
