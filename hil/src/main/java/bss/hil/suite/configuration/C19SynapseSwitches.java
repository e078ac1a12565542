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
import bss.spec.random.KeyedRandom;
import java.time.Duration;
import java.util.Set;

/// C19: sparse matrices of synapse switches.
final class C19SynapseSwitches implements ConformanceTest {

    private static final int PER_ROW = 16;
    private static final int SPARSENESS = 50;

    @Override
    public Card card() {
        return new Card(
                "C19",
                Layer.CONFIGURATION,
                "synapse switches, sparse patterns",
                "Each of the 7168 synapse switches of a chip has its own place.",
                "halbe: HICANNBackendTest SynapseSwitch, WriteSparseMatrices",
                Set.of(Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(3));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException {
        try (WaferSession session = bench.open()) {
            RegisterTrial trial = new RegisterTrial(bench, session, Component.SYNAPSE_SWITCH);
            int shifts = bench.size(4, PER_ROW, PER_ROW);
            for (int shift = 0; shift < shifts; shift++) {
                int place = shift * PER_ROW / shifts;
                trial.write(
                        "one synapse switch per row, shift " + place,
                        (h, c, i) -> i % PER_ROW == (i / PER_ROW + place + h) % PER_ROW ? 1 : 0);
                bench.progress((shift + 1.0) / (shifts + 1));
            }
            long seed = bench.random("sparse").nextLong();
            trial.write(
                    "2 % of the synapse switches",
                    (h, c, i) -> Math.floorMod(KeyedRandom.hash(seed + h, i), SPARSENESS) == 0 ? 1 : 0);
        }
    }
}
