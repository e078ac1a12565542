package bss.hil.suite.analog;

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

/// N30: what is written into the cells is read by the ADC; so are membranes; the same run twice is the same.
final class N30Analog implements ConformanceTest {

    @Override
    public Card card() {
        return new Card(
                "N30",
                Layer.ANALOG,
                "floating gates, ADC, repeatability",
                "Cells hold their codes, recordings are whole and show the membrane, runs repeat exactly.",
                "halbe: HICANNBackendTest FG; sthal: SingleHICANN, AnaRM",
                Set.of(Profile.FULL),
                Set.of(),
                true,
                Duration.ofMinutes(3));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, InterruptedException {
        try (WaferSession session = bench.open()) {
            new FloatingGatePart(bench, session).run();
            bench.progress(0.4);
            MembranePart membrane = new MembranePart(bench, session);
            membrane.synapse();
            bench.progress(0.5);
            membrane.longRecording();
        }
        bench.progress(0.8);
        new RepeatPart(bench).run();
    }
}
