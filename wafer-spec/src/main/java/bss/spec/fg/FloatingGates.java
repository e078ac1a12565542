package bss.spec.fg;

/// Size and ideal scale of a HICANN's floating-gate arrays.
///
/// Four blocks, 0 top left, 1 top right, 2 bottom left, 3 bottom right, each of 24 rows x 129 columns; column 0 is
/// shared, columns 1..128 belong to one denmem each (halco:fg.h). Ideal scale: 1.8 V and 2.5 uA at code 1023
/// (cake:pycake/helpers/units.py).
public final class FloatingGates {

    /// Blocks of a HICANN.
    public static final int BLOCKS = 4;
    /// Rows of a block.
    public static final int ROWS = 24;
    /// Columns of a block.
    public static final int COLUMNS = 129;
    /// The column of the shared parameters.
    public static final int SHARED_COLUMN = 0;
    /// The largest code.
    public static final int MAX_CODE = 1023;
    /// The voltage of the largest code in V.
    public static final double MAX_VOLT = 1.8;
    /// The current of the largest code in A.
    public static final double MAX_AMPERE = 2.5e-6;

    private FloatingGates() {}

    /// The block that holds the cells of denmem (x 0..255, y 0 top or 1 bottom).
    public static int blockOfDenmem(int x, int y) {
        checkDenmem(x, y);
        return 2 * y + x / 128;
    }

    /// The column 1..128 of denmem (x, y) in its block.
    public static int columnOfDenmem(int x, int y) {
        checkDenmem(x, y);
        return 1 + x % 128;
    }

    /// The block whose shared neuron parameters (V_reset, ...) reach denmem (x, y): it goes by quad position.
    public static int sharedBlockOfDenmem(int x, int y) {
        checkDenmem(x, y);
        return 2 * y + x % 2;
    }

    /// Whether block 0..3 is a left one.
    public static boolean isLeft(int block) {
        if (block < 0 || block >= BLOCKS) {
            throw new IllegalArgumentException("FG block is %d, must be 0..3".formatted(block));
        }
        return block % 2 == 0;
    }

    /// The ideal voltage of a code in V; fractions of a code are allowed.
    public static double volt(double code) {
        return MAX_VOLT * code / MAX_CODE;
    }

    /// The ideal current of a code in A; fractions of a code are allowed.
    public static double ampere(double code) {
        return MAX_AMPERE * code / MAX_CODE;
    }

    /// The code of an ideal voltage, neither rounded nor clipped.
    public static double codeOfVolt(double volt) {
        return volt * MAX_CODE / MAX_VOLT;
    }

    /// The code of an ideal current, neither rounded nor clipped.
    public static double codeOfAmpere(double ampere) {
        return ampere * MAX_CODE / MAX_AMPERE;
    }

    /// The nearest code that a cell can hold: rounded half up and clipped to 0..1023.
    public static int nearestCode(double code) {
        if (Double.isNaN(code)) {
            throw new IllegalArgumentException("code is NaN, must be a number");
        }
        return Math.clamp(Math.round(code), 0, MAX_CODE);
    }

    private static void checkDenmem(int x, int y) {
        if (x < 0 || x > 255 || y < 0 || y > 1) {
            throw new IllegalArgumentException("denmem is (%d, %d), must be (0..255, 0..1)".formatted(x, y));
        }
    }
}
