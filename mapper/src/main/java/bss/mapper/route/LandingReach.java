package bss.mapper.route;

import bss.mapper.stage.Routing.Landing;
import bss.spec.defects.Defects;
import bss.spec.topology.L1Topology;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The synapse drivers that a VLine can feed: 14 of its own chip and 14 of the neighbour on its side, seven in
/// the upper and seven in the lower half of each, eight places apart.
public final class LandingReach {

    /// Groups of drivers on one side of a chip; the drivers of a group are reached by the same lines.
    public static final int GROUPS = 8;

    /// Drivers of a group.
    public static final int PER_GROUP = 14;

    private static final int[][][] DRIVERS = new int[2][L1Topology.VLINES][];

    static {
        for (int v = 0; v < L1Topology.VLINES; v++) {
            int vline = v;
            for (int own = 0; own < 2; own++) {
                boolean local = own == 1;
                DRIVERS[own][v] = IntStream.of(L1Topology.rowsOf(v))
                        .filter(row -> L1Topology.switchIsLocal(vline, row) == local)
                        .toArray();
            }
        }
    }

    private LandingReach() {}

    /// The drivers of the target chip that the line of a landing reaches, ascending; those behind defect
    /// switches are left out, defect drivers are not.
    public static int[] of(Landing landing, Defects defects) {
        return Arrays.stream(DRIVERS[landing.hicann() == landing.target() ? 1 : 0][landing.vline()])
                .filter(row -> defects.synapseSwitchUsable(
                        landing.hicann(), L1Topology.synapseSwitchIndex(landing.vline(), row)))
                .toArray();
    }

    /// How many drivers that are not defect a VLine of `hicann` can feed on `target`.
    static int usable(int target, int hicann, int vline, Defects defects) {
        int n = 0;
        for (int driver : DRIVERS[hicann == target ? 1 : 0][vline]) {
            if (defects.driverUsable(target, driver)
                    && defects.synapseSwitchUsable(hicann, L1Topology.synapseSwitchIndex(vline, driver))) {
                n++;
            }
        }
        return n;
    }

    /// The side of the target chip at which the drivers stand: 0 left, 1 right.
    public static int side(boolean ownChip, int vline) {
        int ofLine = vline / (L1Topology.VLINES / 2);
        return ownChip ? ofLine : 1 - ofLine;
    }

    /// The group, 0 to 7, of the drivers on that side: the place modulo 8 of those in the upper half.
    public static int group(boolean ownChip, int vline) {
        return L1Topology.driverIndexOnQuadrant(DRIVERS[ownChip ? 1 : 0][vline][0]) % GROUPS;
    }
}
