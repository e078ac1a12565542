package bss.hil.run;

import bss.proto.v1.Limits;
import bss.proto.v1.Welcome;
import bss.spec.backend.Capabilities;
import java.util.Optional;

/// What an endpoint said of itself.
///
/// @param software name and version
/// @param protocol major and minor version
/// @param waferSeed that a virtual wafer was drawn from
public record EndpointFacts(
        Capabilities capabilities, String software, String protocol, Optional<Long> waferSeed, String limits) {

    static EndpointFacts of(Welcome welcome) {
        var c = welcome.getCapabilities();
        return new EndpointFacts(
                new Capabilities(
                        c.getName(), c.getSilicon(), c.getCanPause(), c.getProbe(), c.getMaxConductancePerSecond()),
                welcome.getSoftware(),
                "%d.%d".formatted(welcome.getMajor(), welcome.getMinor()),
                welcome.hasWaferSeed() ? Optional.of(welcome.getWaferSeed()) : Optional.empty(),
                limits(welcome.getLimits()));
    }

    private static String limits(Limits limits) {
        return "frames of %d bytes, windows of %d blocks, %d pulses in a play, %d s idle, %d s detached"
                .formatted(
                        limits.getMaxFrameBytes(),
                        limits.getWindowBlocks(),
                        limits.getMaxPulsesPerPlay(),
                        limits.getIdleSeconds(),
                        limits.getDetachedSeconds());
    }
}
