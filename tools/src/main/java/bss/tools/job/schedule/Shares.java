package bss.tools.job.schedule;

import java.time.Duration;
import java.util.Map;

/// How users share the service.
///
/// @param usual the share of a user who has none of its own
/// @param special shares by user
/// @param halfLife how long until half of a use is forgotten, at least 1 ms
public record Shares(Share usual, Map<String, Share> special, Duration halfLife) {

    /// What one user may have.
    ///
    /// @param running the most jobs that run at a time, at least 1
    /// @param weight how much of the service, relative to other users who want it too; above 0
    public record Share(int running, double weight) {

        public Share {
            if (running < 1) {
                throw new IllegalArgumentException("running is %d, must be at least 1".formatted(running));
            }
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weight is %s, must be above 0 and finite".formatted(weight));
            }
        }
    }

    public Shares {
        special = Map.copyOf(special);
        if (halfLife.toMillis() < 1) {
            throw new IllegalArgumentException("halfLife is %s, must be at least 1 ms".formatted(halfLife));
        }
    }

    /// All users alike: four running jobs, and use that halves in ten minutes.
    public static Shares equal() {
        return new Shares(new Share(4, 1), Map.of(), Duration.ofMinutes(10));
    }

    /// The share of a user.
    public Share of(String user) {
        return special.getOrDefault(user, usual);
    }
}
