package bss.tools.acceptance;

import bss.emulator.EmulatedWafer;
import bss.proto.link.LinkLimits;
import bss.proto.link.LinkServer;
import bss.spec.backend.WaferBackend;
import bss.tools.wire.Ends;
import bss.tools.wire.UnreliableProxy;

/// A wafer behind a wire that splits, merges, delays and cuts.
class UnreliableWireContractTest extends WaferContract {

    @Override
    WaferBackend offer(EmulatedWafer wafer) throws Exception {
        LinkServer server = closeLater(Ends.serve(wafer, LinkLimits.DEFAULT));
        UnreliableProxy proxy = closeLater(new UnreliableProxy(server.port(), 11, 60_000, 40, 300));
        return closeLater(Ends.connect(proxy.port()));
    }
}
