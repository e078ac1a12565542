package bss.hil.suite;

import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A session that does what another one does, for one of which a single thing is wrong.
class WrappedSession implements WaferSession {

    /// Opens the sessions of a faulty wafer.
    interface Opening {
        WaferSession open(Lease lease) throws BackendException;
    }

    final WaferSession inner;

    WrappedSession(WaferSession inner) {
        this.inner = inner;
    }

    /// A wafer of which the opening is wrong, or its sessions.
    static WaferBackend wafer(WaferBackend inner, Opening opening) {
        return new WaferBackend() {
            @Override
            public Capabilities capabilities() {
                return inner.capabilities();
            }

            @Override
            public WaferSession open(Lease lease) throws BackendException {
                return opening.open(lease);
            }
        };
    }

    @Override
    public void configure(WaferConfiguration configuration, Set<ConfigurationStage> stages, int trial)
            throws BackendException {
        inner.configure(configuration, stages, trial);
    }

    @Override
    public WaferConfiguration readBack() throws BackendException {
        return inner.readBack();
    }

    @Override
    public void play(Pulses pulses) throws BackendException {
        inner.play(pulses);
    }

    @Override
    public void advance(long untilCycle) throws BackendException, InterruptedException {
        inner.advance(untilCycle);
    }

    @Override
    public long now() {
        return inner.now();
    }

    @Override
    public Pulses takeTrace() throws BackendException {
        return inner.takeTrace();
    }

    @Override
    public RunCounters counters() throws BackendException {
        return inner.counters();
    }

    @Override
    public void reset(int trial) throws BackendException {
        inner.reset(trial);
    }

    @Override
    public void record(AdcRequest request) throws BackendException {
        inner.record(request);
    }

    @Override
    public List<AdcSamples> takeAdc() throws BackendException {
        return inner.takeAdc();
    }

    @Override
    public Optional<WaferProbe> probe() {
        return inner.probe();
    }

    @Override
    public void close() throws BackendException {
        inner.close();
    }
}
