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
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import bss.spec.fg.FloatingGates;
import bss.spec.random.KeyedRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// C21: drivers, neurons, STDP controllers, analog outputs, current stimuli, floating gates.
final class C21DriversAndNeurons implements ConformanceTest {

    private static final Component[] DIGITAL = {
        Component.SYNAPSE_DRIVER,
        Component.SYNAPSE_ROW,
        Component.DENMEM,
        Component.QUAD,
        Component.NEURON_HALF,
        Component.ANALOG_OUTPUT
    };

    private static final int WIDEST = 16;
    private static final int SMALLEST_CODE = 64;

    @Override
    public Card card() {
        return new Card(
                "C21",
                Layer.CONFIGURATION,
                "drivers, neurons, analog",
                "Every field of drivers, rows, denmems, quads, neuron halves, controllers, stimuli and cells keeps its"
                        + " value.",
                "halbe: HICANNBackendTest SynapseDriver, NeuronConfig, DenmemQuad, AnalogOutput, StimCurrent, FG",
                Set.of(Profile.FULL),
                Set.of(),
                true,
                Duration.ofMinutes(3));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException {
        try (WaferSession session = bench.open()) {
            cells(bench, session);
            RegisterTrial trial = new RegisterTrial(bench, session, session.readBack(), DIGITAL);
            trial.random("drivers and neurons", bench.random("words"));
            trial.walk("drivers and neurons", bench.size(1, WIDEST, WIDEST), f -> bench.progress(0.1 + 0.6 * f));
            Set<ConfigurationStage> tables =
                    EnumSet.of(ConfigurationStage.PLASTICITY, ConfigurationStage.CURRENT_STIMULUS);
            int steps = bench.size(2, WIDEST, WIDEST);
            for (int step = 0; step < steps; step++) {
                int s = step;
                trial.change("tables, pattern " + step, tables, bits -> Tables.walking(bits, s));
                bench.progress(0.7 + 0.3 * step / steps);
            }
        }
    }

    /// Codes and their complements, none so small that a current would be switched off.
    private static void cells(Bench bench, WaferSession session) throws BackendException, Violation {
        RegisterTrial trial = new RegisterTrial(bench, session, WaferConfiguration.empty(), Component.FLOATING_GATE);
        long seed = bench.random("cells").nextLong();
        int codes = FloatingGates.MAX_CODE + 1 - 2 * SMALLEST_CODE;
        RegisterTrial.Pattern code = (h, c, i) -> SMALLEST_CODE + Math.floorMod(KeyedRandom.hash(seed + h, i), codes);
        trial.write("floating gates", code);
        trial.write("floating gates, complements", (h, c, i) -> FloatingGates.MAX_CODE - code.word(h, c, i));
    }
}
