package bss.spec.transfer;

import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;

/// Ideal scale of a synapse driver's short-term plasticity: what its bits and its quadrant's cells stand
/// for.
///
/// A driver keeps, for each L1 address, the inactive part I of its resources, 0 at first. An event at time
/// t first lets it recover, `I <- I exp(-dt / tau_rec)`; acts with the factor `1 - lambda (I - N_dep)`
/// (depression) or `1 + lambda (I - N_fac)` (facilitation); and then uses it, `I <- I + U (1 - I)`
/// (ess:systemsim/syndriver.cpp). `U = 0.25 + 0.15 cap / 7`
/// (calibtic:src/HMF/STPUtilizationCalibration.cpp); `lambda = V_stdf / V`, `N_dep = V_dep / V_stdf`,
/// `N_fac = V_fac / V_stdf` (calibtic:src/HMF/ModelSharedParameter.h); tau_rec follows from V_dtc, see
/// [IdealTransfers].
public final class ShortTermTransfer {

    /// Values of `stpCap`.
    public static final int CAPS = 8;
    /// The lowest V_dtc code of the calibrated range; its recovery time, 104 us, is the longest.
    public static final int MIN_DTC_CODE = 5;

    private static final double LEAST_USE = 0.25;
    private static final double USE_RANGE = 0.15;
    private static final Transfer RECOVERY = IdealTransfers.of(SharedParameter.V_DTC);

    private ShortTermTransfer() {}

    /// The utilisation U of `stpCap` 0..7: 0.25..0.40.
    public static double utilisation(int cap) {
        if (cap < 0 || cap >= CAPS) {
            throw new IllegalArgumentException("STP capacitance is %d, must be 0..7".formatted(cap));
        }
        return LEAST_USE + USE_RANGE * cap / (CAPS - 1);
    }

    /// The recovery time in hardware seconds of a V_dtc code 0..1023; below [#MIN_DTC_CODE] the longest.
    public static double recoverySeconds(int dtcCode) {
        return RECOVERY.toSi(dtcCode);
    }

    /// The V_dtc code whose recovery time comes nearest, clipped to [#MIN_DTC_CODE]..1023.
    public static int dtcCode(double recoverySeconds) {
        if (!(recoverySeconds > 0)) {
            throw new IllegalArgumentException("recovery time is %s s, must be above 0".formatted(recoverySeconds));
        }
        return Math.max(MIN_DTC_CODE, FloatingGates.nearestCode(RECOVERY.toDac(recoverySeconds)));
    }

    /// The factor of the first event after a long pause, 1 + lambda N_dep or 1 - lambda N_fac.
    ///
    /// @param referenceCode of V_dep or V_fac, whichever the driver's mode uses
    public static double restingFactor(boolean depression, int referenceCode) {
        double reference = FloatingGates.volt(referenceCode);
        return depression ? 1 + reference : 1 - reference;
    }

    /// The factor at an inactive part I, 0 or above: a driver cannot turn a synapse's sign.
    ///
    /// @param stdfCode of V_stdf
    /// @param referenceCode of V_dep or V_fac, whichever the driver's mode uses
    public static double factor(boolean depression, int stdfCode, int referenceCode, double inactive) {
        double change = FloatingGates.volt(stdfCode) * inactive;
        return Math.max(0, restingFactor(depression, referenceCode) + (depression ? -change : change));
    }
}
