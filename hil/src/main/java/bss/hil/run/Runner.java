package bss.hil.run;

import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Need;
import bss.hil.wire.Endpoint;
import bss.hil.wire.Secrets;
import bss.spec.random.KeyedRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs tests one after the other. A test that goes wrong, whatever the endpoint does, does not keep the next from
/// running, and no wait is without an end.
public final class Runner {

    private final RunPlan plan;
    private final RunListener listener;
    private final Endpoint endpoint;
    private final String token;
    private final Optional<String> expired;
    private @Nullable ToleranceFile tolerances;
    private @Nullable EndpointFacts facts;
    private @Nullable GateBudget budget;

    /// @throws IOException that says which file of the plan cannot be used
    public Runner(RunPlan plan, RunListener listener) throws IOException {
        this.plan = plan;
        this.listener = listener;
        endpoint = plan.endpoint();
        token = endpoint.token();
        expired = endpoint.expired();
        if (plan.tolerances().isPresent()) {
            tolerances = ToleranceFile.read(plan.tolerances().get());
        }
        if (plan.transcripts().isPresent()) {
            Files.createDirectories(plan.transcripts().get());
        }
    }

    /// Runs tests.
    ///
    /// @throws InterruptedException if this thread is interrupted
    /// @throws IOException if a transcript cannot be written
    public RunResult run(List<ConformanceTest> tests) throws InterruptedException, IOException {
        Instant start = Instant.now();
        long from = System.nanoTime();
        List<Outcome> outcomes = new ArrayList<>();
        for (ConformanceTest test : tests) {
            listener.started(test.card(), outcomes.size(), tests.size());
            Outcome outcome = new TestRun(this, test).run();
            listener.finished(outcome);
            outcomes.add(outcome);
        }
        ToleranceFile used = tolerances;
        return new RunResult(
                plan,
                Optional.ofNullable(facts),
                used == null ? "none" : used.kind(),
                start,
                (System.nanoTime() - from) * 1e-9,
                outcomes);
    }

    RunPlan plan() {
        return plan;
    }

    RunListener listener() {
        return listener;
    }

    String token() {
        return token;
    }

    Secrets secrets() {
        return new Secrets(token, expired);
    }

    /// The seed of a test.
    long seed(Card card) {
        return KeyedRandom.key(plan.seed(), card.id().hashCode());
    }

    /// FPGAs for a test. Tests of sessions and leases use all; the others one reticle, so that the time that a run
    /// takes
    /// does not depend on the parts that it was given.
    int[] fpgas(Card card) {
        boolean all = card.layer() == Layer.SESSION || card.layer() == Layer.LEASE;
        boolean two = card.needs().contains(Need.TWO_FPGAS);
        return plan.fpgas().stream()
                .limit(all ? plan.fpgas().size() : two ? 2 : 1)
                .mapToInt(f -> f)
                .toArray();
    }

    /// What the tests of this run share, with the tolerances of the kind of endpoint that answered.
    TestBench.Run shared(EndpointFacts now) {
        if (facts == null) {
            facts = now;
        }
        ToleranceFile file = tolerances;
        if (file == null) {
            file = ToleranceFile.of(now.capabilities().name());
            tolerances = file;
        }
        GateBudget gates = budget;
        if (gates == null) {
            gates = new GateBudget(file.floatingGateRows());
            budget = gates;
        }
        return new TestBench.Run(
                endpoint,
                plan.profile(),
                now.capabilities(),
                file.tolerances(now.capabilities().silicon()),
                gates,
                token,
                expired,
                listener);
    }

    /// Why a test is known to fail.
    Optional<String> known(String id) {
        return tolerances == null ? Optional.empty() : tolerances.known(id);
    }
}
