package bss.hil.run;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Need;
import bss.hil.bench.Profile;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// A conformance test of these tests.
record Made(Card card, Body body) implements ConformanceTest {

    /// What it does.
    interface Body {
        void run(Bench bench) throws Exception;
    }

    static Made of(String id, Body body) {
        return new Made(card(id, Duration.ofSeconds(20), Set.of(), false), body);
    }

    Made within(Duration limit) {
        return new Made(card(card.id(), limit, card.needs(), card.writesFloatingGates()), body);
    }

    Made needing(Need... needs) {
        return new Made(card(card.id(), card.limit(), Set.of(needs), card.writesFloatingGates()), body);
    }

    Made writingFloatingGates() {
        return new Made(card(card.id(), card.limit(), card.needs(), true), body);
    }

    private static Card card(String id, Duration limit, Set<Need> needs, boolean gates) {
        return new Card(
                id, Layer.CONFIGURATION, "made", "Nothing.", "", EnumSet.allOf(Profile.class), needs, gates, limit);
    }

    @Override
    public void run(Bench bench)
            throws bss.hil.bench.Violation, bss.spec.backend.BackendException, java.io.IOException,
                    InterruptedException {
        try {
            body.run(bench);
        } catch (bss.hil.bench.Violation
                | bss.spec.backend.BackendException
                | java.io.IOException
                | InterruptedException
                | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
