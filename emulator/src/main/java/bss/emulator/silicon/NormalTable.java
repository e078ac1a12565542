package bss.emulator.silicon;

/// Standard normal deviates from uniform bits: the inverse of the normal distribution as a table.
///
/// The upper tail probability p is cut into octaves down to 2^-33 and each octave into 64 straight pieces; the error
/// is below 1e-4. The knots follow from dz/dp = -1 / phi(z), from z = 0 at p = 1/2, with [StrictMath] alone, so that
/// they are the same on every machine.
final class NormalTable {

    private static final int OCTAVES = 32;
    private static final int PIECES = 64;
    /// Steps of the integration in each piece.
    private static final int STEPS = 8;

    private static final double INVERSE_ROOT_2PI = 1 / StrictMath.sqrt(2 * StrictMath.PI);

    /// By octave and piece: z where p = 2^-(octave + 2) (1 + piece / 64).
    private static final double[] Z = new double[OCTAVES * (PIECES + 1)];

    static {
        double z = 0;
        for (int octave = 0; octave < OCTAVES; octave++) {
            double width = Math.scalb(1.0, -(octave + 2)) / PIECES;
            Z[octave * (PIECES + 1) + PIECES] = z;
            for (int piece = PIECES - 1; piece >= 0; piece--) {
                z = down(z, width);
                Z[octave * (PIECES + 1) + piece] = z;
            }
        }
    }

    private NormalTable() {}

    /// z where the tail is smaller by `width`: Runge and Kutta's rule of fourth order.
    private static double down(double from, double width) {
        double h = width / STEPS;
        double z = from;
        for (int k = 0; k < STEPS; k++) {
            double k1 = h / density(z);
            double k2 = h / density(z + k1 / 2);
            double k3 = h / density(z + k2 / 2);
            double k4 = h / density(z + k3);
            z += (k1 + 2 * k2 + 2 * k3 + k4) / 6;
        }
        return z;
    }

    private static double density(double z) {
        return INVERSE_ROOT_2PI * StrictMath.exp(-z * z / 2);
    }

    /// The deviate that belongs to 64 uniform bits, within +-6.3.
    static double deviate(long bits) {
        long fraction = bits & Long.MAX_VALUE;
        int octave = Math.min(Long.numberOfLeadingZeros(fraction) - 1, OCTAVES - 1);
        // the bits below the leading one: piece, and place in it
        long rest = fraction << (octave + 2);
        int at = octave * (PIECES + 1) + (int) (rest >>> 58);
        double place = (rest << 6 >>> 11) * 0x1p-53;
        double z = Z[at] + place * (Z[at + 1] - Z[at]);
        return bits < 0 ? -z : z;
    }
}
