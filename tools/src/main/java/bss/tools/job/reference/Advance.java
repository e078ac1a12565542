package bss.tools.job.reference;

import bss.tools.job.JobException;
import bss.tools.job.JobListener;
import bss.tools.reference.ReferenceSimulator;

/// Runs a reference simulation and tells how far it is.
final class Advance {

    /// Carries an interruption out of the simulator.
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private Advance() {}

    static void until(ReferenceSimulator simulator, double untilMs, JobListener listener)
            throws JobException, InterruptedException {
        double from = simulator.nowMs();
        if (!(untilMs >= from && untilMs < Double.POSITIVE_INFINITY)) {
            throw JobException.invalid("cannot advance to %s ms, it is %s ms", untilMs, from);
        }
        try {
            simulator.runUntil(untilMs, t -> {
                if (Thread.interrupted()) {
                    throw new Interrupted();
                }
                listener.progress("running", untilMs == from ? 1 : (t - from) / (untilMs - from));
            });
        } catch (Interrupted e) {
            throw (InterruptedException) new InterruptedException("interrupted while running").initCause(e);
        }
    }
}
