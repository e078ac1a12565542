package bss.hil.suite.common;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.config.WaferConfiguration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Pulses that go from the FPGA to a chip and back: down the even Gbit links, through a DNC merger whose
/// loopback bit hands them to its partner, up the odd link next to it (docs/machine.md, Mergers; halbe,
/// Layer2Test).
public final class Loopback {

    /// What is written.
    public static final Set<ConfigurationStage> STAGES = EnumSet.of(ConfigurationStage.MERGER_TREE);

    /// Ticks of 4 ns in a cycle of 8 ns.
    private static final int TICKS_PER_CYCLE = 2;

    /// Time after the last pulse in which it must be back, in cycles of 8 ns.
    private static final int TAIL_CYCLES = 2000;

    private Loopback() {}

    /// Chips that send back what comes.
    public static WaferConfiguration wafer(int... hicanns) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder().timestampEnable(true);
        for (int d = 0; d < 8; d += 2) {
            bits.link(d, LinkDirection.TO_HICANN).link(d + 1, LinkDirection.TO_DNC);
            bits.dncMerger(d, new MergerConfig(MergerConfig.Mode.MERGE, false, true));
        }
        HicannConfiguration chip = bits.build();
        @Nullable HicannConfiguration[] chips = new @Nullable HicannConfiguration[WaferConfiguration.HICANNS];
        for (int h : hicanns) {
            chips[h] = chip;
        }
        return new WaferConfiguration(chips, WaferConfiguration.PLL_MHZ, false);
    }

    /// Pulses to each chip at regular times, by random links and addresses.
    ///
    /// @param perChip pulses of each chip
    /// @param first time of the first [4 ns]
    /// @param spacing between two of a chip [4 ns]; a link carries one in 14, an FPGA one in 2
    public static Pulses program(SplittableRandom random, int[] hicanns, int perChip, long first, int spacing) {
        long[] ticks = new long[perChip * hicanns.length];
        int[] addresses = new int[ticks.length];
        int n = 0;
        for (int k = 0; k < perChip; k++) {
            for (int c = 0; c < hicanns.length; c++) {
                ticks[n] = first + (long) k * spacing + (long) c * spacing / hicanns.length;
                addresses[n++] = PulseAddress.pack(hicanns[c], 2 * random.nextInt(4), random.nextInt(64));
            }
        }
        return Pulses.sorted(ticks, addresses);
    }

    /// The cycle by which all pulses of a program are back.
    public static long end(Pulses program) {
        return program.tick(program.count() - 1) / TICKS_PER_CYCLE + TAIL_CYCLES;
    }

    /// Demands that a trace is what a program gives: each pulse once, up the partner of its link, with its
    /// L1 address, later by the delay of the kind of endpoint, and no other.
    ///
    /// @param where for messages
    public static void require(Bench bench, Pulses program, Pulses trace, String where) throws Violation {
        long least = (long) bench.tolerances().get("A08.delay_min_ticks");
        long most = (long) bench.tolerances().get("A08.delay_max_ticks");
        Map<Integer, Channel> channels = new HashMap<>();
        for (int i = 0; i < program.count(); i++) {
            channels.computeIfAbsent(program.address(i) >> 6, c -> new Channel())
                    .add(program.tick(i), program.address(i) & 63);
        }
        for (int i = 0; i < trace.count(); i++) {
            long tick = trace.tick(i);
            PulseAddress address = PulseAddress.of(trace.address(i));
            Channel channel = channels.get((trace.address(i) >> 6) ^ 1);
            int pulse = i;
            bench.demand(
                    channel != null && channel.match(tick - most, tick - least, address.l1Address()),
                    () -> ("%s: pulse %d of the trace, at tick %d from HICANN %d, link %d, address %d, was not sent"
                                    + " %d to %d ticks before, or is out of order or a duplicate")
                            .formatted(
                                    where,
                                    pulse,
                                    tick,
                                    address.hicann(),
                                    address.link(),
                                    address.l1Address(),
                                    least,
                                    most));
        }
        double allowed = bench.tolerances().get("A08.loss_fraction");
        int lost = program.count() - trace.count();
        bench.demand(
                lost <= allowed * program.count(),
                () -> "%s: %d of %d pulses are not back, may be a fraction of %s"
                        .formatted(where, lost, program.count(), allowed));
    }

    /// Pulses sent over one link of a chip, in the order of their times.
    private static final class Channel {

        private long[] ticks = new long[16];
        private byte[] addresses = new byte[16];
        private int count;
        private int next;

        void add(long tick, int address) {
            if (count == ticks.length) {
                ticks = Arrays.copyOf(ticks, 2 * count);
                addresses = Arrays.copyOf(addresses, 2 * count);
            }
            ticks[count] = tick;
            addresses[count++] = (byte) address;
        }

        /// Takes the first pulse of these times and address; those before it are lost.
        boolean match(long from, long to, int address) {
            for (int i = next; i < count && ticks[i] <= to; i++) {
                if (ticks[i] >= from && addresses[i] == address) {
                    next = i + 1;
                    return true;
                }
            }
            return false;
        }
    }
}
