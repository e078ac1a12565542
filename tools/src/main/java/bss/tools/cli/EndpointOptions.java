package bss.tools.cli;

import bss.hil.wire.Endpoint;
import bss.tools.hil.EmbeddedWafer;
import bss.tools.result.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options of the endpoint that `bss-hil` speaks to: a wafer behind the wire, or an emulated one of this process, also
/// behind the wire.
final class EndpointOptions {

    private static final String EMBEDDED = "embedded";

    /// Best for a session of a reticle or two: more would wait for each other at every step, above all where others
    /// work too.
    private static final int SESSION_THREADS = 1;

    /// What a command speaks to, until it is closed.
    ///
    /// @param wafer the wafer of this process
    record Open(Endpoint endpoint, Optional<EmbeddedWafer> wafer) implements AutoCloseable {

        @Override
        public void close() {
            wafer.ifPresent(EmbeddedWafer::close);
        }
    }

    @Option(
            names = "--hardware",
            paramLabel = "HOST:PORT",
            description = "wafer that bss-run serve (or an adapter) offers there;"
                    + " embedded (default): an emulated wafer of this process, behind a port of this machine,"
                    + " with one thread for each session")
    private String hardware = EMBEDDED;

    @Mixin
    private WireOptions wire = new WireOptions();

    @Option(
            names = "--expired-token-file",
            paramLabel = "FILE",
            description = "a token that has expired, for the test that shows one")
    private @Nullable Path expired;

    @Mixin
    private SiliconOptions silicon = new SiliconOptions();

    boolean isEmbedded() {
        return hardware.equals(EMBEDDED);
    }

    /// Refuses what does not fit together.
    void check() {
        wire.check(!isEmbedded());
        if (isEmbedded()) {
            if (expired != null) {
                throw Failure.usage("--expired-token-file needs --hardware HOST:PORT");
            }
            silicon.check();
        } else {
            silicon.refuse("--hardware");
            var _ = WireOptions.address(hardware);
        }
    }

    /// Starts an emulated wafer, unless another is named.
    Open open() {
        if (!isEmbedded()) {
            return new Open(
                    new Endpoint(WireOptions.address(hardware), wire.security(), Optional.ofNullable(expired)),
                    Optional.empty());
        }
        try {
            EmbeddedWafer wafer = new EmbeddedWafer(
                    silicon.wafer(silicon.threadsOr(SESSION_THREADS)), silicon.seed(), "bss-hil " + Version.current());
            return new Open(wafer.endpoint(), Optional.of(wafer));
        } catch (IOException e) {
            throw Failure.failed("an emulated wafer cannot be served: %s".formatted(e.getMessage()), e);
        }
    }
}
