package bss.emulator;

import bss.emulator.silicon.IdealSilicon;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.TypicalSilicon;
import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;
import java.util.BitSet;

/// A wafer emulated in this process, from its configuration bits alone.
///
/// Sessions on different FPGAs may run side by side; each emulates its own chips, and takes those of others for chips
/// in reset. A session is for one thread at a time.
public final class EmulatedWafer implements WaferBackend {

    /// A conductance step of the kernel is at most 16 per cycle of 8 ns.
    private static final double MAX_CONDUCTANCE_PER_SECOND = 16 / 8e-9;

    private final BitSet leased = new BitSet();

    private final Silicon silicon;
    private final EmulatorOptions options;

    private EmulatedWafer(Silicon silicon, EmulatorOptions options) {
        this.silicon = silicon;
        this.options = options;
    }

    /// A wafer without mismatch and noise, whose circuits are what the ideal transfers say; one thread.
    public static EmulatedWafer ideal() {
        return ideal(EmulatorOptions.DEFAULT);
    }

    /// A wafer without mismatch and noise.
    public static EmulatedWafer ideal(EmulatorOptions options) {
        return new EmulatedWafer(new IdealSilicon(), options);
    }

    /// A wafer as it comes from the fab: its fixed pattern follows from its seed, the noise of each write of its
    /// analog parameters from the trial too.
    public static EmulatedWafer typical(long waferSeed, EmulatorOptions options) {
        return new EmulatedWafer(new TypicalSilicon(waferSeed), options);
    }

    /// A wafer of any silicon, for example with a deviation planted.
    public static EmulatedWafer of(Silicon silicon, EmulatorOptions options) {
        return new EmulatedWafer(silicon, options);
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities("emulator", silicon.name(), true, true, MAX_CONDUCTANCE_PER_SECOND);
    }

    @Override
    public WaferSession open(Lease lease) throws BackendException {
        synchronized (leased) {
            for (int fpga : lease.fpgas()) {
                if (leased.get(fpga)) {
                    throw new BackendException(
                            "FPGA %d is held by another session, must be free for %s".formatted(fpga, lease));
                }
            }
            for (int fpga : lease.fpgas()) {
                leased.set(fpga);
            }
        }
        return new EmulatedSession(lease, this, silicon, options);
    }

    void release(Lease lease) {
        synchronized (leased) {
            for (int fpga : lease.fpgas()) {
                leased.clear(fpga);
            }
        }
    }
}
