package bss.mapper.landing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressGroupsTest {

    @Test
    void fourGroupsShareThe59AddressesThatAreNeitherZeroNorDisabled() {
        Set<Integer> seen = new HashSet<>();
        int[] capacity = new int[4];
        for (int msb = 0; msb < 4; msb++) {
            int[] addresses = AddressGroups.addresses(msb);
            assertEquals(addresses.length, AddressGroups.capacity(msb));
            capacity[msb] = addresses.length;
            for (int i = 0; i < addresses.length; i++) {
                int a = addresses[i];
                assertTrue(a > 0 && a < 64 && a % 16 != 1 && a / 16 == msb, "address " + a);
                assertTrue(i == 0 || addresses[i - 1] < a);
                assertTrue(seen.add(a));
            }
        }
        assertArrayEquals(new int[] {14, 15, 15, 15}, capacity);
        assertEquals(59, seen.size());
    }

    @Test
    void groupsAreAsFewAsHoldTheCells() {
        for (int cells = 0; cells <= 59; cells++) {
            assertEquals(
                    cells <= 15 ? 1 : cells <= 30 ? 2 : cells <= 45 ? 3 : 4, AddressGroups.fewest(cells), "" + cells);
        }
    }

    @Test
    void cellsAreDealtInTurnAndNoGroupOverflows() {
        for (int cells = 1; cells <= 59; cells++) {
            for (int groups = AddressGroups.fewest(cells); groups <= 4; groups++) {
                String context = "%d cells in %d groups".formatted(cells, groups);
                List<Integer> list =
                        IntStream.range(0, cells).map(i -> 100 - i).boxed().toList();
                byte[] msb = new byte[101];
                Arrays.fill(msb, (byte) 9);
                AddressGroups.deal(list, groups, msb);
                int[] used = new int[4];
                for (int i = 0; i < msb.length; i++) {
                    if (list.contains(i)) {
                        used[msb[i]]++;
                    } else {
                        assertEquals(9, msb[i], context);
                    }
                }
                int some = 0;
                int least = 59;
                int most = 0;
                for (int m = 0; m < 4; m++) {
                    assertTrue(used[m] <= AddressGroups.capacity(m), context);
                    if (used[m] > 0) {
                        some++;
                        least = Math.min(least, used[m]);
                        most = Math.max(most, used[m]);
                    }
                }
                assertEquals(Math.min(groups, cells), some, context);
                assertTrue(most - least <= 1, context);
            }
        }
    }
}
