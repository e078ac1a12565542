package bss.tools.cli;

import bss.proto.link.LinkClient;
import bss.proto.link.LinkOptions;
import bss.spec.backend.BackendException;
import bss.tools.result.Version;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options of a wafer behind the wire.
final class HardwareOptions {

    @Option(
            names = "--hardware",
            paramLabel = "HOST:PORT",
            description = "run on the wafer that bss-run serve (or an adapter) offers there")
    private @Nullable String hardware;

    @Mixin
    private WireOptions wire = new WireOptions();

    boolean isGiven() {
        return hardware != null;
    }

    /// Refuses what does not fit together.
    void check() {
        wire.check(hardware != null);
        if (hardware != null) {
            var _ = WireOptions.address(hardware);
        }
    }

    /// Connects; to be called only if a wafer is named.
    LinkClient connect() throws BackendException {
        String at = hardware;
        if (at == null) {
            throw new IllegalStateException("no wafer is named");
        }
        LinkOptions options = LinkOptions.DEFAULT;
        return new LinkClient(
                WireOptions.address(at),
                wire.security(),
                new LinkOptions(options.connectMillis(), options.resumeMillis(), "bss-run " + Version.current()));
    }
}
