package bss.tools.calibration;

import bss.spec.backend.Capabilities;
import java.util.Optional;

/// Which wafer a calibration belongs to, as its backend tells it.
///
/// @param name emulator, or the wafer's name
/// @param silicon what its circuits are like: ideal, typical, or real
/// @param seed that a virtual wafer was drawn from; none for silicon and for an ideal wafer
public record WaferIdentity(String name, String silicon, Optional<Long> seed) {

    /// The wafer behind a backend.
    public static WaferIdentity of(Capabilities capabilities, Optional<Long> seed) {
        return new WaferIdentity(capabilities.name(), capabilities.silicon(), seed);
    }

    /// For messages, e.g. `typical wafer 3 (emulator)`.
    @Override
    public String toString() {
        return seed.map(s -> "%s wafer %d (%s)".formatted(silicon, s, name))
                .orElseGet(() -> "%s wafer (%s)".formatted(silicon, name));
    }
}
