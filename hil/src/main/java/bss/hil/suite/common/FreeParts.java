package bss.hil.suite.common;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.proto.v1.Answer;
import java.io.IOException;
import java.util.Arrays;

/// Waits for parts that an owner left behind.
public final class FreeParts {

    private static final long PAUSE_MILLIS = 250;

    /// What an endpoint may take beyond its own time to see that a host is gone, and to reset its parts, in
    /// seconds.
    public static final int SLACK_SECONDS = 5;

    private FreeParts() {}

    /// Asks for the parts until they are given, and gives them back.
    ///
    /// @param detachedSeconds for which the endpoint keeps a session without a connection
    /// @return how long that took, in seconds
    /// @throws Violation if they are not free so many seconds and [#SLACK_SECONDS] later
    public static double await(Bench bench, int detachedSeconds, int... fpgas)
            throws IOException, Violation, InterruptedException {
        long from = System.nanoTime();
        while (true) {
            try (RawSession next = RawSession.connect(bench)) {
                Answer answer = next.askOpen(fpgas);
                double seconds = (System.nanoTime() - from) * 1e-9;
                if (answer.hasOpened()) {
                    return seconds;
                }
                bench.demand(
                        seconds <= detachedSeconds + SLACK_SECONDS,
                        () -> "FPGAs %s are held %.1f s after their owner vanished (%s), must be free within %d s"
                                .formatted(
                                        Arrays.toString(fpgas),
                                        seconds,
                                        answer.getFailed().getMessage(),
                                        detachedSeconds + SLACK_SECONDS));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
