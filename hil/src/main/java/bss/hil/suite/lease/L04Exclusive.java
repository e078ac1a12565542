package bss.hil.suite.lease;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.common.OutsideLease;
import bss.hil.suite.common.RawSession;
import bss.proto.v1.Answer;
import bss.proto.v1.Counters;
import bss.proto.v1.Request;
import bss.spec.backend.BackendException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/// An FPGA belongs to one session at a time.
final class L04Exclusive implements ConformanceTest {

    @Override
    public Card card() {
        return new Card(
                "L04",
                Layer.LEASE,
                "two hosts ask for one FPGA",
                "Of two hosts that ask for the same FPGA at the same moment exactly one gets it; hosts of different"
                        + " FPGAs both do; who is refused holds nothing, and who has it reaches no other.",
                "sthal, multi-FPGA tests of one wafer",
                EnumSet.of(Profile.SMOKE, Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(2));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, IOException {
        SplittableRandom random = bench.random("rounds");
        int[] fpgas = bench.fpgas();
        int rounds = bench.size(20, 200, 2000);
        for (int k = 0; k < rounds; k++) {
            if (fpgas.length < 2 || k % 2 == 0) {
                int fpga = fpgas[random.nextInt(fpgas.length)];
                race(bench, random.nextBoolean(), new int[] {fpga}, new int[] {fpga}, false);
            } else {
                parts(bench, random, fpgas);
            }
            bench.progress(0.9 * k / rounds);
        }
        if (fpgas.length < 2) {
            bench.note("leases that overlap in part, and such that do not, were not tried: the run has one FPGA alone");
        }
        OutsideLease.require(bench);
    }

    /// Two FPGAs apart, then one that both ask for beside one of their own.
    private static void parts(Bench bench, SplittableRandom random, int[] fpgas) throws IOException, Violation {
        int a = random.nextInt(fpgas.length);
        int b = (a + 1 + random.nextInt(fpgas.length - 1)) % fpgas.length;
        int[] both = {Math.min(fpgas[a], fpgas[b]), Math.max(fpgas[a], fpgas[b])};
        race(bench, random.nextBoolean(), new int[] {fpgas[a]}, new int[] {fpgas[b]}, true);
        race(bench, random.nextBoolean(), both, new int[] {fpgas[b]}, false);
    }

    /// Two hosts ask before either is answered.
    ///
    /// @param apart whether both get what they ask for
    private static void race(Bench bench, boolean swapped, int[] first, int[] second, boolean apart)
            throws IOException, Violation {
        try (RawSession x = RawSession.connect(bench);
                RawSession y = RawSession.connect(bench)) {
            if (swapped) {
                y.sendOpen(second);
                x.sendOpen(first);
            } else {
                x.sendOpen(first);
                y.sendOpen(second);
            }
            Answer toX = x.answerToOpen();
            Answer toY = y.answerToOpen();
            String asked = "FPGAs %s and %s".formatted(Arrays.toString(first), Arrays.toString(second));
            if (apart) {
                bench.demand(
                        toX.hasOpened() && toY.hasOpened(),
                        () -> "hosts that ask for %s got %s and %s, both must be served"
                                .formatted(asked, shown(toX), shown(toY)));
            } else {
                bench.demand(
                        toX.hasOpened() != toY.hasOpened(),
                        () -> "hosts that ask for %s got %s and %s, exactly one must be served"
                                .formatted(asked, shown(toX), shown(toY)));
                Answer refused = toX.hasOpened() ? toY : toX;
                bench.demand(
                        refused.hasFailed() && !refused.getFailed().getMessage().isBlank(),
                        () -> "the host that is not served got %s, must hear why".formatted(shown(refused)));
                refusedAgain(bench, toX.hasOpened() ? first : second);
            }
            for (RawSession owner : new RawSession[] {x, y}) {
                if (owner.opened().getFpgasCount() > 0) {
                    owner.must(Request.newBuilder().setCounters(Counters.getDefaultInstance()));
                }
            }
        }
        // whoever lost holds nothing, and whoever won nothing any more
        for (int[] fpgas : new int[][] {first, second}) {
            RawSession.open(bench, fpgas).close();
        }
    }

    /// A third host, while they are held.
    private static void refusedAgain(Bench bench, int[] held) throws IOException, Violation {
        try (RawSession third = RawSession.connect(bench)) {
            Answer answer = third.askOpen(held);
            bench.demand(
                    answer.hasFailed(),
                    () -> "FPGAs %s were given to another host while they are held".formatted(Arrays.toString(held)));
        }
    }

    private static String shown(Answer answer) {
        return answer.hasFailed()
                ? "\"%s\"".formatted(answer.getFailed().getMessage())
                : answer.getBodyCase().toString();
    }
}
