package bss.hil.suite.neuron;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.spec.backend.BackendException;
import bss.spec.backend.WaferSession;
import java.time.Duration;
import java.util.Set;

/// N29: neurons fire for currents and pulses, where they should, and what carries their events does so.
final class N29Neurons implements ConformanceTest {

    @Override
    public Card card() {
        return new Card(
                "N29",
                Layer.NEURON,
                "neurons, synapses, lines, mergers",
                "Each bit that decides who fires, and where an event goes, does so.",
                "sthal: SingleHICANN, MultiHICANN (event filter, background rate); halbe: StimCurrent, L1 repeater"
                        + " tests",
                Set.of(Profile.FULL),
                Set.of(),
                true,
                Duration.ofMinutes(4));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, InterruptedException {
        try (WaferSession session = bench.open()) {
            Fixture fixture = new Fixture(bench, session);
            new GeneratorPart(fixture).run(bench.random("generators"));
            bench.progress(0.15);
            new FairnessPart(fixture).run();
            bench.progress(0.3);
            new CurrentPart(fixture).run(bench.random("currents"));
            bench.progress(0.4);
            new BuilderPart(fixture).run();
            bench.progress(0.6);
            new DecoderPart(fixture).run(bench.random("decoders"));
            bench.progress(0.75);
            new WeightPart(fixture).run();
            bench.progress(0.9);
            new RepeaterPart(fixture, bench.random("repeaters")).run();
        }
    }
}
