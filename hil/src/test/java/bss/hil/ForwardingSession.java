package bss.hil;

import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A session that does what another one does. A fault overrides what it breaks.
public class ForwardingSession implements WaferSession {

    protected final WaferSession healthy;

    protected ForwardingSession(WaferSession healthy) {
        this.healthy = healthy;
    }

    @Override
    public void configure(WaferConfiguration configuration, Set<ConfigurationStage> stages, int trial)
            throws BackendException {
        healthy.configure(configuration, stages, trial);
    }

    @Override
    public WaferConfiguration readBack() throws BackendException {
        return healthy.readBack();
    }

    @Override
    public void play(Pulses pulses) throws BackendException {
        healthy.play(pulses);
    }

    @Override
    public void advance(long untilCycle) throws BackendException, InterruptedException {
        healthy.advance(untilCycle);
    }

    @Override
    public long now() {
        return healthy.now();
    }

    @Override
    public Pulses takeTrace() throws BackendException {
        return healthy.takeTrace();
    }

    @Override
    public RunCounters counters() throws BackendException {
        return healthy.counters();
    }

    @Override
    public void reset(int trial) throws BackendException {
        healthy.reset(trial);
    }

    @Override
    public void record(AdcRequest request) throws BackendException {
        healthy.record(request);
    }

    @Override
    public List<AdcSamples> takeAdc() throws BackendException {
        return healthy.takeAdc();
    }

    @Override
    public Optional<WaferProbe> probe() {
        return healthy.probe();
    }

    @Override
    public void close() throws BackendException {
        healthy.close();
    }
}
