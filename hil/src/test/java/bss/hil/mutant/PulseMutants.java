package bss.hil.mutant;

import static bss.hil.mutant.Mutant.frames;
import static bss.hil.mutant.Mutant.mutant;
import static bss.hil.mutant.Mutant.session;
import static bss.hil.mutant.PulseFaults.addresses;
import static bss.hil.mutant.PulseFaults.each;
import static bss.hil.mutant.PulseFaults.ticks;
import static bss.hil.mutant.SessionFaults.played;
import static bss.hil.mutant.SessionFaults.traced;

import bss.hil.ForwardingSession;
import bss.hil.FrameFault;
import bss.proto.v1.ToServer;
import bss.spec.backend.BackendException;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Faults of pulses on their way down and up: P25 to P28.
final class PulseMutants {

    /// Ticks of 4 ns in a microsecond.
    private static final int MICROSECOND = 250;

    /// Ticks after which 15 bits of cycles begin anew.
    private static final long WRAP = 1L << 16;

    private PulseMutants() {}

    static List<Mutant> all() {
        return List.of(
                mutant(
                        "M68",
                        "P25",
                        "the channel of looped pulses is not flipped",
                        session(() -> traced(addresses(a -> a ^ 1 << 6)))),
                mutant(
                        "M69",
                        "P25",
                        "an address bit is flipped on the way up, for one L1 address",
                        session(() -> traced(addresses(a -> (a & 63) == 37 ? a ^ 4 : a)))),
                mutant(
                        "M70",
                        "P25",
                        "pulses of a chip come up as those of the chip next to it on the reticle",
                        session(() -> (healthy, lease) -> traced(
                                        addresses(a -> PulseAddress.hicann(a) == SessionFaults.chip(lease, 5)
                                                ? (a & 0x1ff) | SessionFaults.chip(lease, 4) << 9
                                                : a))
                                .in(healthy, lease))),
                mutant(
                        "M71",
                        "P25",
                        "pulses take a microsecond longer than they may",
                        session(() -> traced(ticks(t -> t + MICROSECOND)))),
                mutant("M72", "P27", "one pulse in 100,000 is lost on the way up", session(PulseMutants::rarelyLost))
                        .inFull(),
                mutant(
                        "M73",
                        "P26",
                        "a link down needs 64 ns between two pulses, and loses what comes sooner",
                        session(() -> played(PulseMutants::tooSoon))),
                mutant("M74", "P27", "recorded times are a tick late", session(() -> traced(ticks(t -> t + 1)))),
                mutant(
                        "M75",
                        "P27",
                        "an overflow word is missed: times from the second wrap of 15 bits on are one wrap early",
                        session(() -> traced(ticks(t -> t >= 2 * WRAP ? t - WRAP : t)))),
                mutant(
                        "M76",
                        "P27",
                        "the second pulse of a pair in one word is lost",
                        session(() -> played(PulseMutants::secondOfPair))),
                mutant(
                        "M77",
                        "P27",
                        "at the highest rate every hundredth pulse is lost",
                        session(() -> played(PulseMutants::crowded))),
                mutant(
                        "M78",
                        "P28",
                        "the trace of a run begins with that of the run before",
                        session(() -> (healthy, _) -> new ForwardingSession(healthy) {
                            private Pulses last = Pulses.NONE;
                            private boolean again;

                            @Override
                            public void reset(int trial) throws BackendException {
                                super.reset(trial);
                                again = last.count() > 0;
                            }

                            @Override
                            public void play(Pulses pulses) throws BackendException {
                                super.play(pulses);
                                again |= last.count() > 0;
                            }

                            @Override
                            public Pulses takeTrace() throws BackendException {
                                Pulses trace = super.takeTrace();
                                Pulses told = again ? PulseFaults.joined(last, trace) : trace;
                                again = false;
                                last = trace;
                                return told;
                            }
                        })),
                mutant(
                        "M79",
                        "P28",
                        "pulses that come too late are not counted",
                        session(() -> SessionFaults.counted(c ->
                                Counters.with(Counters.with(c, "droppedBeforeRun", 0), "pulsesPlayed", onTime(c))))),
                mutant(
                        "M80",
                        "P28",
                        "an advance ends a cycle late",
                        session(() -> (healthy, _) -> new ForwardingSession(healthy) {
                            @Override
                            public void advance(long untilCycle) throws BackendException, InterruptedException {
                                super.advance(untilCycle > now() ? untilCycle + 1 : untilCycle);
                            }
                        })),
                mutant("M100", "P28", "the first interrupt of a host is lost", frames(() -> new FrameFault() {
                    private boolean lost;

                    @Override
                    public void down(ToServer message, Ends ends) throws IOException {
                        if (message.hasInterrupt() && !lost) {
                            lost = true;
                        } else {
                            ends.toServer(message);
                        }
                    }
                })));
    }

    private static FaultyWafer.SessionFault rarelyLost() {
        AtomicLong seen = new AtomicLong();
        return traced(each((tick, address, to) -> {
            if (seen.incrementAndGet() % 100_000 != 0) {
                to.add(tick, address);
            }
        }));
    }

    private static Pulses tooSoon(Pulses pulses) {
        Map<Integer, Long> last = new HashMap<>();
        return each((tick, address, to) -> {
                    Long before = last.get(PulseAddress.hicann(address));
                    if (before == null || tick - before >= 16) {
                        last.put(PulseAddress.hicann(address), tick);
                        to.add(tick, address);
                    }
                })
                .apply(pulses);
    }

    private static Pulses secondOfPair(Pulses pulses) {
        long[] last = {-1};
        return each((tick, address, to) -> {
                    if (tick != last[0]) {
                        to.add(tick, address);
                    }
                    last[0] = tick;
                })
                .apply(pulses);
    }

    /// Loses pulses of long rows at the FPGA's shortest spacing.
    private static Pulses crowded(Pulses pulses) {
        long[] last = {Long.MIN_VALUE / 2, 0};
        return each((tick, address, to) -> {
                    last[1] = tick - last[0] <= 2 ? last[1] + 1 : 0;
                    last[0] = tick;
                    if (last[1] % 100 != 99) {
                        to.add(tick, address);
                    }
                })
                .apply(pulses);
    }

    private static long onTime(RunCounters c) {
        return c.pulsesPlayed() - c.droppedBeforeRun();
    }
}
