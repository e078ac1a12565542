package bss.hil.loop;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A wafer that cannot pause and sends back what it was told to, and notes every call.
final class NotingWafer implements WaferBackend {

    final List<String> calls = new ArrayList<>();
    final List<WaferConfiguration> written = new ArrayList<>();
    Pulses played = Pulses.NONE;
    Pulses answer = Pulses.NONE;
    boolean refusesToConfigure;

    @Override
    public Capabilities capabilities() {
        return new Capabilities("noting", "real", false, false, 1e6);
    }

    @Override
    public WaferSession open(Lease lease) {
        calls.add("open " + lease);
        return new Session();
    }

    private final class Session implements WaferSession {

        private long now;

        @Override
        public void configure(WaferConfiguration configuration, Set<ConfigurationStage> stages, int trial)
                throws BackendException {
            calls.add("configure %s HICANNs %s trial %d"
                    .formatted(
                            stages.size() == ConfigurationStage.values().length ? "all" : stages,
                            Arrays.toString(configuration.usedHicanns()),
                            trial));
            if (refusesToConfigure) {
                throw new BackendException("no");
            }
            written.add(configuration);
        }

        @Override
        public WaferConfiguration readBack() {
            return written.getLast();
        }

        @Override
        public void play(Pulses pulses) {
            calls.add("play " + pulses.count());
            played = pulses;
        }

        @Override
        public void advance(long untilCycle) throws BackendException {
            if (now != 0) {
                throw new BackendException("cannot pause");
            }
            calls.add("advance " + untilCycle);
            now = untilCycle;
        }

        @Override
        public long now() {
            return now;
        }

        @Override
        public Pulses takeTrace() {
            return answer;
        }

        @Override
        public RunCounters counters() {
            return new RunCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public void reset(int trial) {
            calls.add("reset " + trial);
            now = 0;
        }

        @Override
        public void record(AdcRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<AdcSamples> takeAdc() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<WaferProbe> probe() {
            return Optional.empty();
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
