package bss.hil.mutant;

import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;

/// A wafer whose sessions have a fault.
record FaultyWafer(WaferBackend healthy, SessionFault fault) implements WaferBackend {

    /// What is broken in a session.
    interface SessionFault {

        /// Plants it.
        ///
        /// @param lease of the session, as it was asked for
        WaferSession in(WaferSession healthy, Lease lease) throws BackendException;
    }

    @Override
    public Capabilities capabilities() {
        return healthy.capabilities();
    }

    @Override
    public WaferSession open(Lease lease) throws BackendException {
        WaferSession session = healthy.open(lease);
        try {
            return fault.in(session, lease);
        } catch (BackendException | RuntimeException e) {
            session.close();
            throw e;
        }
    }
}
