package bss.mapper.solver;

import com.google.ortools.Loader;
import com.google.ortools.sat.CpSolver;

/// CP-SAT as the mapper uses it: one worker, one seed, limits in deterministic work, so that results repeat.
public final class Solver {

    private Solver() {}

    private static final class Native {
        static final boolean LOADED = load();

        private static boolean load() {
            Loader.loadNativeLibraries();
            return true;
        }
    }

    /// Loads the native library, the first time it is asked for.
    public static void load() {
        if (!Native.LOADED) {
            throw new IllegalStateException("the OR-Tools library is not loaded");
        }
    }

    /// A solver that stops after so much deterministic work, about that many seconds.
    public static CpSolver deterministic(double work) {
        load();
        CpSolver solver = new CpSolver();
        solver.getParameters()
                .setNumWorkers(1)
                .setRandomSeed(1)
                .setMaxDeterministicTime(work)
                .setLogSearchProgress(false);
        return solver;
    }
}
