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

/// C22: repeaters, merger tree, generators, links.
final class C22RepeatersAndMergers implements ConformanceTest {

    private static final Component[] ALL = {
        Component.HORIZONTAL_REPEATER,
        Component.VERTICAL_REPEATER,
        Component.MERGER,
        Component.DNC_MERGER,
        Component.BACKGROUND_GENERATOR,
        Component.BACKGROUND_SEED,
        Component.LINK,
        Component.TIMESTAMP_ENABLE
    };

    private static final int WIDEST = 24;

    @Override
    public Card card() {
        return new Card(
                "C22",
                Layer.CONFIGURATION,
                "repeaters, mergers, links",
                "Every field of repeaters, mergers, background generators and links keeps its value.",
                "halbe: HICANNBackendTest HorizontalRepeater, VerticalRepeater, SendingRepeater, MergerTree,"
                        + " DNCMerger, Phase, BackgroundGenerator",
                Set.of(Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(3));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException {
        try (WaferSession session = bench.open()) {
            RegisterTrial trial = new RegisterTrial(bench, session, ALL);
            trial.random("repeaters and mergers", bench.random("words"));
            trial.filter(false);
            trial.filter(true);
            trial.walk("repeaters and mergers", bench.size(2, WIDEST, WIDEST), bench::progress);
        }
    }
}
