package bss.tools.acceptance;

import bss.emulator.EmulatedWafer;
import bss.proto.link.LinkLimits;
import bss.proto.link.LinkServer;
import bss.spec.backend.WaferBackend;
import bss.tools.wire.Ends;

/// A wafer behind the wire.
class WireContractTest extends WaferContract {

    @Override
    WaferBackend offer(EmulatedWafer wafer) throws Exception {
        LinkServer server = closeLater(Ends.serve(wafer, LinkLimits.DEFAULT));
        return closeLater(Ends.connect(server.port()));
    }
}
