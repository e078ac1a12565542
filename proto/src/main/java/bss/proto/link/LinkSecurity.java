package bss.proto.link;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How the two ends of a wire know each other: the files that each is given.
public final class LinkSecurity {

    private LinkSecurity() {}

    /// Of a server. Files that change are read anew for the next connection (certificates) or hello (tokens).
    ///
    /// @param certificate its chain (PEM), with `key` (PKCS 8, PEM); without both it speaks plain text, on
    ///     loopback alone
    /// @param clientAuthorities authorities (PEM) of the hosts' certificates
    /// @param requireClient a host without a certificate is refused
    /// @param crl revoked certificates of hosts (PEM or DER)
    /// @param tokenKey key that signs tokens: a public key (PEM: RSA for RS256, Ed25519 for EdDSA), or 32
    ///     bytes or more
    ///     for HS256; without it no token is asked for
    /// @param audience name of this wafer, which a token must have been made for
    public record Server(
            Optional<Path> certificate,
            Optional<Path> key,
            Optional<Path> clientAuthorities,
            boolean requireClient,
            Optional<Path> crl,
            Optional<Path> tokenKey,
            Optional<String> audience) {

        /// Plain text, for hosts on the same machine.
        public static final Server PLAIN = new Server(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        boolean isPlain() {
            return certificate.isEmpty();
        }

        /// The TLS of new connections, as the files stand.
        Watched<Optional<SslContext>> context() throws IOException {
            List<Path> files = Stream.of(certificate, key, clientAuthorities, crl)
                    .flatMap(Optional::stream)
                    .toList();
            return new Watched<>(files, _ -> Tls.server(this));
        }

        /// Who may come in, as the key file stands.
        Watched<TokenGate> gate() throws IOException {
            if (tokenKey.isEmpty()) {
                return new Watched<>(List.of(), _ -> TokenGate.OPEN);
            }
            String name = audience.orElseThrow(
                    () -> new IOException("tokens need the name of this wafer as their audience, and none is given"));
            Path file = tokenKey.get();
            return new Watched<>(
                    List.of(file),
                    before -> before instanceof JwtGate gate
                            ? gate.withKey(file)
                            : JwtGate.of(file, name, Clock.systemUTC()));
        }
    }

    /// Of a host.
    ///
    /// @param tls speak TLS; plain text only to this machine
    /// @param authorities of the server's certificate (PEM); without, those of the JDK
    /// @param certificate chain of the host (PEM), if the server wants one, with `key`
    /// @param key its key (PKCS 8, PEM)
    /// @param token file with a bearer token
    public record Client(
            boolean tls,
            Optional<Path> authorities,
            Optional<Path> certificate,
            Optional<Path> key,
            Optional<Path> token) {

        /// Plain text, to a server on the same machine.
        public static final Client PLAIN =
                new Client(false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        Optional<SslContext> context() throws IOException {
            return Tls.client(this);
        }

        /// A connection of bare bytes to a server, with the handshake of TLS behind it.
        ///
        /// @param millis to connect, and again for the handshake
        /// @throws IOException if there is no server, it is not who it should be, or plain text would leave
        ///     this machine
        public Socket connect(InetSocketAddress address, int millis) throws IOException {
            requireLoopback(address, !tls, "connecting to");
            Socket plain = new Socket();
            try {
                plain.connect(address, millis);
                plain.setTcpNoDelay(true);
                return tls ? Tls.handshake(this, plain, address, millis) : plain;
            } catch (IOException | RuntimeException e) {
                plain.close();
                throw e;
            }
        }
    }

    /// @param doing for the message
    static void requireLoopback(InetSocketAddress address, boolean plain, String doing) throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("%s is not known".formatted(address.getHostString()));
        }
        if (plain && !address.getAddress().isLoopbackAddress()) {
            throw new IOException("%s %s in plain text is refused: give a certificate (TLS), or use 127.0.0.1"
                    .formatted(doing, name(address)));
        }
    }

    static String name(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
