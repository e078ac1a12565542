package bss.tools.bench;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.spec.backend.WaferBackend;

/// The wafers that are measured.
final class Wafers {

    private Wafers() {}

    static WaferBackend ideal(int threads) {
        return EmulatedWafer.ideal(new EmulatorOptions(threads, true));
    }

    /// A wafer with the mismatch of typical silicon, uncalibrated.
    ///
    /// @param waferSeed which one
    static WaferBackend typical(long waferSeed, int threads) {
        return EmulatedWafer.typical(waferSeed, new EmulatorOptions(threads, true));
    }
}
