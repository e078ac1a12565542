package bss.proto.link;

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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/// A wafer that has much to say: each stream that is taken has [#BLOCKS] full blocks. An advance takes as long as it is
/// held.
final class PlentyWafer implements WaferBackend {

    static final int BLOCKS = 400;

    /// Names of the threads that called.
    final Queue<String> callers = new ConcurrentLinkedQueue<>();

    final CountDownLatch hold;

    /// @param held whether advances wait for [#hold]
    PlentyWafer(boolean held) {
        hold = new CountDownLatch(held ? 1 : 0);
    }

    private void called() {
        callers.add(Thread.currentThread().getName());
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities("plenty", "none", true, true, 0);
    }

    @Override
    public WaferSession open(Lease lease) {
        called();
        return new Session();
    }

    private final class Session implements WaferSession, WaferProbe {

        private final WaferSession inner = new LoopbackWafer().open(Lease.of(0));

        @Override
        public void configure(WaferConfiguration to, Set<ConfigurationStage> stages, int trial)
                throws BackendException {
            called();
            inner.configure(to, stages, trial);
        }

        @Override
        public WaferConfiguration readBack() throws BackendException {
            return inner.readBack();
        }

        @Override
        public void play(Pulses pulses) throws BackendException {
            called();
            inner.play(pulses);
        }

        @Override
        public void advance(long untilCycle) throws BackendException, InterruptedException {
            called();
            hold.await();
            inner.advance(untilCycle);
        }

        @Override
        public long now() {
            return inner.now();
        }

        @Override
        public Pulses takeTrace() {
            called();
            int n = BLOCKS * PulseBlocks.PULSES;
            return Pulses.sorted(new long[n], new int[n]);
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
        public void record(AdcRequest request) {
            called();
        }

        @Override
        public List<AdcSamples> takeAdc() {
            called();
            int n = AdcBlocks.SAMPLES;
            return Collections.nCopies(BLOCKS, new AdcSamples(new AdcRequest(1, 0, n), 0, new short[n]));
        }

        @Override
        public Optional<WaferProbe> probe() {
            return Optional.of(this);
        }

        @Override
        public void close() throws BackendException {
            called();
            inner.close();
        }

        @Override
        public void watch(int hicann, int denmem, Variable variable, int intervalCycles) {}

        @Override
        public List<Samples> takeSamples() {
            called();
            List<Double> values = Collections.nCopies(BLOCKS * ProbeBlocks.VALUES, 0.5);
            return List.of(new Samples(1, 2, Variable.MEMBRANE, 0, 1, values));
        }

        @Override
        public void initialise(int hicann, int denmem, double volt, double ampere) {}

        @Override
        public void fire(int hicann, int denmem) {}

        @Override
        public void recordSynapticInputs(boolean on) {}

        @Override
        public List<SynapticInput> takeSynapticInputs() {
            called();
            return Collections.nCopies(BLOCKS * ProbeBlocks.INPUTS, new SynapticInput(5, 1, 2, 3, true, 1e-9, 2e-12));
        }
    }
}
