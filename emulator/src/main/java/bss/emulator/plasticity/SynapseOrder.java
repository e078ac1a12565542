package bss.emulator.plasticity;

import bss.emulator.build.DriverRuns;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseRowConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// In which order the 224 x 256 synapses of one half are kept, so that those that an event hits lie together: by run of
/// drivers, 6-bit address, side, row, column parity and column. Immutable.
///
/// Runs are those of [DriverRuns], numbered by their first enabled driver. The side says which inputs the row feeds: 0
/// the left or none, 1 the right, 2 both. Synapses of drivers that are not enabled come last, in no group.
final class SynapseOrder {

    static final int ROWS = 224;
    static final int COLUMNS = HicannConfiguration.COLUMNS;
    static final int SYNAPSES = ROWS * COLUMNS;
    static final int ADDRESSES = 64;
    static final int SIDES = 3;

    private static final int DRIVERS = ROWS / 2;
    private static final int DECODERS = 16;

    private final HicannConfiguration chip;
    private final int half;
    /// Number of the run of each driver of the half, -1 if it is not enabled.
    private final int[] runOf = new int[DRIVERS];
    /// Enabled drivers of each run, 0 to 223, ascending.
    private final List<int[]> drivers = new ArrayList<>();
    /// First place by run, address and side, and the end.
    private final int[] begin;
    /// Place of the first synapse of a half row with a decoder, by `(2 * row + parity) * 16 + decoder`.
    private final char[] start = new char[2 * ROWS * DECODERS];

    private int @Nullable [] synapses;

    SynapseOrder(HicannConfiguration chip, int half) {
        this.chip = chip;
        this.half = half;
        number(new DriverRuns(chip));
        begin = new int[drivers.size() * ADDRESSES * SIDES + 2];
        int[] counts = new int[2 * ROWS * DECODERS];
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                counts[(2 * row + (column & 1)) * DECODERS + decoder(row, column)]++;
            }
            for (int at = 2 * row * DECODERS; at < 2 * (row + 1) * DECODERS; at++) {
                begin[section(row, at / DECODERS & 1, at % DECODERS) + 1] += counts[at];
            }
        }
        for (int k = 1; k < begin.length; k++) {
            begin[k] += begin[k - 1];
        }
        int[] next = begin.clone();
        for (int at = 0; at < counts.length; at++) {
            int section = section(at / DECODERS / 2, at / DECODERS & 1, at % DECODERS);
            start[at] = (char) next[section];
            next[section] += counts[at];
        }
    }

    private void number(DriverRuns runs) {
        Arrays.fill(runOf, -1);
        for (int d = 0; d < DRIVERS; d++) {
            int driver = half * DRIVERS + d;
            if (runOf[d] < 0 && chip.synapseDriver(driver).enable()) {
                int[] members = Arrays.stream(runs.run(driver))
                        .filter(y -> chip.synapseDriver(y).enable())
                        .toArray();
                for (int member : members) {
                    runOf[member - half * DRIVERS] = drivers.size();
                }
                drivers.add(members);
            }
        }
    }

    private int section(int row, int parity, int decoder) {
        int group = group(row, parity, decoder);
        if (group < 0) {
            return begin.length - 2;
        }
        return group * SIDES + side(row);
    }

    /// Which inputs a row, 0 to 223, feeds: 0 the left or none, 1 the right, 2 both.
    int side(int row) {
        SynapseRowConfig config = chip.synapseRow(chipRow(row));
        return !config.synInRight() ? 0 : config.synInLeft() ? 2 : 1;
    }

    /// Whether events hit a row that feeds both inputs.
    boolean feedsBoth() {
        return IntStream.range(0, ROWS).anyMatch(row -> runOf[row / 2] >= 0 && side(row) == 2);
    }

    /// The row of the chip, 0 to 447, of a row of the half.
    int chipRow(int row) {
        return half * ROWS + row;
    }

    /// 256 * row + column of a synapse, with the row of the chip.
    int synapse(int row, int column) {
        return COLUMNS * chipRow(row) + column;
    }

    private int decoder(int row, int column) {
        return chip.decoder(chipRow(row), column);
    }

    int runs() {
        return drivers.size();
    }

    /// The run of a driver of the half, 0 to 111; -1 if the driver is not enabled.
    int run(int driver) {
        return runOf[driver];
    }

    /// The enabled drivers of a run, 0 to 223, ascending; not to be written to.
    int[] drivers(int run) {
        return drivers.get(run);
    }

    /// `64 * run + address` of the events that hit these synapses of a row, 0 to 223, or -1 if none does.
    int group(int row, int parity, int decoder) {
        int run = runOf[row / 2];
        if (run < 0) {
            return -1;
        }
        SynapseRowConfig config = chip.synapseRow(chipRow(row));
        int upper = parity == 0 ? config.decoderEven() : config.decoderOdd();
        return run * ADDRESSES + (upper << 4 | decoder);
    }

    /// The first place of a group and side; of side 3 the end of the group.
    int begin(int group, int side) {
        return begin[group * SIDES + side];
    }

    /// The place of each synapse of a row, 0 to 223, by column.
    void places(int row, int[] places) {
        int[] next = new int[2 * DECODERS];
        for (int at = 0; at < next.length; at++) {
            next[at] = start[2 * row * DECODERS + at];
        }
        for (int column = 0; column < COLUMNS; column++) {
            places[column] = next[(column & 1) * DECODERS + decoder(row, column)]++;
        }
    }

    /// The group of each synapse of a row, 0 to 223, by column.
    void groups(int row, int[] groups) {
        int[] of = new int[2 * DECODERS];
        for (int at = 0; at < of.length; at++) {
            of[at] = group(row, at / DECODERS, at % DECODERS);
        }
        for (int column = 0; column < COLUMNS; column++) {
            groups[column] = of[(column & 1) * DECODERS + decoder(row, column)];
        }
    }

    /// The synapse at each place, 256 * row + column with rows of the chip; not to be written to.
    int[] synapses() {
        int[] known = synapses;
        if (known == null) {
            known = new int[SYNAPSES];
            int[] places = new int[COLUMNS];
            for (int row = 0; row < ROWS; row++) {
                places(row, places);
                for (int column = 0; column < COLUMNS; column++) {
                    known[places[column]] = synapse(row, column);
                }
            }
            synapses = known;
        }
        return known;
    }
}
