package bss.spec.backend;

import java.util.Arrays;

/// What an ADC channel recorded: 12-bit codes, as they come from the board.
///
/// The true sample clock of a board deviates from the nominal one by some 100 Hz, and its characteristic from the
/// default one; whoever needs them better measures them. Source: calibtic:src/HMF/ADCCalibration.cpp, cake:pycake.
public final class AdcSamples {

    /// Nominal sample clock.
    public static final double NOMINAL_HERTZ = 96e6;

    /// Largest code.
    public static final int MAX_CODE = 4095;

    /// Default characteristic: voltage of code 0; code 4095 is 0 V.
    public static final double FULL_SCALE_VOLT = 1.8;

    /// Default characteristic: fall per code.
    public static final double VOLT_PER_CODE = FULL_SCALE_VOLT / MAX_CODE;

    private final AdcRequest request;
    private final long firstCycle;
    private final short[] codes;

    /// @param firstCycle the cycle at which the first sample was taken
    /// @param codes 0 to 4095
    public AdcSamples(AdcRequest request, long firstCycle, short[] codes) {
        this.request = request;
        this.firstCycle = firstCycle;
        this.codes = codes.clone();
    }

    /// What was asked for.
    public AdcRequest request() {
        return request;
    }

    /// The cycle at which the first sample was taken.
    public long firstCycle() {
        return firstCycle;
    }

    /// Number of samples.
    public int count() {
        return codes.length;
    }

    /// A sample as it comes from the board, 0 to 4095; small codes are high voltages.
    public int code(int sample) {
        return codes[sample];
    }

    /// A sample by the default characteristic, 1.8 V - 1.8 V * code / 4095.
    public double volt(int sample) {
        return FULL_SCALE_VOLT - VOLT_PER_CODE * codes[sample];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AdcSamples o
                && request.equals(o.request)
                && firstCycle == o.firstCycle
                && Arrays.equals(codes, o.codes);
    }

    @Override
    public int hashCode() {
        return 31 * request.hashCode() + Arrays.hashCode(codes);
    }
}
