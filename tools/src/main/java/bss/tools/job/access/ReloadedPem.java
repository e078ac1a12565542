package bss.tools.job.access;

import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.TlsProvider;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/// Certificates for each new connection, as the files stand. Files that changed and cannot be used are named in
/// the log, once, and the former certificates stay; connections that are open keep what they began with.
final class ReloadedPem implements TlsProvider {

    private static final System.Logger LOG = System.getLogger(ReloadedPem.class.getName());

    private record Loaded(List<String> stamps, TlsKeyPair own, List<X509Certificate> authorities) {}

    private final Tls tls;
    private final List<Path> files;
    private volatile Loaded loaded;

    /// @throws IOException if the files cannot be used
    ReloadedPem(Tls tls) throws IOException {
        this.tls = tls;
        files = Stream.concat(Stream.of(tls.chain(), tls.key()), tls.clientAuthorities().stream())
                .toList();
        loaded = load(stamps());
    }

    /// Asked first for each connection, before [#trustedCertificates].
    @Override
    public TlsKeyPair keyPair(String hostname) {
        List<String> now = stamps();
        return now.equals(loaded.stamps()) ? loaded.own() : reload().own();
    }

    @Override
    public List<X509Certificate> trustedCertificates(String hostname) {
        return loaded.authorities();
    }

    private synchronized Loaded reload() {
        List<String> now = stamps();
        Loaded last = loaded;
        if (!now.equals(last.stamps())) {
            try {
                loaded = load(now);
                LOG.log(Level.INFO, "read anew: {0}", files);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "changed certificates are not used, the former ones stay: {0}", e.getMessage());
                loaded = new Loaded(now, last.own(), last.authorities());
            }
        }
        return loaded;
    }

    /// @param stamps taken before the files are read: a change meanwhile is another one
    private Loaded load(List<String> stamps) throws IOException {
        TlsKeyPair own = PemFiles.keyPair(tls.chain(), tls.key(), tls.clock().instant());
        List<X509Certificate> authorities = tls.clientAuthorities().isPresent()
                ? PemFiles.certificates(tls.clientAuthorities().get())
                : List.of();
        return new Loaded(stamps, own, authorities);
    }

    private List<String> stamps() {
        return files.stream().map(ReloadedPem::stamp).toList();
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
            return a.lastModifiedTime() + " " + a.size() + " " + a.fileKey();
        } catch (IOException e) {
            return "missing";
        }
    }
}
