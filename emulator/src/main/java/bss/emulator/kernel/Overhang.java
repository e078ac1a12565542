package bss.emulator.kernel;

/// The lanes behind a range that the last vector of the range covers too. They are stepped along, so their state is
/// set aside before and put back after.
final class Overhang {

    private static final int ARRAYS = 7;

    private final int[] kept = new int[ARRAYS * CircuitState.MARGIN];

    /// Keeps the state of `count` lanes from index `at` on.
    void save(CircuitState s, int at, int count) {
        System.arraycopy(s.v, at, kept, 0, count);
        System.arraycopy(s.w, at, kept, CircuitState.MARGIN, count);
        System.arraycopy(s.gExc, at, kept, 2 * CircuitState.MARGIN, count);
        System.arraycopy(s.gInh, at, kept, 3 * CircuitState.MARGIN, count);
        System.arraycopy(s.refractory, at, kept, 4 * CircuitState.MARGIN, count);
        System.arraycopy(s.inExc, at, kept, 5 * CircuitState.MARGIN, count);
        System.arraycopy(s.inInh, at, kept, 6 * CircuitState.MARGIN, count);
    }

    void restore(CircuitState s, int at, int count) {
        System.arraycopy(kept, 0, s.v, at, count);
        System.arraycopy(kept, CircuitState.MARGIN, s.w, at, count);
        System.arraycopy(kept, 2 * CircuitState.MARGIN, s.gExc, at, count);
        System.arraycopy(kept, 3 * CircuitState.MARGIN, s.gInh, at, count);
        System.arraycopy(kept, 4 * CircuitState.MARGIN, s.refractory, at, count);
        System.arraycopy(kept, 5 * CircuitState.MARGIN, s.inExc, at, count);
        System.arraycopy(kept, 6 * CircuitState.MARGIN, s.inInh, at, count);
    }
}
