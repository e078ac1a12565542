package bss.hil.run;

import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.run.Judge.Judgement;
import bss.hil.wire.RecordingTap;
import bss.hil.wire.SocketLink;
import bss.proto.link.LinkSecurity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One test from the first sign of life to the clean-up.
final class TestRun {

    private static final Duration SOAK = Duration.ofMinutes(70);
    private static final Duration CLEAN_UP = Duration.ofSeconds(15);
    private static final Duration REAP = Duration.ofSeconds(10);
    private static final int FRAMES_SHOWN = 16;

    private final Runner runner;
    private final ConformanceTest test;
    private final Card card;
    private final int[] fpgas;
    private final long seed;
    private final long start = System.nanoTime();
    private final List<String> notes = new ArrayList<>();
    private List<Figure> figures = List.of();

    TestRun(Runner runner, ConformanceTest test) {
        this.runner = runner;
        this.test = test;
        card = test.card();
        fpgas = runner.fpgas(card);
        seed = runner.seed(card);
    }

    Outcome run() throws InterruptedException, IOException {
        Optional<Path> file = runner.plan().transcripts().map(f -> f.resolve(card.id() + ".bsshil"));
        RecordingTap tap = new RecordingTap(runner.plan().endpoint(), runner.secrets(), file);
        Judgement judgement;
        try {
            judgement = judged(tap);
        } finally {
            tap.close();
        }
        if (judgement.verdict() == Verdict.SKIP) {
            return outcome(judgement, List.of(), tap, file);
        }
        tap.transcriptTrouble().ifPresent(notes::add);
        Judgement known = known(judgement);
        List<String> frames = known.verdict() == Verdict.PASS ? List.of() : tap.lastFrames(FRAMES_SHOWN);
        return outcome(known, frames, tap, file);
    }

    private Outcome outcome(Judgement judgement, List<String> frames, RecordingTap tap, Optional<Path> file) {
        return new Outcome(
                card,
                judgement.verdict(),
                seed,
                judgement.message(),
                (System.nanoTime() - start) * 1e-9,
                Arrays.stream(fpgas).boxed().toList(),
                figures,
                notes,
                frames,
                new Traffic(tap.connections(), tap.frames(), tap.bytesDown(), tap.bytesUp(), tap.floatingGateRows()),
                file);
    }

    /// A failure that is known, and a known one that does not fail.
    private Judgement known(Judgement judgement) {
        Optional<String> reference = runner.known(card.id());
        if (reference.isEmpty()) {
            return judgement;
        }
        if (judgement.verdict() == Verdict.FAIL) {
            return new Judgement(Verdict.XFAIL, "%s (known: %s)".formatted(judgement.message(), reference.get()));
        }
        if (judgement.verdict() == Verdict.PASS) {
            notes.add("passes, though it is known to fail: " + reference.get());
        }
        return judgement;
    }

    private Judgement judged(RecordingTap tap) throws InterruptedException {
        EndpointFacts facts;
        try (SocketLink link = new SocketLink(tap.address(), runner.token())) {
            facts = EndpointFacts.of(link.hello().getWelcome());
        } catch (IOException e) {
            return new Judgement(
                    Verdict.ERROR,
                    "no sign of life before the test: " + tap.unreached().orElse(e.getMessage()));
        }
        TestBench.Run shared = runner.shared(facts);
        Optional<String> missing =
                Missing.of(card, shared, runner.plan().fpgas().size());
        if (missing.isPresent()) {
            return new Judgement(Verdict.SKIP, missing.get());
        }
        TestBench bench = new TestBench(shared, card, fpgas, seed, tap);
        Duration limit = runner.plan().profile() == Profile.SOAK ? SOAK : card.limit();
        Limited.Ending ending = Limited.run("test-" + card.id(), () -> test.run(bench), limit, () -> {
            bench.end();
            tap.cut();
        });
        Judgement judgement = Judge.of(ending, limit, tap);
        figures = bench.figures();
        notes.addAll(bench.notes());
        if (bench.isOverBudget()) {
            judgement = new Judgement(Verdict.SKIP, judgement.message());
        }
        return cleanUp(judgement, bench, tap);
    }

    /// Whatever happened, the endpoint gets its parts back, and they must be in reset.
    private Judgement cleanUp(Judgement judgement, TestBench bench, RecordingTap tap) throws InterruptedException {
        tap.release();
        Limited.Ending ending = Limited.run(
                "clean-up-" + card.id(),
                () -> {
                    bench.end();
                    tap.cut();
                    Reaper.close(tap.address(), runner.token(), tap.sessions(), REAP);
                    CleanUp.check(tap.address(), plain(), fpgas);
                },
                CLEAN_UP,
                tap::cut);
        Judgement after = Judge.of(ending, CLEAN_UP, tap);
        if (after.verdict() == Verdict.PASS) {
            return judgement;
        }
        if (judgement.verdict() == Verdict.PASS) {
            return new Judgement(after.verdict(), "clean-up: " + after.message());
        }
        notes.add("clean-up: " + after.message());
        return judgement;
    }

    private LinkSecurity.Client plain() {
        return new LinkSecurity.Client(
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                runner.plan().endpoint().security().token());
    }
}
