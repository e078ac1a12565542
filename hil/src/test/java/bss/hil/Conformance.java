package bss.hil;

import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.run.Outcome;
import bss.hil.run.RunListener;
import bss.hil.run.RunPlan;
import bss.hil.run.Runner;
import bss.hil.wire.Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Runs conformance tests as the harness does.
public final class Conformance {

    private static final List<Integer> FPGAS = List.of(0, 1);

    private Conformance() {}

    /// Runs a test on FPGAs 0 and 1, or on 0 alone if it needs but one.
    public static Outcome run(ConformanceTest test, Endpoint endpoint, Profile profile, long seed)
            throws IOException, InterruptedException {
        return run(List.of(test), endpoint, profile, seed).getFirst();
    }

    /// Runs tests one after the other.
    public static List<Outcome> run(List<ConformanceTest> tests, Endpoint endpoint, Profile profile, long seed)
            throws IOException, InterruptedException {
        RunPlan plan = new RunPlan(endpoint, profile, FPGAS, seed, Optional.empty(), Optional.empty());
        return new Runner(plan, RunListener.SILENT).run(tests).outcomes();
    }
}
