package bss.emulator.plasticity;

import bss.spec.config.WaferConfiguration;

/// The constants of spike-timing dependent plasticity.
///
/// Unit of charge: what a pair of events without a delay between them leaves on a capacitor. What sets
/// amplitude and time constants on the chip (V_clra, V_clrc, V_br) is not documented: assumed here are
/// the defaults of nest:models/stdp_facetshw_synapse_hom_impl.h at a speed-up of 10^4, whatever those
/// cells hold.
public final class StdpModel {

    /// Time constant of the causal window: 20 ms at 10^4 are 2 us.
    public static final int TAU_PLUS_CYCLES = 2 * WaferConfiguration.PLL_MHZ;

    /// Time constant of the anticausal window.
    public static final int TAU_MINUS_CYCLES = 2 * WaferConfiguration.PLL_MHZ;

    /// Codes of V_thigh and V_tlow above V_m for a threshold of one pair (assumed: linear, 28 mV).
    /// NEST's default threshold of 21.835 pairs lies 349 codes above V_m.
    public static final int CODES_PER_PAIR = 16;

    /// Time of the controller for a row in cycles; the weights are written at its end (3.2 us).
    ///
    /// Opening the row takes 34 cycles; each of the 8 column sets 18 to read, 21 to reset the
    /// capacitors and 6 to write; closing 3. The counts are those of halbe:hal/HICANNContainer.h at
    /// default delays, their sum is assumed.
    public static final int ROW_CYCLES = 34 + 8 * (18 + 21 + 6) + 3;

    /// Fraction bits of charges.
    public static final int CHARGE_FRACTION = 18;

    /// The largest charge: a capacitor is full at 64 pairs, its cell's range of 1023 codes (assumed).
    public static final int MAX_CHARGE = (1 << 24) - 1;

    private StdpModel() {}

    /// The threshold in pairs for the levels of V_thigh or V_tlow and of V_m in codes; negative below
    /// V_m.
    public static double threshold(double code, double startCode) {
        return (code - startCode) / CODES_PER_PAIR;
    }

    /// The charge of a pair by its delay in whole cycles, as long as it is not 0.
    static int[] window(int tauCycles) {
        int unit = 1 << CHARGE_FRACTION;
        int length = (int) Math.ceil(tauCycles * StrictMath.log(2.0 * unit));
        int[] window = new int[length];
        for (int dt = 0; dt < length; dt++) {
            window[dt] = (int) Math.round(StrictMath.exp(-dt / (double) tauCycles) * unit);
        }
        return window;
    }
}
