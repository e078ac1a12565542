package bss.tools.job.wafer;

import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.RunCounters;
import bss.spec.config.WaferConfiguration;
import bss.tools.job.JobListener;
import bss.tools.run.FinalWeights;
import bss.tools.run.SpikeCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What runs from time 0 to the next reset.
///
/// The session of the wafer is not where the job is. It stays a little behind, so that trains can still change: an FPGA
/// takes its pulses before their time. It goes ahead when spikes are asked for, because what was fired before now may
/// still be on its way up ([SpikeCollector#FLUSH_CYCLES]). A change that would have to come before where the session is
/// cannot be made in it; then a new session does everything again from time 0, which gives the same, only later.
final class Experiment {

    private static final long BEHIND_CYCLES = Playback.LEAD_CYCLES + 2;

    private final WaferPart part;
    private final JobMapping first;
    private final SourceTrains trains;
    private final List<Step> steps = new ArrayList<>();
    private @Nullable Live live;
    private boolean had;
    private boolean ended;
    private double nowMs;
    private Optional<Standing> standing = Optional.empty();

    /// Something done at a cycle.
    interface Act {
        void on(Live live) throws BackendException, InterruptedException;
    }

    private record Step(long cycle, Act act) {}

    /// What the wafer held when the job came to `cycle`.
    ///
    /// @param configuration empty: not asked for
    record Standing(long cycle, RunCounters counters, Optional<WaferConfiguration> configuration) {}

    /// @param first mapping at time 0; where cells are does not change later
    Experiment(WaferPart part, JobMapping first, SourceTrains trains) {
        this.part = part;
        this.first = first;
        this.trains = trains;
    }

    double nowMs() {
        return nowMs;
    }

    /// Whether its part of the wafer was to be had.
    boolean had() {
        return had;
    }

    SourceTrains trains() {
        return trains;
    }

    /// The first cycle that is not before now.
    long cycle() {
        return HardwareTime.msToCycle(nowMs, first.mapping().speedup());
    }

    /// Adds what is done at time 0, before anything runs.
    void open(Act act) {
        steps.add(new Step(0, act));
    }

    /// The job is at `untilMs` afterwards.
    void advance(double untilMs, JobListener listener) throws BackendException, InterruptedException {
        Live at = running(listener);
        at.advance(HardwareTime.msToCycle(untilMs, first.mapping().speedup()) - BEHIND_CYCLES, listener);
        nowMs = untilMs;
        standing = Optional.empty();
    }

    /// Does something now, and whenever this is done again.
    void now(Act act, JobListener listener) throws BackendException, InterruptedException {
        Live at = exactly(listener);
        act.on(at);
        steps.add(new Step(cycle(), act));
        standing = Optional.empty();
    }

    /// Sources play other trains from now on.
    ///
    /// @param change tells [#trains] so
    void replay(Runnable change, JobListener listener) throws BackendException, InterruptedException {
        Live at = live;
        change.run();
        if (at != null && at.playedTick() > 2 * (cycle() - 1)) {
            again(listener);
        }
    }

    /// The session at now, neither behind nor ahead.
    private Live exactly(JobListener listener) throws BackendException, InterruptedException {
        Live at = running(listener);
        if (at.session().now() > cycle()) {
            again(listener);
            at = running(listener);
        }
        at.advance(cycle(), listener);
        return at;
    }

    private void again(JobListener listener) throws BackendException, InterruptedException {
        listener.notice(
                false,
                "the wafer has run beyond %.6g ms to bring up spikes: it runs again from 0 up to there, with the same result"
                        .formatted(nowMs));
        release();
        running(listener).advance(cycle() - BEHIND_CYCLES, listener);
    }

    private Live running(JobListener listener) throws BackendException, InterruptedException {
        if (live != null && live.interrupted()) {
            release();
        }
        Live at = live;
        if (at == null) {
            at = new Live(part, first, trains);
            had = true;
            live = at;
            listener.progress("configuring", 0);
            for (Step step : steps) {
                at.advance(step.cycle(), listener);
                step.act().on(at);
            }
        }
        return at;
    }

    /// What the wafer holds now.
    ///
    /// @param configuration also the bits, which takes longer
    Standing standing(boolean configuration, JobListener listener) throws BackendException, InterruptedException {
        if (standing.isEmpty()
                || (configuration && standing.get().configuration().isEmpty())) {
            Live at = exactly(listener);
            standing = Optional.of(new Standing(
                    cycle(),
                    at.session().counters(),
                    configuration ? Optional.of(at.session().readBack()) : Optional.empty()));
        }
        return standing.get();
    }

    /// Everything fired before now, and what was recorded.
    Live complete(JobListener listener) throws BackendException, InterruptedException {
        return until(cycle() == 0 ? 0 : cycle() + SpikeCollector.FLUSH_CYCLES, listener);
    }

    /// A session that has run until a cycle at least.
    Live until(long cycle, JobListener listener) throws BackendException, InterruptedException {
        Live at = running(listener);
        if (!ended) {
            if (cycle > cycle() && at.session().now() <= cycle()) {
                // what can only be seen now must not take another run later
                var _ = standing(FinalWeights.plastic(first.network()), listener);
            }
            at.advance(cycle, listener);
        }
        return at;
    }

    /// Gives the wafer back; what was recorded stays.
    void end(JobListener listener) throws BackendException, InterruptedException {
        if (live != null && !ended) {
            var _ = standing(FinalWeights.plastic(first.network()), listener);
            Live at = complete(listener);
            at.advance(at.recorder().needed(cycle()), listener);
            at.session().close();
        }
        ended = true;
    }

    /// Gives the wafer back and forgets what was recorded.
    void release() throws BackendException {
        Live at = live;
        live = null;
        if (at != null) {
            at.session().close();
        }
    }
}
