package bss.spec.transfer;

import bss.spec.config.WaferConfiguration;
import bss.spec.fg.FloatingGates;

/// Ideal scale of the synapses' correlation sensors and the STDP controllers' thresholds.
///
/// The unit is the pair: what a pre- and a postsynaptic spike at the same time would add to a capacitor. A
/// pair adds `exp(-dt / tau)` of it; both taus are 20 ms at a speed-up of 10,000, the defaults of the model
/// (nest-simulator:models/stdp_facetshw_synapse_hom.h). What sets them on the chip is not documented, nor
/// is the scale of the threshold voltages: linear from `V_m`, 16 codes (28 mV) for a pair, is an
/// assumption, and that a capacitor is full at 64 pairs.
public final class StdpTransfer {

    /// Time constant of the causal and of the anticausal sensor in hardware seconds.
    public static final double TAU_SECONDS = 2e-6;
    /// Codes of `V_thigh - V_m` or `V_tlow - V_m` for a threshold of one pair.
    public static final int CODES_PER_PAIR = 16;
    /// Pairs that fill a capacitor: its cell's range of 1023 codes.
    public static final int FULL_PAIRS = 64;
    /// The highest threshold that a capacitor reaches with some certainty, in pairs.
    public static final double MAX_PAIRS = 60;

    /// Time of a controller for a row in cycles of the PLL, 3.2 us; the weights are written at its end.
    ///
    /// Opening the row takes 34 cycles; each of the 8 column sets 18 to read, 21 to reset the
    /// capacitors and 6 to write; closing 3. The counts are those of halbe:hal/HICANNContainer.h at
    /// default delays, their sum is assumed.
    public static final int ROW_CYCLES = 34 + 8 * (18 + 21 + 6) + 3;

    private StdpTransfer() {}

    /// Time between two looks of a controller at the same row in hardware seconds.
    public static double walkSeconds(int rows) {
        return rows * ROW_CYCLES / (WaferConfiguration.PLL_MHZ * 1e6);
    }

    /// The threshold in pairs of a `V_thigh` or `V_tlow` level in codes above that of `V_m`; negative below.
    public static double pairs(double code, double startCode) {
        return (code - startCode) / CODES_PER_PAIR;
    }

    /// The code for a threshold in pairs with `V_m` at code 0, clipped to 0..[#MAX_PAIRS].
    public static int code(double pairs) {
        return FloatingGates.nearestCode(CODES_PER_PAIR * Math.min(pairs, MAX_PAIRS));
    }
}
