package bss.hil.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All that a run found.
///
/// @param endpoint what it said of itself; empty if it never did
/// @param kind which tolerances were used
public record RunResult(
        RunPlan plan,
        Optional<EndpointFacts> endpoint,
        String kind,
        Instant start,
        double seconds,
        List<Outcome> outcomes) {

    public RunResult {
        outcomes = List.copyOf(outcomes);
    }

    /// How many tests came to a verdict.
    public int count(Verdict verdict) {
        return (int) outcomes.stream().filter(o -> o.verdict() == verdict).count();
    }

    /// Whether no test failed and none went wrong.
    public boolean isGood() {
        return outcomes.stream().allMatch(o -> o.verdict().isGood());
    }

    /// Rows of floating gates that the endpoint was asked to write, by all tests.
    public long floatingGateRows() {
        return outcomes.stream().mapToLong(o -> o.traffic().floatingGateRows()).sum();
    }
}
