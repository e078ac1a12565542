package bss.tools.job.access;

import com.linecorp.armeria.common.util.TlsEngineType;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerTlsConfig;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// TLS 1.3 and 1.2 of a server, by the JDK, from PEM files that may be replaced while it runs.
///
/// @param chain the server's certificate, followed by those between it and its authority
/// @param key its key: PKCS 8, not encrypted
/// @param clientAuthorities of the clients' certificates: who has none of theirs is refused
/// @param clock tells whether a certificate is valid
public record Tls(Path chain, Path key, Optional<Path> clientAuthorities, InstantSource clock) {

    /// Listens there with TLS, or without if there is none and the address is of this machine alone.
    ///
    /// @throws IOException if a file cannot be used, or if plain text would leave this machine
    public static void listen(ServerBuilder server, InetSocketAddress address, Optional<Tls> tls) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("there is no address " + address.getHostString());
        }
        if (tls.isPresent()) {
            tls.get().setUp(server);
            server.https(address);
            return;
        }
        if (!address.getAddress().isLoopbackAddress()) {
            throw new IOException("%s is not of this machine alone: plain text is refused there, give a certificate"
                    .formatted(address.getHostString()));
        }
        server.http(address);
    }

    private void setUp(ServerBuilder server) throws IOException {
        // Armeria offers TLS 1.3 and 1.2, and no others
        ServerTlsConfig config = ServerTlsConfig.builder()
                .clientAuth(clientAuthorities.isPresent() ? ClientAuth.REQUIRE : ClientAuth.NONE)
                .build();
        server.tlsProvider(new ReloadedPem(this), config).tlsEngineType(TlsEngineType.JDK);
    }
}
