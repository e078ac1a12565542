package bss.mapper.plasticity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.network.Plasticity.TsodyksMarkram;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Drivers against Tsodyks-Markram synapses on random trains; both are integrated here in small steps.
class ShortTermFitTest {

    private static final double STEP_MS = 0.02;
    private static final double SPEEDUP = 10_000;

    /// The equations of Tsodyks, Uziel and Markram (2000), by Euler steps.
    private static double[] synapse(TsodyksMarkram rule, double tauPscMs, double[] trainMs) {
        double[] transmitted = new double[trainMs.length];
        double x = 1;
        double y = 0;
        double z = 0;
        double u = 0;
        double now = 0;
        for (int n = 0; n < trainMs.length; n++) {
            for (; now < trainMs[n]; now += STEP_MS) {
                double recovered = STEP_MS * z / rule.tauRecMs();
                double spent = STEP_MS * y / tauPscMs;
                x += recovered;
                y -= spent;
                z += spent - recovered;
                u = rule.tauFacilMs() > 0 ? u - STEP_MS * u / rule.tauFacilMs() : 0;
            }
            u += rule.u() * (1 - u);
            transmitted[n] = u * x;
            y += u * x;
            x -= u * x;
        }
        return transmitted;
    }

    /// A driver: the inactive part decays, acts, and grows.
    private static double[] driver(ShortTermFit fit, double[] trainMs) {
        double[] factor = new double[trainMs.length];
        double inactive = 0;
        double now = 0;
        for (int n = 0; n < trainMs.length; n++) {
            for (; now < trainMs[n]; now += STEP_MS) {
                inactive -= STEP_MS * inactive / fit.recoveryMs();
            }
            factor[n] = Math.max(0, fit.depression() ? 1 - fit.slope() * inactive : 1 + fit.slope() * inactive);
            inactive += (0.25 + 0.15 * fit.cap() / 7) * (1 - inactive);
        }
        return factor;
    }

    private static double[] poisson(Random random, double rateHz, int spikes) {
        double[] train = new double[spikes];
        double now = 0;
        for (int n = 0; n < spikes; n++) {
            now += 1 - 1e3 / rateHz * Math.log(1 - random.nextDouble());
            train[n] = now;
        }
        return train;
    }

    /// Root mean square of the difference on a random train, in units of the first spike's transmission.
    private static double error(ShortTermFit fit, TsodyksMarkram rule, double tauPscMs, double rateHz, Random random) {
        double[] train = poisson(random, rateHz, 60);
        double[] wanted = synapse(rule, tauPscMs, train);
        double[] got = driver(fit, train);
        double sum = 0;
        for (int n = 0; n < wanted.length; n++) {
            double difference = got[n] - wanted[n] / wanted[0];
            sum += difference * difference;
        }
        assertEquals(1, got[0], 1e-12, "the first spike");
        return Math.sqrt(sum / wanted.length);
    }

    private static double uniform(Random random, double from, double to) {
        return from * Math.pow(to / from, random.nextDouble());
    }

    @Test
    void depressionWithinTheDriversReachIsFollowedWithinSevenPercent() {
        double worst = 0;
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            double u = 0.25 + 0.15 * random.nextDouble();
            TsodyksMarkram rule = new TsodyksMarkram(u, uniform(random, 15, 900), 0);
            double rateHz = uniform(random, 3, 60);
            ShortTermFit fit = ShortTermFit.of(rule, 0.5, rateHz, SPEEDUP);
            assertTrue(fit.depression(), "seed " + seed);
            assertEquals(u, fit.utilisation(), 0.08, "U, seed " + seed);
            double error = error(fit, rule, 0.5, rateHz, random);
            worst = Math.max(worst, error);
            assertTrue(error < 0.07, "seed %d: %s is %s off".formatted(seed, fit, error));
        }
        assertTrue(worst > 1e-4, "the chip's steps show");
    }

    @Test
    void facilitationWithinTheDriversReachIsFollowedWithinTwelvePercentOfTheFirstSpike() {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            TsodyksMarkram rule = new TsodyksMarkram(0.25 + 0.15 * random.nextDouble(), 0.3, uniform(random, 15, 900));
            double rateHz = uniform(random, 3, 60);
            ShortTermFit fit = ShortTermFit.of(rule, 0.3, rateHz, SPEEDUP);
            double error = error(fit, rule, 0.3, rateHz, random);
            assertTrue(error < 0.12, "seed %d: %s is %s off".formatted(seed, fit, error));
        }
    }

    @Test
    void whateverIsAskedADriverComesNearerThanASynapseThatDoesNotChange() {
        double all = 0;
        double unchanged = 0;
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            TsodyksMarkram rule = new TsodyksMarkram(
                    uniform(random, 0.03, 1),
                    uniform(random, 5, 1500),
                    random.nextBoolean() ? 0 : uniform(random, 5, 1500));
            double rateHz = uniform(random, 3, 60);
            double tauPscMs = uniform(random, 1, 10);
            ShortTermFit fit = ShortTermFit.of(rule, tauPscMs, rateHz, SPEEDUP);
            ShortTermFit fixed = new ShortTermFit(true, 0, 100, 0, 0);
            double error = error(fit, rule, tauPscMs, rateHz, new Random(seed));
            double without = error(fixed, rule, tauPscMs, rateHz, new Random(seed));
            assertTrue(error < without + 0.05, "seed %d: %s of %s, %s, %s".formatted(seed, fit, rule, error, without));
            all += error;
            unchanged += without;
        }
        assertTrue(all < 0.4 * unchanged, "mean errors %s and %s".formatted(all / 60, unchanged / 60));
    }

    @Test
    void transmissionIsThatOfTheEquations() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            TsodyksMarkram rule = new TsodyksMarkram(
                    random.nextDouble(), uniform(random, 5, 500), random.nextBoolean() ? 0 : uniform(random, 5, 500));
            double interval = uniform(random, 2, 100);
            double tauPscMs = uniform(random, 1, 10);
            double[] train = new double[12];
            for (int n = 0; n < train.length; n++) {
                train[n] = n * interval;
            }
            double[] steps = synapse(rule, tauPscMs, train);
            double[] exact =
                    Transmission.transmitted(rule, tauPscMs, Transmission.regular(1e3 / interval, train.length));
            for (int n = 0; n < train.length; n++) {
                assertEquals(steps[n], exact[n], 0.01, "spike %d of %s, seed %d".formatted(n, rule, seed));
            }
        }
    }
}
