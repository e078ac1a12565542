package bss.mapper.plasticity;

import bss.mapper.network.Plasticity.TsodyksMarkram;
import bss.spec.transfer.ShortTermTransfer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a synapse driver should be set to so that it follows a Tsodyks-Markram synapse.
///
/// Relative to the first event after a pause a driver gives `1 - slope I` (depression) or `1 + slope I`
/// (facilitation), with slope `lambda / (1 + lambda N_dep)` or `lambda / (1 - lambda N_fac)`. The first
/// event is right by the synapse's digital weight. Where the chip can do it the rest is right as well:
/// without facilitation `1 - I` is the available part R if U and tau_rec agree, and without depression `u =
/// U + (1 - U) I`, so that slope is `(1 - U) / U`. The general case, both at once or a U outside 0.25 to
/// 0.40, is fitted: mode, U, time constant and slope have the least squared error over regular trains at
/// the expected rate of the sources, a quarter and four times of it, which end in their stationary states,
/// and over an irregular one at the expected rate.
///
/// @param depression mode of the driver
/// @param cap `stpCap`, 0 to 7
/// @param recoveryMs tau_rec of the driver, biological ms
/// @param slope relative change of the factor with I, 0 or above
/// @param error root mean square error of the trains, relative to the first event
public record ShortTermFit(boolean depression, int cap, double recoveryMs, double slope, double error) {

    /// Spikes of a train: at U = 0.25 and above the state is stationary after a few.
    public static final int SPIKES = 20;

    /// Time constants other than the synapse's own, as a part of it.
    private static final double[] OTHER_TIMES = {0.35, 0.5, 0.7, 1.4, 2, 2.8};
    /// Another time constant has to be better by so much.
    private static final double WORTH_ANOTHER_TIME = 0.9;
    /// Slopes that V_stdf, V_dep and V_fac reach: 1.8 V each, and at most 0.9 V of V_fac.
    private static final double MAX_DEPRESSION = 1.8;

    private static final double MAX_FACILITATION = 18;

    /// U of the driver.
    public double utilisation() {
        return ShortTermTransfer.utilisation(cap);
    }

    /// The best setting.
    ///
    /// @param tauPscMs time constant of the target's synaptic input
    /// @param rateHz expected rate of the sources, biological
    /// @param speedup hardware time runs so many times faster than biological time
    static ShortTermFit of(TsodyksMarkram rule, double tauPscMs, double rateHz, double speedup) {
        double[][] wanted = wanted(rule, tauPscMs, rateHz);
        ShortTermFit own = best(null, wanted, rateHz, true, rule.tauRecMs(), speedup);
        if (rule.tauFacilMs() > 0) {
            own = best(own, wanted, rateHz, false, rule.tauFacilMs(), speedup);
        }
        ShortTermFit other = own;
        for (double part : OTHER_TIMES) {
            other = best(other, wanted, rateHz, true, part * rule.tauRecMs(), speedup);
            if (rule.tauFacilMs() > 0) {
                other = best(other, wanted, rateHz, false, part * rule.tauFacilMs(), speedup);
            }
        }
        return other.error() < WORTH_ANOTHER_TIME * own.error() ? other : own;
    }

    /// The best slope for the same mode and utilisation but another time constant.
    ///
    /// @param tauPscMs time constant of the target's synaptic input
    /// @param rateHz expected rate of the sources, biological
    ShortTermFit at(TsodyksMarkram rule, double tauPscMs, double rateHz, double otherMs) {
        return fit(wanted(rule, tauPscMs, rateHz), rateHz, depression, cap, otherMs);
    }

    private static double[][] wanted(TsodyksMarkram rule, double tauPscMs, double rateHz) {
        return trains(rateHz)
                .map(train -> relative(Transmission.transmitted(rule, tauPscMs, train)))
                .toArray(double[][]::new);
    }

    private static Stream<double[]> trains(double rateHz) {
        return Stream.of(
                Transmission.regular(0.25 * rateHz, SPIKES),
                Transmission.regular(rateHz, SPIKES),
                Transmission.regular(4 * rateHz, SPIKES),
                Transmission.irregular(rateHz, 2 * SPIKES + 1));
    }

    private static double[] relative(double[] transmitted) {
        double[] relative = new double[transmitted.length];
        for (int n = 0; n < relative.length; n++) {
            // U = 0 transmits nothing at all: any course of nothing will do
            relative[n] = transmitted[0] == 0 ? 1 : transmitted[n] / transmitted[0];
        }
        return relative;
    }

    /// The better one of `known` and all utilisations of a mode and time constant; ties go to the known
    /// one.
    private static ShortTermFit best(
            @Nullable ShortTermFit known,
            double[][] wanted,
            double rateHz,
            boolean depression,
            double tauMs,
            double speedup) {
        int code = ShortTermTransfer.dtcCode(tauMs * 1e-3 / speedup);
        double recoveryMs = ShortTermTransfer.recoverySeconds(code) * 1e3 * speedup;
        ShortTermFit best = known;
        for (int cap = 0; cap < ShortTermTransfer.CAPS; cap++) {
            ShortTermFit fit = fit(wanted, rateHz, depression, cap, recoveryMs);
            if (best == null || fit.error() < best.error()) {
                best = fit;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no utilisation");
        }
        return best;
    }

    private static ShortTermFit fit(double[][] wanted, double rateHz, boolean depression, int cap, double recoveryMs) {
        double[][] inactive = trains(rateHz)
                .map(train -> Transmission.inactive(ShortTermTransfer.utilisation(cap), recoveryMs, train))
                .toArray(double[][]::new);
        double square = 0;
        double product = 0;
        for (int t = 0; t < inactive.length; t++) {
            for (int n = 0; n < inactive[t].length; n++) {
                square += inactive[t][n] * inactive[t][n];
                product += inactive[t][n] * (depression ? 1 - wanted[t][n] : wanted[t][n] - 1);
            }
        }
        double slope = square == 0 ? 0 : product / square;
        slope = Math.clamp(slope, 0, depression ? MAX_DEPRESSION : MAX_FACILITATION);
        double error = 0;
        int spikes = 0;
        for (int t = 0; t < inactive.length; t++) {
            for (int n = 0; n < inactive[t].length; n++) {
                double got = Math.max(0, 1 + (depression ? -slope : slope) * inactive[t][n]);
                error += (got - wanted[t][n]) * (got - wanted[t][n]);
                spikes++;
            }
        }
        return new ShortTermFit(depression, cap, recoveryMs, slope, StrictMath.sqrt(error / spikes));
    }
}
