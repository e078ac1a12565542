package bss.tools.job.wafer;

import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferBackend;
import bss.spec.coord.HicannOnWafer;
import java.util.List;
import java.util.Optional;

/// What of a wafer a job runs on.
///
/// @param lease FPGAs that nobody else has meanwhile
/// @param waferSeed that a virtual wafer was drawn from; empty: ideal, or silicon
/// @param onClose leaves the wafer
public record WaferPart(WaferBackend wafer, Lease lease, Optional<Long> waferSeed, Runnable onClose)
        implements AutoCloseable {

    /// Whether its circuits are as designed, and states can be set.
    static boolean ideal(Capabilities wafer) {
        return wafer.silicon().equals("ideal") && wafer.probe();
    }

    /// Its chips, ascending.
    List<Integer> hicanns() {
        return HicannOnWafer.all().stream()
                .filter(h -> lease.contains(h.fpga().index()))
                .map(HicannOnWafer::index)
                .toList();
    }

    @Override
    public void close() {
        onClose.run();
    }
}
