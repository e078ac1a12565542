package bss.spec.backend;

/// A wafer that can be configured and run: an emulator in this process, or a machine behind a wire.
///
/// Mapping results, calibration and the conformance harness know only this interface.
public interface WaferBackend {

    Capabilities capabilities();

    /// Takes a part of the wafer.
    ///
    /// @throws BackendException if another session holds an FPGA of the lease
    WaferSession open(Lease lease) throws BackendException;
}
