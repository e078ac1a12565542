package bss.hil.suite.configuration;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.machine.Differences;
import bss.hil.suite.machine.Wafers;
import bss.spec.backend.BackendException;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// C23: what is not named stays as it is: other chips, other stages; the order of writes does not show.
final class C23Independence implements ConformanceTest {

    @Override
    public Card card() {
        return new Card(
                "C23",
                Layer.CONFIGURATION,
                "chips and stages are independent",
                "A write changes the named stages of the named chips alone, in any order; a reset changes none.",
                "",
                Set.of(Profile.FULL),
                Set.of(),
                true,
                Duration.ofMinutes(3));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException {
        WaferConfiguration goal;
        try (WaferSession session = bench.open()) {
            WaferConfiguration wafer = random(bench, "first");
            bench.configure(session, wafer, Wafers.ALL);
            demandSame(bench, "all chips at once", wafer, session);
            goal = stageByStage(bench, session, wafer);
            session.reset(1);
            demandSame(bench, "after a reset", goal, session);
        }
        bench.progress(0.6);
        try (WaferSession session = bench.open()) {
            permuted(bench, session, goal);
        }
    }

    /// Offers other words in all stages but names one.
    private static WaferConfiguration stageByStage(Bench bench, WaferSession session, WaferConfiguration wafer)
            throws BackendException, Violation {
        WaferConfiguration now = wafer;
        WaferConfiguration other = random(bench, "second");
        int next = 0;
        for (ConfigurationStage stage : ConfigurationStage.values()) {
            int hicann = bench.hicanns()[next++ % bench.hicanns().length];
            Set<ConfigurationStage> one = EnumSet.of(stage);
            bench.configure(session, Wafers.only(other, hicann), one);
            now = now.with(
                    hicann,
                    now.hicann(hicann).orElseThrow().with(other.hicann(hicann).orElseThrow(), one));
            demandSame(bench, "after a write of %s of HICANN %d".formatted(stage, hicann), now, session);
            bench.progress(0.6 * next / ConfigurationStage.values().length);
        }
        return now;
    }

    /// The same goal chip by chip and stage by stage in random order.
    private static void permuted(Bench bench, WaferSession session, WaferConfiguration goal)
            throws BackendException, Violation {
        SplittableRandom random = bench.random("order");
        List<int[]> writes = new ArrayList<>();
        for (int h : bench.hicanns()) {
            for (ConfigurationStage stage : EnumSet.complementOf(EnumSet.of(ConfigurationStage.FLOATING_GATES))) {
                writes.add(new int[] {h, stage.ordinal()});
            }
        }
        bench.configure(session, goal, EnumSet.of(ConfigurationStage.FLOATING_GATES));
        for (int k = writes.size() - 1; k > 0; k--) {
            int other = random.nextInt(k + 1);
            int[] swapped = writes.get(k);
            writes.set(k, writes.get(other));
            writes.set(other, swapped);
        }
        for (int k = 0; k < writes.size(); k++) {
            ConfigurationStage stage = ConfigurationStage.values()[writes.get(k)[1]];
            bench.configure(session, Wafers.only(goal, writes.get(k)[0]), EnumSet.of(stage));
            bench.progress(0.6 + 0.4 * k / writes.size());
        }
        demandSame(bench, "written chip by chip and stage by stage in random order", goal, session);
    }

    private static void demandSame(Bench bench, String what, WaferConfiguration written, WaferSession session)
            throws BackendException, Violation {
        String wrong = Differences.between(written, session.readBack());
        bench.demand(wrong.isEmpty(), () -> what + ": " + wrong);
    }

    private static WaferConfiguration random(Bench bench, String name) {
        SplittableRandom random = bench.random(name);
        WaferConfiguration wafer = Wafers.unfiltered();
        for (int h : bench.hicanns()) {
            HicannConfiguration chip = RandomChip.fill(HicannConfiguration.RESET, Wafers.ALL, random);
            wafer = wafer.with(h, chip);
        }
        return wafer;
    }
}
