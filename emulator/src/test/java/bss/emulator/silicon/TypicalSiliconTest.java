package bss.emulator.silicon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.TestChip;
import bss.emulator.kernel.CircuitParameters;
import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.NeuronHalfConfig;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.IdealCircuit;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/// A typical wafer: what is fixed, what changes, how large it is, and that it never leaves what can be computed.
class TypicalSiliconTest {

    private static final long SEED = 7;
    private static final HicannConfiguration CHIP = new TestChip().build();

    private static WrittenChip chip(int hicann, int trial) {
        return new WrittenChip(hicann, CHIP, trial, 0);
    }

    private static double[] values(int n, IntToDoubleFunction of) {
        double[] values = new double[n];
        for (int k = 0; k < n; k++) {
            values[k] = of.applyAsDouble(k);
        }
        return values;
    }

    private static double correlation(double[] a, double[] b) {
        double ma = mean(a);
        double mb = mean(b);
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int k = 0; k < a.length; k++) {
            ab += (a[k] - ma) * (b[k] - mb);
            aa += (a[k] - ma) * (a[k] - ma);
            bb += (b[k] - mb) * (b[k] - mb);
        }
        return ab / Math.sqrt(aa * bb);
    }

    private static double mean(double[] a) {
        double sum = 0;
        for (double x : a) {
            sum += x / a.length;
        }
        return sum;
    }

    private static double sigma(double[] a) {
        double m = mean(a);
        double sum = 0;
        for (double x : a) {
            sum += (x - m) * (x - m) / (a.length - 1);
        }
        return Math.sqrt(sum);
    }

    @Test
    void theSameSeedIsTheSameWaferAndAnotherSeedAnotherOne() {
        TypicalSilicon one = new TypicalSilicon(SEED);
        TypicalSilicon same = new TypicalSilicon(SEED);
        TypicalSilicon other = new TypicalSilicon(SEED + 1);
        for (int d = 0; d < 512; d++) {
            assertEquals(one.circuit(chip(100, 1), d), same.circuit(chip(100, 1), d), "denmem " + d);
            assertNotEquals(one.circuit(chip(100, 1), d), other.circuit(chip(100, 1), d), "denmem " + d);
        }
        assertEquals(one.defects(), same.defects());
        assertNotEquals(one.defects(), other.defects());
        assertEquals(one.delay(3, 4, 5, 6), same.delay(3, 4, 5, 6));
    }

    @Test
    void anotherTrialMovesTheCellsALittleAndLeavesTheFixedPattern() {
        TypicalSilicon wafer = new TypicalSilicon(SEED);
        double[] first = values(512, d -> wafer.circuit(chip(9, 1), d).eSynx());
        double[] second = values(512, d -> wafer.circuit(chip(9, 2), d).eSynx());
        double[] moved = values(512, d -> second[d] - first[d]);
        assertTrue(correlation(first, second) > 0.98, "correlation " + correlation(first, second));
        assertTrue(sigma(moved) > 2e-3 && sigma(moved) < 8e-3, "sigma of the rewrite " + sigma(moved));
    }

    @Test
    void hicannsAndDenmemsAndParametersAreUncorrelated() {
        TypicalSilicon wafer = new TypicalSilicon(SEED);
        double[] vt = values(512, d -> wafer.circuit(chip(9, 1), d).vSpike());
        double[] other = values(512, d -> wafer.circuit(chip(10, 1), d).vSpike());
        double[] leak = values(512, d -> wafer.circuit(chip(9, 1), d).tauM());
        double[] shifted = values(512, d -> vt[(d + 1) % 512]);
        for (double[] b : new double[][] {other, leak, shifted}) {
            assertEquals(0, correlation(vt, b), 0.18, "four sigma of 512");
        }
    }

    @Test
    void spreadsOfCircuitsAreThoseOfTheTable() {
        TypicalSilicon wafer = new TypicalSilicon(SEED);
        int n = 4096;
        double[] leak = values(
                n, k -> Math.log(wafer.circuit(chip(k / 512 * 40, 1), k % 512).tauM()));
        // lognormal, its bend, the noise of the cell, and the leak of inputs at V_convoff 0 V
        assertTrue(sigma(leak) > 0.2 && sigma(leak) < 0.4, "sigma of ln tau_m " + sigma(leak));
        double[] refractory = values(
                n, k -> Math.log(wafer.circuit(chip(k / 512 * 40, 1), k % 512).tauRefrac()));
        double[] usual =
                Arrays.stream(refractory).filter(x -> x < Math.log(1e-3)).toArray();
        assertEquals(0.6, sigma(usual), 0.03, "sigma of ln tau_ref");
        assertEquals(0.005, 1 - (double) usual.length / n, 0.0045, "part that never fires again");
    }

    @Test
    void deadPartsAreAsManyAsTheTableSays() {
        Defects defects = new TypicalSilicon(SEED).defects();
        assertEquals(0.02 * 384 * 224, defects.count(DefectClass.SYNAPSE_DRIVER), 4 * 41);
        assertEquals(0.015 * 384 * 512, defects.count(DefectClass.DENMEM), 4 * 54);
        assertEquals(0.005 * 384 * 64, defects.count(DefectClass.HREPEATER), 4 * 11);
        assertEquals(0.005 * 384 * 256, defects.count(DefectClass.VREPEATER), 4 * 22);
    }

    @Test
    void theActingConfigurationDiffersWhereSomethingIsDeadAndNowhereElse() {
        TypicalSilicon wafer = new TypicalSilicon(SEED);
        Defects defects = wafer.defects();
        TestChip all = new TestChip();
        for (int d = 0; d < 224; d++) {
            all.bits.synapseDriver(d, new SynapseDriverConfig(true, d % 3 == 0, d % 2 == 0));
        }
        for (int d = 0; d < 512; d++) {
            all.neuron(d, d % 64);
        }
        for (int line = 0; line < 256; line++) {
            all.bits.verticalRepeater(line, RepeaterConfig.FORWARD_EAST_OR_SOUTH);
            if (line < 64) {
                all.bits.horizontalRepeater(line, RepeaterConfig.FORWARD_WEST_OR_NORTH);
            }
        }
        HicannConfiguration written = all.build();
        for (int d = 0; d < 512; d++) {
            all.fg(d, NeuronParameter.V_EXP, 500);
        }
        HicannConfiguration exponential = all.build();
        for (int h : new int[] {0, 200, 383}) {
            HicannConfiguration acting = wafer.acting(h, written);
            WrittenChip chip = new WrittenChip(h, written, 1, 0);
            WrittenChip adex = new WrittenChip(h, exponential, 1, 0);
            for (int d = 0; d < 224; d++) {
                boolean dead = defects.has(DefectClass.SYNAPSE_DRIVER, h, d);
                assertEquals(!dead, acting.synapseDriver(d).enable(), "driver " + d);
                assertEquals(
                        written.synapseDriver(d).connectNeighbor(),
                        acting.synapseDriver(d).connectNeighbor());
            }
            for (int d = 0; d < 512; d++) {
                boolean dead = defects.has(DefectClass.DENMEM, h, d);
                assertEquals(!dead, acting.denmem(d).activateFiring(), "denmem " + d);
                assertEquals(!dead, wafer.circuit(adex, d).exponential(), "exponential of denmem " + d);
                assertEquals(!dead, wafer.circuit(chip, d).inputx(), "input of denmem " + d);
                assertEquals(
                        !dead,
                        wafer.circuit(new WrittenChip(h, acting, 1, 0), d).inputi(),
                        "input " + d);
            }
            for (int line = 0; line < 256; line++) {
                boolean dead = defects.has(DefectClass.VREPEATER, h, line);
                assertEquals(
                        dead ? RepeaterConfig.IDLE : written.verticalRepeater(line), acting.verticalRepeater(line));
                if (line < 64) {
                    boolean deadH = defects.has(DefectClass.HREPEATER, h, line);
                    assertEquals(
                            deadH ? RepeaterConfig.IDLE : written.horizontalRepeater(line),
                            acting.horizontalRepeater(line));
                }
            }
            assertEquals(written.word(Component.QUAD, 3), acting.word(Component.QUAD, 3));
        }
    }

    @Test
    void delaysScatterByTenNanosecondsAndNeverFallBelowTheLookahead() {
        TypicalSilicon wafer = new TypicalSilicon(SEED);
        double[] ns = values(20_000, k -> wafer.delay(k % 384, k % 8, k / 100, 12) / 16384.0 * 8);
        assertEquals(64 + 48, mean(ns), 0.3);
        assertEquals(10, sigma(ns), 0.3);
        int least = Integer.MAX_VALUE;
        for (int k = 0; k < 20_000; k++) {
            least = Math.min(least, wafer.delay(k % 384, k % 8, k / 100, 1));
        }
        assertEquals(7 << 14, least);
    }

    @Test
    void synapsesScatterAndTheirConstantPartDoesNotScale() {
        TypicalSilicon wafer = new TypicalSilicon(SEED);
        TestChip bits = new TestChip();
        for (int d = 0; d < 512; d++) {
            // saturates: every input has lost gain
            bits.fg(d, NeuronParameter.V_CONVOFFX, 1023);
            bits.fg(d, NeuronParameter.V_CONVOFFI, 1023);
        }
        for (int row = 0; row < 448; row++) {
            bits.bits.synapseRow(row, new SynapseRowConfig(true, false, 0, 0, 0, 5, 6));
        }
        WrittenChip chip = new WrittenChip(50, bits.build(), 1, 0);
        TypicalSilicon same = wafer;
        RowStrength[] rows = new RowStrength[224];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = same.row(chip, r);
        }
        // within a column the gain of the input is one factor
        double[] strength = values(224, r -> Math.log(rows[r].siemens(17, 9, false)));
        assertEquals(Math.sqrt(0.08 * 0.08 + 0.1 * 0.1), sigma(strength), 0.025, "synapse and row");
        double zero = rows[0].siemens(17, 0, false);
        bits.bits.synapseRow(0, new SynapseRowConfig(true, false, 0, 0, 0, 15, 15));
        WrittenChip weaker = new WrittenChip(50, bits.build(), 1, 0);
        assertEquals(zero, wafer.row(weaker, 0).siemens(17, 0, false), 1e-15, "weight 0 at a larger divisor");
        assertTrue(wafer.row(weaker, 0).siemens(17, 15, false) < rows[0].siemens(17, 15, false));
        // at the setting at which the polynomial was measured it comes out on average
        double gain = 0;
        for (int column = 0; column < 256; column++) {
            gain += wafer.row(weaker, 3).siemens(column, 15, false) / 256;
        }
        assertTrue(gain > 0.15e-9 * SynapseWeightTransfer.of(500, 11).conductance(15), "mean strength " + gain);
    }

    @Test
    void currentCellsWrittenZeroDeliverNothing() {
        TypicalSilicon wafer = new TypicalSilicon(SEED);
        TestChip bits = new TestChip();
        for (int d = 0; d < 512; d++) {
            bits.fg(d, NeuronParameter.I_CONVX, 0)
                    .fg(d, NeuronParameter.I_CONVI, 0)
                    .fg(d, NeuronParameter.I_GL, 0);
        }
        WrittenChip chip = new WrittenChip(50, bits.build(), 1, 0);
        double[] tau = values(512, d -> wafer.circuit(chip, d).tauM());
        assertTrue(mean(tau) > 40e-6, "mean tau_m " + mean(tau));
        for (int d = 0; d < 512; d++) {
            IdealCircuit c = wafer.circuit(chip, d);
            assertEquals(0, c.a());
            assertEquals(0, c.b());
            assertFalse(c.inputx() || c.inputi());
        }
    }

    @Test
    void driftMovesVoltagesAsPublished() {
        TypicalSilicon wafer = new TypicalSilicon(SEED);
        double[] moved = values(
                4096,
                k -> wafer.readout().cellVolt(new WrittenChip(k / 1024, CHIP, 1, 49 * 60), 0, 6, 1 + k % 128)
                        - wafer.readout().cellVolt(new WrittenChip(k / 1024, CHIP, 1, 0), 0, 6, 1 + k % 128));
        double[] distinct = values(512, k -> moved[k / 128 * 1024 + k % 128]);
        assertEquals(1.6e-3, mean(distinct), 4 * 4.4e-3 / Math.sqrt(512));
        assertEquals(4.4e-3, sigma(distinct), 0.6e-3);
    }

    /// Any configuration at all: random codes, modes and trials.
    @Test
    void randomCircuitsNeverLeaveWhatTheKernelsCompute() {
        long seed = 4711;
        Random random = new Random(seed);
        int circuits = 0;
        for (int round = 0; circuits < 100_000; round++) {
            HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
            for (int k = 0; k < Component.FLOATING_GATE.count(); k++) {
                int code = random.nextInt(8) == 0 ? random.nextInt(2) * 1023 : random.nextInt(1024);
                bits.set(Component.FLOATING_GATE, k, code);
            }
            for (int half = 0; half < 2; half++) {
                bits.neuronHalf(half, mode(random));
            }
            WrittenChip chip = new WrittenChip(
                    random.nextInt(384),
                    bits.build(),
                    random.nextInt(100),
                    random.nextInt(2) * 1e5 * random.nextDouble());
            TypicalSilicon wafer = new TypicalSilicon(random.nextLong());
            for (int d = 0; d < 512; d++) {
                IdealCircuit c = wafer.circuit(chip, d);
                String at = "seed %d, round %d, denmem %d: %s".formatted(seed, round, d, c);
                assertTrue(inRange(c), at);
                circuits++;
            }
        }
    }

    private static NeuronHalfConfig mode(Random random) {
        while (true) {
            NeuronHalfConfig config = NeuronHalfConfig.fromBits(random.nextInt(1 << NeuronHalfConfig.BITS));
            try {
                config.mode();
                return config;
            } catch (IllegalArgumentException _) {
                // slow and fast at once
            }
        }
    }

    private static boolean inRange(IdealCircuit c) {
        CircuitParameters p = new CircuitParameters(
                c.capacitance(),
                c.gL(),
                c.eL(),
                c.eSynx(),
                c.eSyni(),
                c.tauSynx(),
                c.tauSyni(),
                c.deltaT(),
                c.vExp(),
                c.vSpike(),
                c.vReset(),
                c.a(),
                c.tauW(),
                c.b(),
                c.tauRefrac(),
                c.exponential());
        return p.capacitanceFarad() == c.capacitance() && c.a() >= 0 && c.b() >= 0;
    }
}
