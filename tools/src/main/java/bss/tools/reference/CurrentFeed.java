package bss.tools.reference;

import bss.spec.random.KeyedRandom;
import java.util.List;

/// The piecewise constant part of one injected current: an event for every change.
final class CurrentFeed {

    private final CurrentSource source;
    private final List<Integer> targets;
    private long step;
    private double nextMs;
    private double present;

    /// The changes from `fromMs` on; what flows then is the first.
    CurrentFeed(ReferenceModel.Injection injection, double fromMs) {
        source = injection.source();
        targets = injection.neurons();
        while (timeMs(step + 1) <= fromMs) {
            step++;
        }
        nextMs = Math.max(timeMs(step), fromMs);
    }

    private CurrentFeed(CurrentFeed from) {
        source = from.source;
        targets = from.targets;
        step = from.step;
        nextMs = from.nextMs;
        present = from.present;
    }

    CurrentFeed copy() {
        return new CurrentFeed(this);
    }

    /// Queues the changes before `endMs`.
    void feed(double endMs, EventQueue queue, long earliest) {
        while (nextMs < endMs) {
            double amplitude = amplitudeNa(step);
            for (int target : targets) {
                queue.add(target, EventQueue.CURRENT, nextMs, amplitude - present, earliest);
            }
            present = amplitude;
            nextMs = timeMs(++step);
        }
    }

    /// Time of change number `n`, infinite if there are fewer.
    private double timeMs(long n) {
        return switch (source) {
            case CurrentSource.Dc dc -> startStop(n, dc.startMs(), dc.stopMs());
            case CurrentSource.Ac ac -> startStop(n, ac.startMs(), ac.stopMs());
            case CurrentSource.Step steps -> n < steps.steps() ? steps.timeMs((int) n) : Double.POSITIVE_INFINITY;
            case CurrentSource.Noisy noisy -> {
                double t = noisy.startMs() + n * noisy.dtMs();
                boolean last = n > 0 && t - noisy.dtMs() >= noisy.stopMs();
                yield last ? Double.POSITIVE_INFINITY : Math.min(t, noisy.stopMs());
            }
        };
    }

    private double amplitudeNa(long n) {
        return switch (source) {
            case CurrentSource.Dc dc -> n == 0 ? dc.amplitudeNa() : 0;
            case CurrentSource.Ac ac -> n == 0 ? ac.offsetNa() : 0;
            case CurrentSource.Step steps -> steps.amplitudeNa((int) n);
            case CurrentSource.Noisy noisy ->
                nextMs >= noisy.stopMs()
                        ? 0
                        : noisy.meanNa()
                                + noisy.stdevNa()
                                        * KeyedRandom.of(noisy.seed(), n).nextGaussian();
        };
    }

    private static double startStop(long n, double startMs, double stopMs) {
        return n == 0 ? startMs : n == 1 ? stopMs : Double.POSITIVE_INFINITY;
    }
}
