package bss.emulator.event;

import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.topology.WaferTopology;
import java.util.Arrays;

/// The playback programs of all FPGAs: each releases one pulse per clock, in order of time, 25 clocks before the
/// pulse's time; one that would slip by more than 100 ns is dropped. Programs start [#PRE_ROLL_CLOCKS] before the
/// experiment's clock 0, so that pulses of its first moments arrive in time.
///
/// Sources: halbe, `hal/backend/FPGABackend.cpp` write_playback_program; sthal, `sthal/FPGAShared.cpp`; ess,
/// `halbe_to_ess.cpp` (dropping).
public final class Playback {

    /// How long before clock 0 the programs start.
    public static final int PRE_ROLL_CLOCKS = 64;

    private static final int FPGAS = 48;
    private static final int LEAD_CLOCKS = 25;
    /// 100 ns are 12.5 clocks.
    private static final int LARGEST_SLIP = 12;

    private final Tally tally;
    private final Pulses[] programs = new Pulses[FPGAS];
    private final int[] position = new int[FPGAS];
    private final long[] next = new long[FPGAS];
    private long due;

    public Playback(Tally tally) {
        this.tally = tally;
        clear();
    }

    /// Adds pulses; those that come too late are dropped at once.
    public void play(Pulses pulses, long clock) {
        long now = clock == 0 ? -PRE_ROLL_CLOCKS : clock;
        int[] count = new int[FPGAS];
        for (int k = 0; k < pulses.count(); k++) {
            tally.pulsesPlayed++;
            if (now - nominal(pulses.tick(k)) > LARGEST_SLIP) {
                tally.droppedBeforeRun++;
            } else {
                count[fpga(pulses, k)]++;
            }
        }
        for (int f = 0; f < FPGAS; f++) {
            if (count[f] > 0) {
                add(f, count[f], pulses, now);
            }
        }
        schedule();
    }

    private void add(int fpga, int count, Pulses pulses, long now) {
        Pulses old = programs[fpga];
        int left = old.count() - position[fpga];
        long[] ticks = new long[left + count];
        int[] addresses = new int[left + count];
        for (int k = 0; k < left; k++) {
            ticks[k] = old.tick(position[fpga] + k);
            addresses[k] = old.address(position[fpga] + k);
        }
        int n = left;
        for (int k = 0; k < pulses.count(); k++) {
            if (fpga(pulses, k) == fpga && now - nominal(pulses.tick(k)) <= LARGEST_SLIP) {
                ticks[n] = pulses.tick(k);
                addresses[n++] = pulses.address(k);
            }
        }
        programs[fpga] = Pulses.sorted(ticks, addresses);
        position[fpga] = 0;
        next[fpga] = Math.max(now, nominal(programs[fpga].tick(0)));
    }

    private static int fpga(Pulses pulses, int k) {
        return WaferTopology.fpga(PulseAddress.hicann(pulses.address(k)));
    }

    private static long nominal(long tick) {
        return (tick >> 1) - LEAD_CLOCKS;
    }

    /// Releases the pulses of the clocks from `from` to before `until` to the chips.
    public void run(long from, long until, PulseSink chips) {
        while (due < until) {
            long clock = Math.max(due, from);
            for (int f = 0; f < FPGAS; f++) {
                if (next[f] <= clock) {
                    next[f] = release(f, clock, chips);
                }
            }
            schedule();
        }
    }

    private long release(int f, long clock, PulseSink chips) {
        Pulses program = programs[f];
        while (position[f] < program.count() && clock - nominal(program.tick(position[f])) > LARGEST_SLIP) {
            tally.droppedBeforeRun++;
            position[f]++;
        }
        if (position[f] < program.count() && nominal(program.tick(position[f])) <= clock) {
            int k = position[f]++;
            int address = program.address(k);
            if (!chips.release(PulseAddress.hicann(address), clock, program.tick(k) << 9 | (address & 511))) {
                tally.lostDown++;
            }
        }
        return position[f] == program.count()
                ? Long.MAX_VALUE
                : Math.max(clock + 1, nominal(program.tick(position[f])));
    }

    private void schedule() {
        due = Long.MAX_VALUE;
        for (long clock : next) {
            due = Math.min(due, clock);
        }
    }

    /// Pulses still to be released.
    public int count() {
        int count = 0;
        for (int f = 0; f < FPGAS; f++) {
            count += programs[f].count() - position[f];
        }
        return count;
    }

    public void clear() {
        Arrays.fill(programs, Pulses.NONE);
        Arrays.fill(position, 0);
        Arrays.fill(next, Long.MAX_VALUE);
        due = Long.MAX_VALUE;
    }
}
