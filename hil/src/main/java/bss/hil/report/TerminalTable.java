package bss.hil.report;

import bss.hil.bench.Card;
import bss.hil.run.Outcome;
import bss.hil.run.RunListener;
import bss.hil.run.RunResult;
import bss.hil.run.Verdict;
import java.io.PrintWriter;
import java.util.Locale;

/// Tells people how a run goes: a line for each test when it is over, and on a terminal one that changes while it runs.
public final class TerminalTable implements RunListener {

    private static final long REDRAW_NANOS = 100_000_000;
    private static final int WIDTH = 112;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private String position = "";
    private long drawn;
    private int length;

    /// @param err where the line that changes goes
    /// @param terminal whether there is somebody to see it
    public TerminalTable(PrintWriter out, PrintWriter err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public synchronized void started(Card card, int index, int of) {
        position = "%d of %d".formatted(index + 1, of);
        draw(card, 0);
    }

    @Override
    public synchronized void progress(Card card, double fraction) {
        if (System.nanoTime() - drawn > REDRAW_NANOS) {
            draw(card, fraction);
        }
    }

    private void draw(Card card, double fraction) {
        if (!terminal) {
            return;
        }
        String line = String.format(
                Locale.ROOT, "%s  %3.0f %%  %s (test %s)", card.id(), 100 * fraction, card.title(), position);
        err.print("\r" + line + " ".repeat(Math.max(0, length - line.length())));
        err.flush();
        length = line.length();
        drawn = System.nanoTime();
    }

    private void erase() {
        if (length > 0) {
            err.print("\r" + " ".repeat(length) + "\r");
            err.flush();
            length = 0;
        }
    }

    @Override
    public synchronized void finished(Outcome outcome) {
        erase();
        out.println(String.format(
                Locale.ROOT,
                "%s  %-5s %7.1f s  %-14s  %s",
                outcome.card().id(),
                outcome.verdict(),
                outcome.seconds(),
                Texts.lower(outcome.card().layer()),
                outcome.card().title()));
        if (!outcome.message().isEmpty()) {
            indented(outcome.message());
        }
        outcome.notes().forEach(this::indented);
        if (outcome.verdict() == Verdict.ERROR) {
            outcome.lastFrames().forEach(f -> out.println("       " + plain(f)));
        }
        out.flush();
    }

    /// Without what an endpoint could do to a terminal.
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n]]", "?");
    }

    /// Wrapped at blanks.
    private void indented(String text) {
        StringBuilder line = new StringBuilder();
        for (String word : plain(text).split("\\s+", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH - 5) {
                out.println("     " + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        out.println("     " + line);
    }

    /// What the run came to.
    public synchronized void summary(RunResult result) {
        out.println("%d tests of %s on %s: %s; %s"
                .formatted(
                        result.outcomes().size(),
                        Texts.lower(result.plan().profile()),
                        Texts.parts(result.plan().fpgas()),
                        Texts.counts(result),
                        Texts.seconds(result.seconds())));
        if (result.floatingGateRows() > 0) {
            out.println("floating gates: %d rows were written".formatted(result.floatingGateRows()));
        }
        out.flush();
    }
}
