package bss.tools.cli;

import bss.emulator.EmulatedWafer;
import bss.proto.link.LinkLimits;
import bss.proto.link.LinkSecurity;
import bss.proto.link.LinkServer;
import bss.tools.job.access.Tls;
import bss.tools.result.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bss-run serve`: an emulated wafer behind the wire, or a queue of jobs.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = "Offers an emulated wafer, or a queue of jobs, over the network, until it is interrupted.",
        footer = {
            "",
            "Example: bss-run serve --port 4700 --silicon typical --wafer-seed 3",
            "         bss-run balanced.bssmap --duration 1000 --hardware 127.0.0.1:4700 -o balanced.h5",
            "         bss-run serve --jobs --data /var/lib/bss --port 4800",
            "",
            "Exit codes: 0 ended by a signal, 1 failed, 2 wrong use"
        })
final class ServeCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--port", required = true, paramLabel = "N", description = "TCP port; 0 takes a free one")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDR",
            defaultValue = "127.0.0.1",
            description = "address to listen at (127.0.0.1); others than loopback need TLS")
    @SuppressWarnings("NullAway.Init")
    private String bind;

    @Mixin
    private JobServing jobs = new JobServing();

    @Mixin
    private SiliconOptions silicon = new SiliconOptions();

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "certificate chain (PEM): speak TLS 1.3")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "its key (PKCS 8, PEM)")
    private @Nullable Path key;

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            description = "refuse hosts without a certificate of these authorities (PEM)")
    private @Nullable Path clientAuthorities;

    @Option(names = "--tls-crl", paramLabel = "FILE", description = "revoked certificates of hosts (PEM or DER)")
    private @Nullable Path crl;

    @Option(
            names = "--token-key",
            paramLabel = "FILE",
            description = "refuse hosts without a token (JWT): public key in PEM (RS256, EdDSA) or secret (HS256)")
    private @Nullable Path tokenKey;

    @Option(names = "--audience", paramLabel = "NAME", description = "name of this wafer in tokens")
    private @Nullable String audience;

    @Override
    public Integer call() throws Exception {
        check();
        if (jobs.wanted()) {
            Optional<Tls> tls = certificate == null || key == null
                    ? Optional.empty()
                    : Optional.of(
                            new Tls(certificate, key, Optional.ofNullable(clientAuthorities), InstantSource.system()));
            jobs.serve(address(), tls, spec.commandLine().getOut());
            return 0;
        }
        CountDownLatch end = new CountDownLatch(1);
        try (LinkServer server = start()) {
            Interruption.endsWith(server::close);
            PrintWriter out = spec.commandLine().getOut();
            out.printf("serving %s at %s:%d%n", name(), bind, server.port());
            out.flush();
            end.await();
        }
        return 0;
    }

    private void check() {
        silicon.check();
        jobs.check();
        if (jobs.wanted()) {
            silicon.refuseForJobs();
            if (tokenKey != null || crl != null) {
                throw Failure.usage("--jobs takes no --token-key and --tls-crl: `bss-run users` issues its tokens");
            }
        }
        if (port < 0 || port > 65535) {
            throw Failure.usage("--port is %d, must be 0 to 65535".formatted(port));
        }
        if ((certificate == null) != (key == null)) {
            throw Failure.usage("--tls-cert and --tls-key need each other");
        }
        if (certificate == null && (clientAuthorities != null || crl != null)) {
            throw Failure.usage("--tls-client-ca and --tls-crl need --tls-cert");
        }
        if (crl != null && clientAuthorities == null) {
            throw Failure.usage("--tls-crl needs --tls-client-ca");
        }
        if ((tokenKey == null) != (audience == null)) {
            throw Failure.usage("--token-key and --audience need each other");
        }
    }

    // the first address of a name, as elsewhere
    @SuppressWarnings("AddressSelection")
    private InetSocketAddress address() {
        return new InetSocketAddress(bind, port);
    }

    private LinkServer start() {
        EmulatedWafer wafer = silicon.wafer();
        LinkSecurity.Server security = new LinkSecurity.Server(
                Optional.ofNullable(certificate),
                Optional.ofNullable(key),
                Optional.ofNullable(clientAuthorities),
                clientAuthorities != null,
                Optional.ofNullable(crl),
                Optional.ofNullable(tokenKey),
                Optional.ofNullable(audience));
        try {
            return new LinkServer(
                    wafer, address(), security, LinkLimits.DEFAULT, silicon.seed(), "bss-run " + Version.current());
        } catch (IOException e) {
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        }
    }

    private String name() {
        return silicon.seed().map(s -> "typical wafer " + s).orElse("an ideal wafer");
    }
}
