package bss.spec.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bss.spec.coord.HicannOnDnc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PulseLabelTest {

    @Test
    void allFieldsZeroGive0x1c0() {
        assertEquals(0x1c0, PulseLabel.encode(0, 0, 0, 0));
        assertEquals(0x1c0, PulseLabel.encode(0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 7, 63, 63", "0, 7, 7, 0, 3584", "3, 7, 0, 63, 16383", "1, 2, 3, 4, 5380", "2, 5, 6, 17, 10833"})
    void fieldsStandAtTheirBits(int dnc, int link, int gbit, int address, int label) {
        assertEquals(label, PulseLabel.encode(dnc, link, gbit, address));
    }

    @Test
    void everyLabelNamesOnePlace() {
        for (int label = 0; label < PulseLabel.COUNT; label++) {
            assertEquals(
                    label,
                    PulseLabel.encode(
                            PulseLabel.dncOnFpga(label),
                            PulseLabel.highspeedLink(label),
                            PulseLabel.gbitLink(label),
                            PulseLabel.l1Address(label)));
        }
    }

    @Test
    void everyPlaceIsReadBackFromItsLabel() {
        for (HicannOnDnc place : HicannOnDnc.all()) {
            int e = place.index();
            int link = e < 4 ? 2 * e : 2 * (e - 4) + 1;
            for (int gbit = 0; gbit < 8; gbit++) {
                for (int address = 0; address < 64; address++) {
                    int label = PulseLabel.encode(place.highspeedLink().index(), gbit, address);
                    assertEquals((link * 8 + 7 - gbit) * 64 + address, label);
                    assertEquals(link, PulseLabel.highspeedLink(label));
                    assertEquals(gbit, PulseLabel.gbitLink(label));
                    assertEquals(address, PulseLabel.l1Address(label));
                    assertEquals(0, PulseLabel.dncOnFpga(label));
                }
            }
        }
    }

    @Test
    void fieldsOutOfRangeAreRefusedByName() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> PulseLabel.encode(0, 0, 8, 0));
        assertEquals("no gbit link 8, there are 0 to 7", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> PulseLabel.encode(4, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> PulseLabel.encode(0, -1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> PulseLabel.encode(0, 0, 0, 64));
    }
}
