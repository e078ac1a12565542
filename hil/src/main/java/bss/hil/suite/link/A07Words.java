package bss.hil.suite.link;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.wire.RawLink;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/// Words go round without an error.
final class A07Words implements ConformanceTest {

    @Override
    public Card card() {
        return new Card(
                "A07",
                Layer.LINK,
                "words come back",
                "Every 64-bit word that is sent round comes back once, unchanged and in order, many under way at once.",
                "sctrltp, tools/LoopbackTest.h and AutomatedTest.cpp (modes corner, random, max, min, inc, dec)",
                EnumSet.allOf(Profile.class),
                Set.of(),
                false,
                Duration.ofMinutes(2));
    }

    @Override
    public void run(Bench bench) throws Violation, IOException, InterruptedException {
        int rounds = bench.size(1, 1, 60);
        int words = bench.size(10_000, 1_000_000, 5_000_000) / PingMode.values().length + 1;
        SplittableRandom random = bench.random("words");
        long sent = 0;
        long from = System.nanoTime();
        try (RawLink link = bench.raw()) {
            link.hello();
            for (int round = 0; round < rounds; round++) {
                for (PingMode mode : PingMode.values()) {
                    long[] run = new long[words];
                    for (int k = 0; k < words; k++) {
                        run[k] = mode.word(k, random);
                    }
                    Pings.require(bench, link, run, mode.toString());
                    sent += words;
                    bench.progress((double) sent / rounds / words / PingMode.values().length);
                }
            }
        }
        bench.figure("words sent round", (double) sent, "");
        bench.figure("rate", sent / ((System.nanoTime() - from) * 1e-9), "words/s");
    }
}
