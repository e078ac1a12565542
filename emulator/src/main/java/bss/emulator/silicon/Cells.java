package bss.emulator.silicon;

import bss.spec.config.HicannConfiguration;
import bss.spec.fg.CellKind;
import bss.spec.fg.FloatingGates;

/// The floating-gate cells of a wafer: what they hold for what was written.
///
/// Level = floor + gain * ideal level + noise of this write + drift since, at most the ceiling. A stuck cell holds the
/// level of a random code, without noise and drift. A current cell written 0 delivers no current, whatever its floor:
/// that code is the switch of several circuits.
/// Source: halbe:tools/FG/result_doc/results.tex and its figures.
final class Cells {

    private static final int PER_CHIP =
            HicannConfiguration.FG_BLOCKS * HicannConfiguration.FG_ROWS * HicannConfiguration.FG_COLUMNS;

    private static final double FLOOR = SiliconTable.CELL_FLOOR.value();
    private static final double VOLT_PER_CODE =
            SiliconTable.CELL_GAIN.value() * FloatingGates.MAX_VOLT / FloatingGates.MAX_CODE;
    private static final double CEILING = SiliconTable.CELL_CEILING.value();
    private static final double STUCK = SiliconTable.STUCK_CELLS.value();
    private static final double CODE_PER_VOLT = FloatingGates.MAX_CODE / FloatingGates.MAX_VOLT;

    private final Spreads spreads;
    private final Draws stuck;
    private final Draws stuckCode;
    private final Draws noise;
    private final Draws drift;

    Cells(long waferSeed, Spreads spreads) {
        this.spreads = spreads;
        stuck = Draws.of(waferSeed, Draws.Kind.CELL_STUCK);
        stuckCode = Draws.of(waferSeed, Draws.Kind.CELL_STUCK_CODE);
        noise = Draws.of(waferSeed, Draws.Kind.CELL_NOISE);
        drift = Draws.of(waferSeed, Draws.Kind.CELL_DRIFT);
    }

    /// What the cell holds in V, currents on the scale on which 1.8 V are 2.5 uA.
    double volt(WrittenChip chip, int block, int row, int column) {
        int index = HicannConfiguration.floatingGateIndex(block, row, column);
        long cell = (long) chip.hicann() * PER_CHIP + index;
        CellKind kind = CellKind.ofRow(row);
        if (stuck.uniform(cell) < STUCK) {
            return level(kind, (int) (stuckCode.uniform(cell) * (FloatingGates.MAX_CODE + 1)), 0);
        }
        int code = chip.config().floatingGate(block, row, column);
        double moved = spreads.factor() * WriteNoise.sigmaVolt(kind, code) * noise.normal(cell, chip.trial());
        if (chip.ageSecond() != 0) {
            moved += chip.ageSecond() / SiliconTable.DRIFT_SECONDS * drift(kind, cell);
        }
        return level(kind, code, moved);
    }

    /// What the cell holds in codes of the ideal scale.
    double code(WrittenChip chip, int block, int row, int column) {
        return volt(chip, block, row, column) * CODE_PER_VOLT;
    }

    private static double level(CellKind kind, int code, double moved) {
        if (kind == CellKind.CURRENT && code == 0) {
            return 0;
        }
        return Math.clamp(FLOOR + code * VOLT_PER_CODE + moved, 0, CEILING);
    }

    private double drift(CellKind kind, long cell) {
        return switch (kind) {
            case VOLTAGE ->
                SiliconTable.DRIFT_VOLTAGE_MEAN.value() + spreads.of(SiliconTable.DRIFT_VOLTAGE) * drift.normal(cell);
            case CURRENT ->
                SiliconTable.DRIFT_CURRENT_MEAN.value() + spreads.of(SiliconTable.DRIFT_CURRENT) * drift.normal(cell);
        };
    }
}
