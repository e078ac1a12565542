package bss.emulator.adc;

import bss.spec.backend.AdcRequest;

/// A request and what has become of it.
///
/// @param denmem whose membrane is recorded, 0 to 511; -1: a floating-gate cell
/// @param cellQ30 voltage of that cell in 2^-30 V
public record AdcRecording(AdcRequest request, int denmem, int cellQ30, AdcRecorder recorder) {

    /// The chip that it looks at.
    public int hicann() {
        return request.hicann();
    }

    /// Takes the state of the chip at the beginning of a cycle.
    ///
    /// @param membraneQ30 the membrane of [#denmem()] in 2^-30 V; not looked at for a cell
    public void cycle(long n, int membraneQ30) {
        recorder.cycle(n, denmem < 0 ? cellQ30 : membraneQ30);
    }
}
