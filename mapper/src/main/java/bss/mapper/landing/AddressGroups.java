package bss.mapper.landing;

import bss.spec.coord.L1Address;
import java.util.List;

/// The upper two bits of the L1 addresses of a bus: 14 or 15 usable addresses share them, and a half row listens
/// to one pair of them.
public final class AddressGroups {

    public static final int GROUPS = 4;

    /// Usable addresses by upper bits: 14, 15, 15, 15.
    private static final int[] CAPACITY = capacity();

    /// The order in which groups are used: those with most addresses first.
    private static final int[] ORDER = {3, 2, 1, 0};

    private AddressGroups() {}

    private static int[] capacity() {
        int[] capacity = new int[GROUPS];
        L1Address.usable().forEach(a -> capacity[a.value() >> 4]++);
        return capacity;
    }

    public static int capacity(int msb) {
        return CAPACITY[msb];
    }

    /// The fewest groups that hold so many cells.
    public static int fewest(int cells) {
        int groups = 1;
        int room = CAPACITY[ORDER[0]];
        while (room < cells) {
            room += CAPACITY[ORDER[groups++]];
        }
        return groups;
    }

    /// The usable addresses with these upper bits, ascending.
    public static int[] addresses(int msb) {
        return L1Address.usable().stream()
                .mapToInt(L1Address::value)
                .filter(a -> a >> 4 == msb)
                .toArray();
    }

    /// Gives the cells of a bus in turn to so many groups, at least [#fewest].
    ///
    /// @param msb by cell, filled for these cells
    public static void deal(List<Integer> cells, int groups, byte[] msb) {
        int[] used = new int[GROUPS];
        int g = 0;
        for (int cell : cells) {
            while (used[ORDER[g % groups]] == CAPACITY[ORDER[g % groups]]) {
                g++;
            }
            int group = ORDER[g++ % groups];
            used[group]++;
            msb[cell] = (byte) group;
        }
    }
}
