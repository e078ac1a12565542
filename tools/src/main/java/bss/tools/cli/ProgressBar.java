package bss.tools.cli;

import bss.tools.run.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/// Shows progress: a bar on a terminal, plain lines elsewhere.
final class ProgressBar implements Progress {

    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = 100_000_000;
    private static final double LINE_STEP = 0.25;

    private final PrintWriter err;
    private final boolean terminal;
    private String what = "";
    private double shown = -1;
    private long drawn;
    private int length;

    ProgressBar(PrintWriter err) {
        this.err = err;
        this.terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /// Whether it draws a bar, not lines.
    boolean isTerminal() {
        return terminal;
    }

    @Override
    public void at(String what, double fraction) {
        boolean changed = !what.equals(this.what);
        if (terminal) {
            long now = System.nanoTime();
            if (changed || fraction >= 1 || now - drawn > REDRAW_NANOS) {
                draw(what, fraction);
                drawn = now;
            }
        } else if (changed || (fraction >= shown + LINE_STEP && fraction < 1)) {
            err.printf("%s %.0f %%%n", what, 100 * fraction);
            shown = fraction;
        }
        this.what = what;
    }

    private void draw(String text, double fraction) {
        int full = (int) Math.round(WIDTH * Math.clamp(fraction, 0, 1));
        String line =
                "%-24s [%s%s] %3.0f %%".formatted(text, "#".repeat(full), "-".repeat(WIDTH - full), 100 * fraction);
        err.print("\r" + line + " ".repeat(Math.max(0, length - line.length())));
        err.flush();
        length = line.length();
    }

    /// Removes the bar.
    void done() {
        if (terminal && length > 0) {
            err.print("\r" + " ".repeat(length) + "\r");
            err.flush();
        }
    }
}
