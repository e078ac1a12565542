package bss.spec.coord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Chips, reticles, FPGAs and readout groups against the tables of the public sources, typed here a second time.
class WaferGridTest {

    /// Of each pair of rows: first column, last column, index of the first chip of either row.
    private static final int[][] ROW_PAIRS = {
        {12, 23, 0, 12},
        {8, 27, 24, 44},
        {4, 31, 64, 92},
        {0, 35, 120, 156},
        {0, 35, 192, 228},
        {4, 31, 264, 292},
        {8, 27, 320, 340},
        {12, 23, 360, 372},
    };

    /// Column and row of the reticle of FPGA 0, 1, 2, ...
    private static final String RETICLE_OF_FPGA = """
            63 83 73 72 53 43 52 42 62 61 51 50 30 40 31 41 21 22 33 32 12 13
            03 23 24 04 14 15 34 25 35 26 36 37 47 57 66 56 65 46 55 45 54 44 75 74 84 64""";

    @Test
    void chipsAreCountedRowByRow() {
        for (int y = 0; y < 16; y++) {
            int[] row = ROW_PAIRS[y / 2];
            for (int x = -3; x < 40; x++) {
                boolean occupied = x >= row[0] && x <= row[1];
                assertEquals(occupied, HicannOnWafer.exists(x, y), "x=" + x + " y=" + y);
                if (occupied) {
                    assertEquals(
                            row[2 + y % 2] + x - row[0], HicannOnWafer.of(x, y).index());
                }
            }
        }
        assertEquals(324, HicannOnWafer.of(12, 12).index());
    }

    @Test
    void placesOffTheWaferAreRefusedByName() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new HicannOnWafer(0, 0));
        assertEquals("no HICANN at x=0, y=0 on the wafer", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new HicannOnWafer(35, 15));
        assertThrows(IllegalArgumentException.class, () -> new HicannOnWafer(20, -1));
        assertThrows(IllegalArgumentException.class, () -> new HicannOnWafer(20, 16));
        assertThrows(IllegalArgumentException.class, () -> new DncOnWafer(2, 0));
        assertThrows(IllegalArgumentException.class, () -> new DncOnWafer(4, 8));
    }

    @Test
    void goingToANeighbourAndBackEndsWhereItBegan() {
        for (HicannOnWafer hicann : HicannOnWafer.all()) {
            for (Direction there : Direction.all()) {
                hicann.neighbour(there)
                        .ifPresent(next -> assertEquals(Optional.of(hicann), next.neighbour(there.opposite())));
            }
        }
    }

    @Test
    void northIsUpAndEastIsRight() {
        HicannOnWafer middle = HicannOnWafer.of(18, 8);
        assertEquals(Optional.of(HicannOnWafer.of(18, 7)), middle.neighbour(Direction.NORTH));
        assertEquals(Optional.of(HicannOnWafer.of(18, 9)), middle.neighbour(Direction.SOUTH));
        assertEquals(Optional.of(HicannOnWafer.of(19, 8)), middle.neighbour(Direction.EAST));
        assertEquals(Optional.of(HicannOnWafer.of(17, 8)), middle.neighbour(Direction.WEST));
        assertEquals(Optional.empty(), HicannOnWafer.of(0, 6).neighbour(Direction.WEST));
        assertEquals(Optional.empty(), HicannOnWafer.of(8, 2).neighbour(Direction.NORTH));
    }

    @Test
    void reticleRowsHoldThreeToNine() {
        int[] width = {3, 5, 7, 9, 9, 7, 5, 3};
        int index = 0;
        for (int y = 0; y < 8; y++) {
            for (int x = (9 - width[y]) / 2; x < (9 + width[y]) / 2; x++) {
                assertEquals(index++, new DncOnWafer(x, y).index());
            }
        }
        assertEquals(48, index);
    }

    @Test
    void eachReticleHoldsEightChipsAndEachChipIsOnItsReticle() {
        for (DncOnWafer dnc : DncOnWafer.all()) {
            for (HicannOnDnc place : HicannOnDnc.all()) {
                HicannOnWafer hicann = dnc.hicann(place);
                assertEquals(dnc, hicann.dnc());
                assertEquals(place, hicann.hicannOnDnc());
            }
        }
    }

    @Test
    void highspeedLinksCountDownTheColumnsOfAReticle() {
        int[] links = {0, 2, 4, 6, 1, 3, 5, 7};
        for (HicannOnDnc place : HicannOnDnc.all()) {
            assertEquals(links[place.index()], place.highspeedLink().index());
            assertEquals(place, place.highspeedLink().hicannOnDnc());
        }
    }

    @Test
    void reticlesAndFpgasMatchTheTableInBothDirections() {
        String[] reticles = RETICLE_OF_FPGA.split("\\s+", -1);
        assertEquals(48, reticles.length);
        assertEquals(48, Arrays.stream(reticles).distinct().count());
        for (FpgaOnWafer fpga : FpgaOnWafer.all()) {
            int xy = Integer.parseInt(reticles[fpga.index()]);
            DncOnWafer dnc = new DncOnWafer(xy / 10, xy % 10);
            assertEquals(dnc, fpga.dnc());
            assertEquals(fpga, dnc.fpga());
        }
        assertEquals(new DncOnWafer(3, 0), FpgaOnWafer.MASTER.dnc());
    }

    @Test
    void readoutGroupsAreTwelveOfFourAndSixOfEight() {
        for (TriggerGroupOnWafer group : TriggerGroupOnWafer.all()) {
            assertEquals(4, group.dncs().size(), group.toString());
            group.dncs().forEach(dnc -> assertEquals(group, TriggerGroupOnWafer.of(dnc)));
        }
        for (AdcGroupOnWafer group : AdcGroupOnWafer.all()) {
            assertEquals(8, group.dncs().size(), group.toString());
            group.dncs().forEach(dnc -> assertEquals(group, AdcGroupOnWafer.of(dnc)));
        }
    }

    @Test
    void readoutGroupsAreThoseOfTheTables() {
        // one letter per reticle, rows from north to south; a is group 10, b group 11
        String trigger = "556" + "45566" + "3447768" + "333477888" + "2221aa999" + "211aab9" + "10bbb" + "000";
        String adc = "000" + "10000" + "1112202" + "111122222" + "333344444" + "3334454" + "35555" + "555";
        for (DncOnWafer dnc : DncOnWafer.all()) {
            int i = dnc.index();
            assertEquals(
                    Character.digit(trigger.charAt(i), 16),
                    TriggerGroupOnWafer.of(dnc).index(),
                    dnc.toString());
            assertEquals(
                    Character.digit(adc.charAt(i), 16), AdcGroupOnWafer.of(dnc).index(), dnc.toString());
        }
    }
}
