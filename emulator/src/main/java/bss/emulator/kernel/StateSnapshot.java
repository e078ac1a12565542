package bss.emulator.kernel;

import java.util.Arrays;

/// The state of all lanes as it was at a boundary, without the inputs that arrive there.
public final class StateSnapshot {

    private final int[][] state;

    private StateSnapshot(int[][] state) {
        this.state = state;
    }

    /// The state of now.
    public static StateSnapshot of(CircuitState s) {
        return new StateSnapshot(new int[][] {s.v.clone(), s.w.clone(), s.refractory.clone(), release(s)});
    }

    private static int[] release(CircuitState s) {
        int[] release = new int[s.rare.length / CircuitState.RARE];
        Arrays.setAll(release, i -> s.rare[i * CircuitState.RARE + CircuitState.RELEASE]);
        return release;
    }

    /// Whether the step from here led to the same state, and will for ever without inputs: a step depends on its cycle
    /// only by how adaptation and conductances are rounded, and what is 0 stays 0.
    public boolean restsIn(CircuitState s) {
        for (int i = CircuitState.BASE; i < CircuitState.BASE + s.lanes(); i++) {
            boolean adapts = s.aW[i] != 0 && (s.v[i] != s.eL[i] || s.members[i] != 1);
            if (adapts || s.w[i] != 0 || s.gExc[i] != 0 || s.gInh[i] != 0) {
                return false;
            }
        }
        return Arrays.equals(state[0], s.v)
                && Arrays.equals(state[1], s.w)
                && Arrays.equals(state[2], s.refractory)
                && Arrays.equals(state[3], release(s));
    }
}
