package bss.emulator.silicon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.TestChip;
import bss.spec.config.SynapseRowConfig;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.IdealCircuit;
import org.junit.jupiter.api.Test;

/// What V_convoff does to a circuit, seen at its resting potential, leak and synapses.
class SynapticInputsTest {

    private static final int HICANN = 77;
    private static final TypicalSilicon WAFER = new TypicalSilicon(21);

    private static WrittenChip chip(int codex, int codei) {
        TestChip chip = new TestChip();
        for (int d = 0; d < 512; d++) {
            chip.fg(d, NeuronParameter.V_CONVOFFX, codex).fg(d, NeuronParameter.V_CONVOFFI, codei);
        }
        for (int row = 0; row < 448; row++) {
            chip.bits.synapseRow(row, new SynapseRowConfig(true, true, 0, 0, 0, 5, 6));
        }
        return new WrittenChip(HICANN, chip.build(), 1, 0);
    }

    @Test
    void belowItsOffsetAnInputPullsTheMembraneToItsReversalPotential() {
        WrittenChip quiet = chip(1023, 1023);
        WrittenChip left = chip(57, 1023);
        WrittenChip right = chip(1023, 57);
        double added = 0;
        for (int d = 0; d < 512; d++) {
            IdealCircuit c = WAFER.circuit(quiet, d);
            IdealCircuit x = WAFER.circuit(left, d);
            IdealCircuit i = WAFER.circuit(right, d);
            if (!c.inputx()) {
                assertEquals(c.eL(), x.eL(), "dead denmem " + d);
                continue;
            }
            double leak = 1 / x.tauM() - 1 / c.tauM();
            added += leak / 512;
            // dV/dt = 0 of leak and pull
            assertEquals((c.eL() / c.tauM() + leak * c.eSynx()) * x.tauM(), x.eL(), 1e-9, "denmem " + d);
            // a stuck cell may turn a reversal potential to the other side
            assertTrue((i.eL() - c.eL()) * (c.eSyni() - c.eL()) >= 0, "denmem " + d);
            assertEquals(x.vSpike(), c.vSpike());
        }
        // 0.4 per µs and volt; V_off is 0.75 V on average, the cell holds 0.126 V, 1.5 % are dead
        assertEquals(0.4e6 * (0.75 - 0.126) * 0.985, added, 0.012e6);
    }

    @Test
    void aboveItsOffsetAnInputLosesGainDownToAFifth() {
        double[] mean = new double[1024];
        for (int code : new int[] {0, 57, 300, 600, 1023}) {
            RowStrength row = WAFER.row(chip(code, code), 12);
            RowStrength open = WAFER.row(chip(0, 0), 12);
            for (int column = 0; column < 256; column++) {
                double ratio = row.siemens(column, 9, false) / open.siemens(column, 9, false);
                assertTrue(ratio <= 1 + 1e-12 && ratio >= 0.2 - 1e-6, "code %d, column %d".formatted(code, column));
                mean[code] += ratio / 256;
            }
        }
        assertEquals(1, mean[57], 1e-3);
        assertTrue(mean[300] < 1 && mean[600] < mean[300] && mean[1023] < mean[600]);
        // 1.505 V is 0.755 V above the mean offset; of a normal 0.245 +- 0.15, cut at 0.2, the mean is 0.285
        assertEquals(0.285, mean[1023], 0.02);
    }

    @Test
    void reversalPotentialsSaturateWithTheirCells() {
        TestChip chip = new TestChip();
        for (int d = 0; d < 512; d++) {
            chip.fg(d, NeuronParameter.E_SYNX, 1023);
        }
        WrittenChip written = new WrittenChip(HICANN, chip.build(), 1, 0);
        double mean = 0;
        for (int d = 0; d < 512; d++) {
            mean += WAFER.circuit(written, d).eSynx() / 512;
        }
        assertEquals((1.505 / 1.8 * 1023 + 16) / 614, mean, 4 * 0.024 / Math.sqrt(512));
    }

    @Test
    void oneCellInAThousandIsStuck() {
        int stuck = 0;
        WrittenChip low = new WrittenChip(HICANN, new TestChip().build(), 1, 0);
        TestChip other = new TestChip();
        for (int block = 0; block < 4; block++) {
            for (int row = 0; row < 24; row++) {
                for (int column = 0; column < 129; column++) {
                    other.bits.floatingGate(block, row, column, 512);
                }
            }
        }
        WrittenChip high = new WrittenChip(HICANN, other.build(), 2, 0);
        for (int block = 0; block < 4; block++) {
            for (int row = 0; row < 24; row++) {
                for (int column = 0; column < 129; column++) {
                    double a = WAFER.readout().cellVolt(low, block, row, column);
                    double b = WAFER.readout().cellVolt(high, block, row, column);
                    stuck += a == b && Math.abs(a - 0.86) > 0.03 ? 1 : 0;
                }
            }
        }
        assertEquals(12.4, stuck, 12, "stuck of 12,384 cells");
        assertTrue(stuck > 2, "stuck: " + stuck);
    }
}
