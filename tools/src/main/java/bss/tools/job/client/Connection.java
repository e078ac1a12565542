package bss.tools.job.client;

import bss.tools.job.access.ClientTls;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.ClientFactoryBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How a server is reached, and as whom. Plain text goes to addresses of this machine alone; all others get TLS 1.3 or
/// 1.2, so that a token never crosses a network in the clear.
///
/// @param token as the server issued it
/// @param authorities of the server's certificate (PEM); empty: those that the system trusts
/// @param certificate shown to the server, with its chain (PEM)
/// @param key of the certificate (PKCS 8, PEM)
public record Connection(
        ServerAddress server,
        String token,
        Optional<Path> authorities,
        Optional<Path> certificate,
        Optional<Path> key) {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    public Connection {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("a certificate and its key need each other");
        }
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("the token is empty or has characters that no token has");
        }
    }

    /// Plain text to a server on this machine.
    public static Connection plain(ServerAddress server, String token) {
        return new Connection(server, token, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Connections, and the address that they lead to.
    record Opened(ClientFactory factory, String uri) implements AutoCloseable {
        @Override
        public void close() {
            factory.close();
        }
    }

    /// @throws IOException if a file of certificates cannot be used
    Opened open() throws IOException {
        ClientFactoryBuilder factory = ClientFactory.builder().connectTimeout(CONNECT);
        Optional<InetAddress> here =
                authorities.isEmpty() && certificate.isEmpty() ? server.loopback() : Optional.empty();
        if (here.isPresent()) {
            // the address itself: the name might mean another one when it is looked up again
            String authority = ServerAddress.authority(here.get().getHostAddress(), server.port());
            return new Opened(factory.build(), "gproto+http://" + authority + "/");
        }
        ClientTls.setUp(factory, authorities, certificate, key);
        return new Opened(factory.build(), "gproto+https://" + server + "/");
    }

    /// Without the token.
    @Override
    public String toString() {
        return server.toString();
    }
}
