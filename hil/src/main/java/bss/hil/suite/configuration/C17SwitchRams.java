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

/// C17: the RAMs of crossbar and synapse switches hold any word.
final class C17SwitchRams implements ConformanceTest {

    @Override
    public Card card() {
        return new Card(
                "C17",
                Layer.CONFIGURATION,
                "switch RAMs, random words",
                "Every crossbar and synapse switch of every chip can be opened and closed, alone, and is read back.",
                "hicann-system: tmjenkins_switchramtest_arq; halbe: HICANNBackendTest Crossbar, SynapseSwitch",
                Set.of(Profile.SMOKE, Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(3));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException {
        try (WaferSession session = bench.open()) {
            RegisterTrial trial =
                    new RegisterTrial(bench, session, Component.CROSSBAR_SWITCH, Component.SYNAPSE_SWITCH);
            int rounds = bench.size(1, 6, 50);
            for (int round = 0; round < rounds; round++) {
                trial.random("switch RAMs, round " + round, bench.random("words " + round));
                bench.progress((round + 1.0) / rounds);
            }
        }
    }
}
