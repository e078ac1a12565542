package bss.hil.suite.machine;

import bss.hil.bench.Violation;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// A trace beside what should be in it: events of the same address are paired in order.
///
/// @param matched expected events that came within the band
/// @param lost expected events that did not come
/// @param unexpected events that came and fit to none that is expected
/// @param firstWrong the first event that is lost or unexpected, in words; empty if there is none
/// @param meanDelayTicks of those that matched
public record TraceMatch(int matched, int lost, int unexpected, String firstWrong, double meanDelayTicks) {

    /// Pairs events.
    ///
    /// @param least smallest delay from the expected to the recorded time in ticks
    /// @param most largest one
    public static TraceMatch of(Pulses expected, Pulses trace, double least, double most) {
        Map<Integer, long[]> came = byAddress(trace);
        int matched = 0;
        int lost = 0;
        int unexpected = 0;
        double delay = 0;
        String wrong = "";
        for (Map.Entry<Integer, long[]> e : byAddress(expected).entrySet()) {
            int address = e.getKey();
            long[] times = came.containsKey(address) ? came.remove(address) : new long[0];
            int next = 0;
            for (long tick : e.getValue()) {
                while (next < times.length && times[next] < tick + least) {
                    unexpected++;
                    wrong = wrong.isEmpty() ? "unexpected " + name(times[next], address) : wrong;
                    next++;
                }
                if (next < times.length && times[next] <= tick + most) {
                    matched++;
                    delay += times[next] - tick;
                    next++;
                } else {
                    lost++;
                    wrong = wrong.isEmpty()
                            ? "missing %s, next there is %s"
                                    .formatted(
                                            name(tick, address),
                                            next < times.length ? "at tick " + times[next] : "none")
                            : wrong;
                }
            }
            if (next < times.length) {
                unexpected += times.length - next;
                wrong = wrong.isEmpty() ? "unexpected " + name(times[next], address) : wrong;
            }
        }
        for (Map.Entry<Integer, long[]> e : came.entrySet()) {
            unexpected += e.getValue().length;
            wrong = wrong.isEmpty() ? "unexpected " + name(e.getValue()[0], e.getKey()) : wrong;
        }
        return new TraceMatch(matched, lost, unexpected, wrong, matched == 0 ? 0 : delay / matched);
    }

    private static String name(long tick, int address) {
        return "event at tick %d, HICANN %d, link %d, L1 address %d"
                .formatted(
                        tick,
                        PulseAddress.hicann(address),
                        PulseAddress.link(address),
                        PulseAddress.l1Address(address));
    }

    private static Map<Integer, long[]> byAddress(Pulses pulses) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int k = 0; k < pulses.count(); k++) {
            counts.merge(pulses.address(k), 1, Integer::sum);
        }
        Map<Integer, long[]> times = new TreeMap<>();
        Map<Integer, Integer> filled = new HashMap<>();
        for (int k = 0; k < pulses.count(); k++) {
            int address = pulses.address(k);
            long[] list = times.computeIfAbsent(address, a -> new long[counts.getOrDefault(a, 0)]);
            list[filled.merge(address, 1, Integer::sum) - 1] = pulses.tick(k);
        }
        return times;
    }

    /// Demands that the recorded times do not go backwards.
    public static void demandOrder(Pulses trace, String what) throws Violation {
        for (int k = 1; k < trace.count(); k++) {
            if (trace.tick(k) < trace.tick(k - 1)) {
                throw new Violation(
                        "%s: event %d of the trace has tick %d, must be at least the %d of the one before it"
                                .formatted(what, k, trace.tick(k), trace.tick(k - 1)));
            }
        }
    }

    /// Demands that at most a fraction is lost and nothing else came.
    public void demand(String what, double lossFraction) throws Violation {
        int expected = matched + lost;
        if (lost > lossFraction * expected || unexpected > 2 * lossFraction * expected) {
            throw new Violation(("%s: %d of %d events did not come in time and %d came that were not expected,"
                            + " at most %.3g of all may be lost; %s")
                    .formatted(what, lost, expected, unexpected, lossFraction, firstWrong));
        }
    }
}
