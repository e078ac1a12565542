package bss.emulator;

import bss.emulator.kernel.Kernels;
import bss.emulator.kernel.SpikeBuffer;
import bss.emulator.kernel.StateSnapshot;

/// What circuits do that nothing touches: most come to rest soon, and the steps that would change nothing any more
/// need not be made.
final class Relaxation {

    /// Steps between two looks at whether all circuits are at rest.
    private static final int LOOK = 64;

    private Relaxation() {}

    /// Makes the steps of the cycles `from` to before `until` with all circuits of a bank. None of them fires into
    /// anything.
    static void run(CircuitBank bank, long from, long until) {
        Kernels kernels = Kernels.of(true);
        SpikeBuffer nowhere = new SpikeBuffer(0);
        for (long n = from; n < until; n++) {
            StateSnapshot before = (n - from) % LOOK == 0 ? StateSnapshot.of(bank.state()) : null;
            bank.step(kernels, n, nowhere);
            nowhere.clear();
            if (before != null && before.restsIn(bank.state())) {
                break;
            }
        }
    }
}
