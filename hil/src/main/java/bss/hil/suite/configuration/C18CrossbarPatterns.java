package bss.hil.suite.configuration;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.spec.backend.BackendException;
import bss.spec.backend.WaferSession;
import bss.spec.config.Component;
import java.time.Duration;
import java.util.Set;

/// C18: one crossbar switch per HLine and side, its place in the row moving with the row, as halbe's test has
/// it.
final class C18CrossbarPatterns implements ConformanceTest {

    /// Switches of an HLine: the first four to VLines left of the array, the others right of it.
    private static final int PER_ROW = 8;

    private static final int PER_SIDE = 4;

    /// HLines.
    private static final int ROWS = 64;

    @Override
    public Card card() {
        return new Card(
                "C18",
                Layer.CONFIGURATION,
                "crossbar, one switch per row",
                "Each crossbar switch has its own place: left and right, in all 64 rows.",
                "halbe: HICANNBackendTest Crossbar",
                Set.of(Profile.SMOKE, Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(3));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException {
        try (WaferSession session = bench.open()) {
            RegisterTrial trial = new RegisterTrial(bench, session, Component.CROSSBAR_SWITCH);
            int sides = bench.size(1, 2, 2);
            int done = 0;
            for (int side = 0; side < sides; side++) {
                for (int shift = 0; shift < PER_SIDE; shift++) {
                    pattern(trial, side, sides, 1, shift);
                    bench.progress(++done / (6.0 * sides));
                }
                // rows that one pattern takes for each other differ in another
                for (int rows = PER_SIDE; rows < ROWS; rows *= PER_SIDE) {
                    pattern(trial, side, sides, rows, 0);
                    bench.progress(++done / (6.0 * sides));
                }
            }
        }
    }

    /// Closes one switch of each row on a side, or on both if they are not taken one by one.
    ///
    /// @param rows after so many rows the place moves on
    private static void pattern(RegisterTrial trial, int side, int sides, int rows, int shift)
            throws BackendException, Violation {
        int left = side == 0 ? shift : -1;
        int right = side == 1 || sides == 1 ? shift : -1;
        trial.write(
                "crossbar, side %d of %d, shift %d after %d rows".formatted(side, sides, shift, rows),
                (h, c, i) -> closed(i, rows, left) || closed(i - PER_SIDE, rows, right) ? 1 : 0);
    }

    /// Whether switch `index` is the one of its row and side.
    private static boolean closed(int index, int rows, int shift) {
        int row = Math.floorDiv(index, PER_ROW);
        int place = Math.floorMod(index, PER_ROW);
        return shift >= 0 && place < PER_SIDE && place == (row / rows + shift) % PER_SIDE;
    }
}
