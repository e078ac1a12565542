package bss.tools.job.wafer;

import bss.spec.backend.BackendException;
import bss.spec.backend.WaferSession;
import bss.tools.job.JobListener;
import bss.tools.run.SpikeCollector;

/// A session that runs a mapping: what it plays, what it has recorded. Cycles of hardware time.
final class Live {

    /// Cycles between two looks at progress: 80 ms of biology at a speed-up of 10,000.
    private static final long CHUNK_CYCLES = 1000;

    private final WaferSession session;
    private final Playback playback;
    private final SpikeCollector spikes;
    private final Recorder recorder;
    private boolean interrupted;
    /// Pulses of ticks before this one are in the playback program.
    private long playedTick;

    Live(WaferPart part, JobMapping mapping, SourceTrains trains) throws BackendException {
        session = part.wafer().open(part.lease());
        playback = new Playback(mapping.mapping(), trains);
        spikes = new SpikeCollector(mapping.mapping(), Double.POSITIVE_INFINITY);
        recorder = new Recorder(session, mapping);
    }

    WaferSession session() {
        return session;
    }

    Recorder recorder() {
        return recorder;
    }

    SpikeCollector spikes() {
        return spikes;
    }

    /// Whether it can only be closed.
    boolean interrupted() {
        return interrupted;
    }

    long playedTick() {
        return playedTick;
    }

    /// Runs until a cycle, if it is not there yet.
    void advance(long until, JobListener listener) throws BackendException, InterruptedException {
        long start = session.now();
        while (session.now() < until) {
            recorder.begin();
            long next = Math.min(Math.min(until, session.now() + CHUNK_CYCLES), recorder.nextStop(session.now()));
            long tick = 2 * (next + Playback.LEAD_CYCLES);
            if (tick > playedTick) {
                session.play(playback.pulses(playedTick, tick));
                playedTick = tick;
            }
            // an interrupted session can only be closed
            interrupted = true;
            session.advance(next);
            interrupted = false;
            spikes.take(session.takeTrace());
            recorder.take();
            listener.progress("running", (double) (session.now() - start) / (until - start));
        }
    }
}
