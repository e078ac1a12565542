package bss.hil.loop;

import java.util.Locale;

/// How long an iteration took: on the wafer, and for whoever waits for it.
///
/// @param iteration 0 for the first
/// @param hardwareSeconds time of the wafer from cycle 0 to the last one
/// @param programmingSeconds time of the wafer for writing floating gates; 0 but for the first iteration, which is
///     charged with the configuration before it
/// @param configureSeconds wall time of writing weights that have changed; in the first iteration of everything
/// @param playSeconds wall time of going back to cycle 0 and sending the spikes
/// @param runSeconds wall time of running
/// @param readSeconds wall time of bringing the spikes back
public record IterationTiming(
        int iteration,
        double hardwareSeconds,
        double programmingSeconds,
        double configureSeconds,
        double playSeconds,
        double runSeconds,
        double readSeconds) {

    /// Wall time of the whole iteration.
    public double latencySeconds() {
        return configureSeconds + playSeconds + runSeconds + readSeconds;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "iteration %d: %.1f us of the wafer in %.2f ms",
                iteration,
                1e6 * hardwareSeconds,
                1e3 * latencySeconds());
    }
}
