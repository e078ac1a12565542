package bss.hil.suite.common;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Demands that parts are as after a reset.
public final class Fresh {

    private static final Set<ConfigurationStage> ONE = EnumSet.of(ConfigurationStage.ANALOG);

    private Fresh() {}

    /// Demands that nothing is configured, recorded, counted or under way.
    ///
    /// @param when for messages
    public static void require(Bench bench, WaferSession session, String when) throws BackendException, Violation {
        int[] used = session.readBack().usedHicanns();
        bench.demand(
                used.length == 0,
                () -> "%s: HICANNs %s are configured, must be in reset".formatted(when, Arrays.toString(used)));
        requireEmpty(bench, session, when);
    }

    /// Demands that nothing is recorded, counted or under way.
    public static void requireEmpty(Bench bench, WaferSession session, String when) throws BackendException, Violation {
        long now = session.now();
        bench.demand(now == 0, () -> "%s: the next cycle is %d, must be 0".formatted(when, now));
        int pulses = session.takeTrace().count();
        bench.demand(pulses == 0, () -> "%s: the trace has %d pulses, must have none".formatted(when, pulses));
        List<AdcSamples> recordings = session.takeAdc();
        bench.demand(
                recordings.isEmpty(),
                () -> "%s: there are %d ADC recordings, must be none".formatted(when, recordings.size()));
        RunCounters counters = session.counters();
        bench.demand(
                counters.equals(zero(counters)), () -> "%s: counters are %s, must all be 0".formatted(when, counters));
    }

    /// The counters of silence. Circuit steps computed tell of the emulator's work alone, not of an event.
    private static RunCounters zero(RunCounters counters) {
        return new RunCounters(
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, counters.neuronUpdates());
    }

    /// Demands that what no configuration has written yet is as after a reset, in chips that were in reset:
    /// takes them out of it by a write of the analog outputs alone, and reads everything.
    public static void requireResetRegisters(Bench bench, WaferSession session, String when, int... hicanns)
            throws BackendException, Violation {
        WaferConfiguration reset = WaferConfiguration.empty();
        for (int h : hicanns) {
            reset = reset.with(h, HicannConfiguration.RESET);
        }
        bench.configure(session, reset, ONE);
        RandomChips.requireSame(bench, reset, session.readBack(), when);
    }
}
