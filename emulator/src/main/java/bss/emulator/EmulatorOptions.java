package bss.emulator;

/// How the emulator computes; none of it changes a result.
///
/// @param threads worker threads, at least 1
/// @param vector kernels on the Vector API, where this JVM has it; else the scalar ones that define them
/// @param everyCircuit also compute circuits that nothing sees, which only takes time: for tests
public record EmulatorOptions(int threads, boolean vector, boolean everyCircuit) {

    public static final EmulatorOptions DEFAULT = new EmulatorOptions(1, true);

    /// Computes only the circuits that something sees.
    public EmulatorOptions(int threads, boolean vector) {
        this(threads, vector, false);
    }

    public EmulatorOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("number of threads is %d, must be at least 1".formatted(threads));
        }
    }
}
