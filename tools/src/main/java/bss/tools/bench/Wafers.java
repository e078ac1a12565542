package bss.tools.bench;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.spec.backend.WaferBackend;
import java.util.Optional;

/// The wafers that are measured.
final class Wafers {

    private Wafers() {}

    static WaferBackend ideal(int threads) {
        return EmulatedWafer.ideal(new EmulatorOptions(threads, true));
    }

    /// A wafer with the mismatch of typical silicon, uncalibrated; empty if this version has none.
    ///
    /// @param waferSeed which one
    static Optional<WaferBackend> typical(long waferSeed, int threads) {
        return Optional.empty();
    }
}
