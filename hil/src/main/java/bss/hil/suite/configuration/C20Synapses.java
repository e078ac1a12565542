package bss.hil.suite.configuration;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.spec.backend.BackendException;
import bss.spec.backend.WaferSession;
import bss.spec.config.Component;
import java.time.Duration;
import java.util.Set;

/// C20: weights and decoders of the full synapse array.
final class C20Synapses implements ConformanceTest {

    private static final int COLUMNS = 256;

    @Override
    public Card card() {
        return new Card(
                "C20",
                Layer.CONFIGURATION,
                "synapse weights and decoders",
                "Each of the 114,688 synapses of a chip keeps its own weight and decoder.",
                "halbe: HICANNBackendTest WriteSynapses",
                Set.of(Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(3));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException {
        try (WaferSession session = bench.open()) {
            RegisterTrial trial = new RegisterTrial(bench, session, Component.SYNAPSE);
            trial.random("synapses", bench.random("words"));
            trial.write("row numbers", (h, c, i) -> i / COLUMNS);
            trial.write("column numbers", (h, c, i) -> i);
            int steps = bench.size(1, Component.SYNAPSE.bits(), Component.SYNAPSE.bits());
            trial.walk("synapses", steps, bench::progress);
        }
    }
}
