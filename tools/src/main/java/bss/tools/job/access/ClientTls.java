package bss.tools.job.access;

import com.linecorp.armeria.client.ClientFactoryBuilder;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.TlsProvider;
import com.linecorp.armeria.common.util.TlsEngineType;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// TLS 1.3 and 1.2 of a client, by the JDK, from PEM files. The server's certificate must be of an authority that is
/// trusted, and for the name by which the server is called.
public final class ClientTls {

    private ClientTls() {}

    /// Sets connections up.
    ///
    /// @param authorities that are trusted; empty: those of the system
    /// @param chain shown to a server that asks, with its key
    /// @throws IOException if a file cannot be used
    public static void setUp(
            ClientFactoryBuilder connections, Optional<Path> authorities, Optional<Path> chain, Optional<Path> key)
            throws IOException {
        Optional<List<X509Certificate>> trusted =
                authorities.isPresent() ? Optional.of(PemFiles.certificates(authorities.get())) : Optional.empty();
        Optional<TlsKeyPair> own = chain.isPresent()
                ? Optional.of(PemFiles.keyPair(chain.get(), key.orElseThrow(), Instant.now()))
                : Optional.empty();
        connections.tlsEngineType(TlsEngineType.JDK);
        if (trusted.isPresent() || own.isPresent()) {
            connections.tlsProvider(new Read(own, trusted));
        }
    }

    /// What was read.
    private record Read(Optional<TlsKeyPair> own, Optional<List<X509Certificate>> trusted) implements TlsProvider {

        @Override
        public @Nullable TlsKeyPair keyPair(String hostname) {
            return own.orElse(null);
        }

        @Override
        public @Nullable List<X509Certificate> trustedCertificates(String hostname) {
            return trusted.orElse(null);
        }
    }
}
