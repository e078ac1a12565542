package bss.tools.job.access;

import bss.proto.link.Watched;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.TlsProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/// Certificates for each new connection, as the files stand; connections that are open keep what they began with.
final class ReloadedPem implements TlsProvider {

    private record Loaded(TlsKeyPair own, List<X509Certificate> authorities) {}

    private final Watched<Loaded> files;
    private volatile Loaded loaded;

    /// @throws IOException if the files cannot be used
    ReloadedPem(Tls tls) throws IOException {
        List<Path> all = Stream.concat(Stream.of(tls.chain(), tls.key()), tls.clientAuthorities().stream())
                .toList();
        files = new Watched<>(all, _ -> load(tls));
        loaded = files.get();
    }

    /// Asked first for each connection, before [#trustedCertificates].
    @Override
    public TlsKeyPair keyPair(String hostname) {
        loaded = files.get();
        return loaded.own();
    }

    @Override
    public List<X509Certificate> trustedCertificates(String hostname) {
        return loaded.authorities();
    }

    private static Loaded load(Tls tls) throws IOException {
        TlsKeyPair own = PemFiles.keyPair(tls.chain(), tls.key(), tls.clock().instant());
        List<X509Certificate> authorities = tls.clientAuthorities().isPresent()
                ? PemFiles.certificates(tls.clientAuthorities().get())
                : List.of();
        return new Loaded(own, authorities);
    }
}
