package bss.tools.job.schedule;

import bss.spec.coord.Direction;
import bss.spec.coord.FpgaOnWafer;
import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.WaferTopology;
import java.util.Optional;

/// Where the reticles of the FPGAs lie. Two are neighbours if a chip of one is next to a chip of the other, in
/// its row or its column.
public final class Reticles {

    private static final long[] NEIGHBOURS = new long[FpgaOnWafer.COUNT];

    static {
        for (int hicann = 0; hicann < HicannOnWafer.COUNT; hicann++) {
            int fpga = WaferTopology.fpga(hicann);
            for (Direction direction : Direction.all()) {
                int other = WaferTopology.neighbour(hicann, direction);
                if (other >= 0 && WaferTopology.fpga(other) != fpga) {
                    NEIGHBOURS[fpga] |= 1L << WaferTopology.fpga(other);
                }
            }
        }
    }

    private Reticles() {}

    /// Those next to at least one of `fpgas`, without `fpgas` themselves.
    public static FpgaSet neighbours(FpgaSet fpgas) {
        return new FpgaSet(around(fpgas.bits()) & ~fpgas.bits());
    }

    /// Whether one can go from each of `fpgas` to each other one over neighbours without leaving the set.
    public static boolean contiguous(FpgaSet fpgas) {
        return reach(Long.lowestOneBit(fpgas.bits()), fpgas.bits()) == fpgas.bits();
    }

    /// Whether `count` (at least 1) of `free` hang together anywhere.
    public static boolean fits(FpgaSet free, int count) {
        long rest = free.bits();
        while (Long.bitCount(rest) >= count) {
            long part = reach(Long.lowestOneBit(rest), rest);
            if (Long.bitCount(part) >= count) {
                return true;
            }
            rest &= ~part;
        }
        return false;
    }

    /// Chooses `count` (at least 1) of `free` that hang together, if there are so many anywhere.
    ///
    /// Of the compact sets grown from every free reticle it takes the one with the fewest free reticles around
    /// it, so that what stays free hangs together as well; the same `free` always gives the same choice.
    public static Optional<FpgaSet> choose(FpgaSet free, int count) {
        if (!fits(free, count)) {
            return Optional.empty();
        }
        long best = 0;
        int fewest = Integer.MAX_VALUE;
        for (long rest = free.bits(); rest != 0; rest &= rest - 1) {
            long grown = grow(Long.lowestOneBit(rest), free.bits(), count);
            int rim = Long.bitCount(around(grown) & free.bits() & ~grown);
            if (grown != 0 && rim < fewest) {
                best = grown;
                fewest = rim;
            }
        }
        return Optional.of(new FpgaSet(best));
    }

    /// `count` of `free` around `seed`, or 0 if not so many can be reached from it.
    private static long grow(long seed, long free, int count) {
        long grown = seed;
        long around = around(seed);
        for (int size = 1; size < count; size++) {
            long rim = around & free & ~grown;
            if (rim == 0) {
                return 0;
            }
            long next = mostEnclosed(rim, grown);
            grown |= next;
            around |= around(next);
        }
        return grown;
    }

    /// The one of `rim` that has the most neighbours in `grown`.
    private static long mostEnclosed(long rim, long grown) {
        long best = 0;
        int most = -1;
        for (long rest = rim; rest != 0; rest &= rest - 1) {
            int touching = Long.bitCount(NEIGHBOURS[Long.numberOfTrailingZeros(rest)] & grown);
            if (touching > most) {
                best = Long.lowestOneBit(rest);
                most = touching;
            }
        }
        return best;
    }

    /// What of `within` can be reached from `seed`.
    private static long reach(long seed, long within) {
        long reached = seed;
        long fresh = seed;
        while (fresh != 0) {
            fresh = around(fresh) & within & ~reached;
            reached |= fresh;
        }
        return reached;
    }

    private static long around(long fpgas) {
        long around = 0;
        for (long rest = fpgas; rest != 0; rest &= rest - 1) {
            around |= NEIGHBOURS[Long.numberOfTrailingZeros(rest)];
        }
        return around;
    }
}
