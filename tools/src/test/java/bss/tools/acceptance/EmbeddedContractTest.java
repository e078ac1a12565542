package bss.tools.acceptance;

import bss.emulator.EmulatedWafer;
import bss.spec.backend.WaferBackend;

/// A wafer in this process.
class EmbeddedContractTest extends WaferContract {

    @Override
    WaferBackend offer(EmulatedWafer wafer) throws Exception {
        return wafer;
    }
}
