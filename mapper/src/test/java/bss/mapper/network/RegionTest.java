package bss.mapper.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RegionTest {

    /// Chips of rows 0 to 7, from the published first columns; rows 8 to 15 mirror them.
    private static final int[] FIRST_COLUMN = {12, 12, 8, 8, 4, 4, 0, 0};

    private static boolean exists(int x, int y) {
        int first = FIRST_COLUMN[Math.min(y, 15 - y)];
        return x >= first && x <= 35 - first;
    }

    @Test
    void everyRectangleHoldsTheChipsOfTheRoundWaferInItOrIsRefused() {
        int[][] number = new int[16][36];
        int next = 0;
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 36; x++) {
                number[y][x] = exists(x, y) ? next++ : -1;
            }
        }
        assertEquals(384, next);
        for (int xFrom = 0; xFrom < 36; xFrom += 3) {
            for (int xTo = xFrom; xTo < 36; xTo += 2) {
                for (int yFrom = 0; yFrom < 16; yFrom++) {
                    for (int yTo = yFrom; yTo < 16; yTo++) {
                        check(number, xFrom, xTo, yFrom, yTo);
                    }
                }
            }
        }
    }

    private static void check(int[][] number, int xFrom, int xTo, int yFrom, int yTo) {
        int[] expected = new int[384];
        int count = 0;
        for (int y = yFrom; y <= yTo; y++) {
            for (int x = xFrom; x <= xTo; x++) {
                if (number[y][x] >= 0) {
                    expected[count++] = number[y][x];
                }
            }
        }
        if (count == 0) {
            assertThrows(IllegalArgumentException.class, () -> new Region(xFrom, xTo, yFrom, yTo));
        } else {
            Region region = new Region(xFrom, xTo, yFrom, yTo);
            assertArrayEquals(Arrays.copyOf(expected, count), region.hicanns(), region.words());
        }
    }

    @Test
    void boundsAscendWithinTheGrid() {
        assertThrows(IllegalArgumentException.class, () -> new Region(-1, 35, 0, 15));
        assertThrows(IllegalArgumentException.class, () -> new Region(0, 36, 0, 15));
        assertThrows(IllegalArgumentException.class, () -> new Region(20, 19, 0, 15));
        assertThrows(IllegalArgumentException.class, () -> new Region(0, 35, -1, 15));
        assertThrows(IllegalArgumentException.class, () -> new Region(0, 35, 0, 16));
        assertThrows(IllegalArgumentException.class, () -> new Region(0, 35, 9, 8));
    }

    @Test
    void chipsMeetTheListAndTheRegion() {
        Optional<Region> row = Optional.of(new Region(14, 15, 0, 1));
        assertArrayEquals(new int[] {2, 3, 14, 15}, request(List.of(), row).allowedHicanns());
        assertArrayEquals(new int[] {3, 14}, request(List.of(14, 88, 3), row).allowedHicanns());
        assertArrayEquals(
                new int[] {3, 14, 88},
                request(List.of(14, 88, 3), Optional.empty()).allowedHicanns());
        assertEquals(384, PlacementRequest.NONE.allowedHicanns().length);
        assertEquals(
                "HICANNs [14, 88, 3] in region x 14 to 15, y 0 to 1",
                request(List.of(14, 88, 3), row).where());
    }

    @Test
    void blocksAndSizesDoNotRestrictChips() {
        assertFalse(new PlacementRequest(OptionalInt.of(4), List.of(), List.of(1)).restricted());
        assertTrue(request(List.of(1), Optional.empty()).restricted());
        assertTrue(request(List.of(), Optional.of(new Region(0, 35, 0, 15))).restricted());
    }

    private static PlacementRequest request(List<Integer> hicanns, Optional<Region> region) {
        return new PlacementRequest(OptionalInt.empty(), hicanns, List.of(), region);
    }
}
