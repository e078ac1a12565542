package bss.hil.run;

import bss.hil.bench.Violation;
import java.util.OptionalLong;

/// Counts the rows of floating gates that a run writes, since each write wears a real wafer. A chip has 4 blocks of 24
/// rows.
final class GateBudget {

    private static final long ROWS_OF_CHIP = 4 * 24;

    private final OptionalLong most;
    private long spent;

    /// @param most rows that may be written; empty if any number
    GateBudget(OptionalLong most) {
        this.most = most;
    }

    /// Whether the floating gates of a chip may still be written.
    synchronized boolean isLeft() {
        return most.isEmpty() || spent + ROWS_OF_CHIP <= most.getAsLong();
    }

    /// Counts the writes of some chips.
    ///
    /// @throws Violation if that is more than is left; nothing is counted then
    synchronized void spend(int chips) throws Violation {
        long rows = chips * ROWS_OF_CHIP;
        if (most.isPresent() && spent + rows > most.getAsLong()) {
            throw new Violation("writing floating gates of %d chips, %d rows, is more than what is left: %s"
                    .formatted(chips, rows, text()));
        }
        spent += rows;
    }

    synchronized String text() {
        return most.isEmpty()
                ? "%d rows written".formatted(spent)
                : "%d of %d rows written".formatted(spent, most.getAsLong());
    }
}
