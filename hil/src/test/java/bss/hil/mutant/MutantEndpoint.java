package bss.hil.mutant;

import bss.hil.FrameFault;
import bss.hil.HealthyEndpoint;
import bss.hil.Relay;
import bss.hil.wire.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// A mutant behind a port of this machine, which asks for tokens.
final class MutantEndpoint implements AutoCloseable {

    private final HealthyEndpoint server;
    private final Optional<Relay> relay;

    /// @param folder for the token files
    MutantEndpoint(Mutant.Plant plant, Path folder) throws IOException {
        server = HealthyEndpoint.gated(plant.wafer(), plant.limits(), Files.createTempDirectory(folder, "tokens"));
        try {
            Optional<Function<Endpoint, Supplier<FrameFault>>> frames = plant.frames();
            relay = frames.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Relay(server.endpoint().address(), frames.get().apply(server.endpoint())));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /// What to test.
    Endpoint endpoint() {
        Endpoint behind = server.endpoint();
        return relay.map(r -> new Endpoint(r.address(), behind.security(), behind.expiredToken()))
                .orElse(behind);
    }

    @Override
    public void close() {
        relay.ifPresent(Relay::close);
        server.close();
    }
}
