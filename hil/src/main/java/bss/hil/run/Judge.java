package bss.hil.run;

import bss.hil.bench.Violation;
import bss.hil.wire.RecordingTap;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the end of a test means.
final class Judge {

    /// @param message empty if it passed
    record Judgement(Verdict verdict, String message) {}

    private static final Judgement PASS = new Judgement(Verdict.PASS, "");

    private Judge() {}

    static Judgement of(Limited.Ending ending, Duration limit, RecordingTap tap) {
        if (!ending.inTime()) {
            return new Judgement(
                    Verdict.ERROR,
                    "not done within %d s%s"
                            .formatted(
                                    limit.toSeconds(), ending.ended() ? "" : "; its thread hangs and is left behind"));
        }
        return of(ending.thrown(), tap);
    }

    /// An exception that repeats what the endpoint said is a refusal of something that it must do.
    private static Judgement of(@Nullable Throwable thrown, RecordingTap tap) {
        if (thrown == null) {
            return PASS;
        }
        String message = text(thrown);
        if (thrown instanceof Violation) {
            return new Judgement(Verdict.FAIL, message);
        }
        if (thrown instanceof Exception && tap.said(message)) {
            return new Judgement(Verdict.FAIL, "refused what it must do: " + message);
        }
        return new Judgement(Verdict.ERROR, message);
    }

    /// What an exception says, and where it came from if it is none that a test throws on purpose.
    private static String text(Throwable thrown) {
        String message = thrown.getMessage();
        boolean plain = thrown instanceof Violation
                || thrown instanceof bss.spec.backend.BackendException
                || thrown instanceof java.io.IOException;
        if (plain && message != null) {
            return message;
        }
        StackTraceElement[] trace = thrown.getStackTrace();
        String where = trace.length == 0 ? "" : " (at %s)".formatted(trace[0]);
        return "%s: %s%s".formatted(thrown.getClass().getSimpleName(), message, where);
    }
}
