package bss.spec.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bss.spec.coord.AdcGroupOnWafer;
import bss.spec.coord.Direction;
import bss.spec.coord.DncOnWafer;
import bss.spec.coord.HicannOnWafer;
import bss.spec.coord.TriggerGroupOnWafer;
import org.junit.jupiter.api.Test;

class WaferTopologyTest {

    @Test
    void chipsAreFoundByPlaceAndNowhereElse() {
        int found = 0;
        for (int y = -2; y < 18; y++) {
            for (int x = -2; x < 38; x++) {
                // a chip exists in columns 12 - 4d to 23 + 4d with d the distance of the row pair from the rim
                int d = Math.min(y / 2, (15 - y) / 2);
                boolean occupied = y >= 0 && y < 16 && x >= Math.max(0, 12 - 4 * d) && x <= Math.min(35, 23 + 4 * d);
                int hicann = WaferTopology.hicann(x, y);
                assertEquals(occupied ? found : -1, hicann, "x=" + x + " y=" + y);
                if (occupied) {
                    assertEquals(x, WaferTopology.x(hicann));
                    assertEquals(y, WaferTopology.y(hicann));
                    found++;
                }
            }
        }
        assertEquals(384, found);
        assertEquals(324, WaferTopology.hicann(12, 12));
    }

    @Test
    void thereAre368BordersEastWestAnd348NorthSouth() {
        int[] neighbours = new int[4];
        for (int hicann = 0; hicann < 384; hicann++) {
            for (Direction direction : Direction.all()) {
                int next = WaferTopology.neighbour(hicann, direction);
                int x = WaferTopology.x(hicann) + direction.dx();
                int y = WaferTopology.y(hicann) + direction.dy();
                assertEquals(WaferTopology.hicann(x, y), next);
                if (next >= 0) {
                    neighbours[direction.index()]++;
                    assertEquals(hicann, WaferTopology.neighbour(next, direction.opposite()));
                }
            }
        }
        assertEquals(368, neighbours[Direction.EAST.index()]);
        assertEquals(368, neighbours[Direction.WEST.index()]);
        assertEquals(348, neighbours[Direction.NORTH.index()]);
        assertEquals(348, neighbours[Direction.SOUTH.index()]);
    }

    @Test
    void reticlesFpgasAndLinksAgreeWithTheRecords() {
        for (HicannOnWafer hicann : HicannOnWafer.all()) {
            int h = hicann.index();
            int dnc = WaferTopology.dnc(h);
            int place = WaferTopology.hicannOnDnc(h);
            assertEquals(hicann.dnc().index(), dnc);
            assertEquals(4 * (hicann.y() % 2) + hicann.x() % 4, place);
            assertEquals(place < 4 ? 2 * place : 2 * (place - 4) + 1, WaferTopology.highspeedLink(h));
            assertEquals(h, WaferTopology.hicannOfDnc(dnc, place));
            assertEquals(WaferTopology.fpgaOfDnc(dnc), WaferTopology.fpga(h));
            assertEquals(hicann.fpga().index(), WaferTopology.fpga(h));
        }
        for (DncOnWafer dnc : DncOnWafer.all()) {
            int d = dnc.index();
            assertEquals(d, WaferTopology.dncOfFpga(WaferTopology.fpgaOfDnc(d)));
            assertEquals(TriggerGroupOnWafer.of(dnc).index(), WaferTopology.triggerGroup(d));
            assertEquals(AdcGroupOnWafer.of(dnc).index(), WaferTopology.adcGroup(d));
        }
        assertEquals(12, WaferTopology.MASTER_FPGA);
    }
}
