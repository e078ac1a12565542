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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A wafer whose FPGAs send every pulse of the playback program straight back, as with the bit `pulse
/// loopback` of
/// their
/// configuration word (halbe, FPGACONFIG bit 24): to test and measure a wire alone. Leases are not kept
/// apart.
public final class LoopbackWafer implements WaferBackend {

    @Override
    public Capabilities capabilities() {
        return new Capabilities("loopback", "none", true, false, 0);
    }

    @Override
    public WaferSession open(Lease lease) {
        return new Session();
    }

    private static final class Session implements WaferSession {

        private WaferConfiguration configuration = WaferConfiguration.empty();
        private final List<Pulses> program = new ArrayList<>();
        private final List<Pulses> trace = new ArrayList<>();
        private long now;
        private long played;
        private long dropped;
        private long traced;
        private boolean closed;

        private void requireOpen() throws BackendException {
            if (closed) {
                throw new BackendException("session is closed");
            }
        }

        @Override
        public void configure(WaferConfiguration to, Set<ConfigurationStage> stages, int trial)
                throws BackendException {
            requireOpen();
            configuration = to;
        }

        @Override
        public WaferConfiguration readBack() throws BackendException {
            requireOpen();
            return configuration;
        }

        @Override
        public void play(Pulses pulses) throws BackendException {
            requireOpen();
            played += pulses.count();
            int late = firstFrom(pulses, 2 * now);
            dropped += late;
            program.add(part(pulses, late, pulses.count()));
        }

        @Override
        public void advance(long untilCycle) throws BackendException {
            requireOpen();
            if (untilCycle < now) {
                throw new BackendException(
                        "cannot advance to cycle %d, must be %d or later".formatted(untilCycle, now));
            }
            now = untilCycle;
            for (int i = 0; i < program.size(); i++) {
                Pulses p = program.get(i);
                int released = firstFrom(p, 2 * now);
                if (released > 0) {
                    trace.add(part(p, 0, released));
                }
                program.set(i, part(p, released, p.count()));
            }
            program.removeIf(p -> p.count() == 0);
        }

        private static int firstFrom(Pulses pulses, long tick) {
            int low = 0;
            int high = pulses.count();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (pulses.tick(middle) < tick) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private static Pulses part(Pulses pulses, int from, int to) {
            return from == 0 && to == pulses.count() ? pulses : joined(List.of(pulses), from, to);
        }

        private static Pulses joined(List<Pulses> parts, int from, int to) {
            long[] ticks = new long[to - from];
            int[] addresses = new int[to - from];
            int n = -from;
            for (Pulses p : parts) {
                for (int i = 0; i < p.count(); i++, n++) {
                    if (n >= 0 && n < ticks.length) {
                        ticks[n] = p.tick(i);
                        addresses[n] = p.address(i);
                    }
                }
            }
            return Pulses.sorted(ticks, addresses);
        }

        @Override
        public long now() {
            return now;
        }

        @Override
        public Pulses takeTrace() throws BackendException {
            requireOpen();
            int count = trace.stream().mapToInt(Pulses::count).sum();
            Pulses taken = trace.size() == 1 ? trace.getFirst() : joined(trace, 0, count);
            trace.clear();
            traced += count;
            return taken;
        }

        @Override
        public RunCounters counters() throws BackendException {
            requireOpen();
            long waiting = program.stream().mapToLong(Pulses::count).sum();
            long up = played - dropped - waiting;
            return new RunCounters(
                    played,
                    dropped,
                    0,
                    up,
                    waiting,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    up,
                    0,
                    0,
                    traced,
                    up - traced,
                    0,
                    0);
        }

        @Override
        public void reset(int trial) throws BackendException {
            requireOpen();
            program.clear();
            trace.clear();
            now = 0;
            played = 0;
            dropped = 0;
            traced = 0;
        }

        @Override
        public void record(AdcRequest request) throws BackendException {
            throw new BackendException("a loopback has no analog outputs");
        }

        @Override
        public List<AdcSamples> takeAdc() throws BackendException {
            requireOpen();
            return List.of();
        }

        @Override
        public Optional<WaferProbe> probe() {
            return Optional.empty();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
