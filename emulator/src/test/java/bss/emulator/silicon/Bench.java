package bss.emulator.silicon;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.emulator.TestChip;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.config.AnalogOutputConfig;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.QuadConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.coord.AdcGroupOnWafer;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/// Measures circuits of a wafer as a laboratory does: it writes codes and sees samples of ADC channels, by the default
/// characteristic, and nothing else. Twelve chips at a time, one for each channel; of each the first three neuron
/// blocks.
final class Bench {

    static final int DENMEMS = 3 * 64;
    static final int CHIPS = 12;

    private final long waferSeed;
    /// By channel.
    final int[] chips = new int[CHIPS];

    Bench(long waferSeed) {
        this.waferSeed = waferSeed;
        for (AdcGroupOnWafer group : AdcGroupOnWafer.all()) {
            int dnc = group.dncs().getFirst().index();
            chips[2 * group.index()] = WaferTopology.hicannOfDnc(dnc, 0);
            chips[2 * group.index() + 1] = WaferTopology.hicannOfDnc(dnc, 5);
        }
    }

    /// Codes of one experiment, the same for all denmems.
    static final class Codes {
        final TestChip chip = new TestChip();

        Codes volt(NeuronParameter parameter, double volt) {
            return code(parameter, FloatingGates.nearestCode(FloatingGates.codeOfVolt(volt)));
        }

        Codes nanoampere(NeuronParameter parameter, double nanoampere) {
            return code(parameter, FloatingGates.nearestCode(FloatingGates.codeOfAmpere(1e-9 * nanoampere)));
        }

        private Codes code(NeuronParameter parameter, int code) {
            for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
                chip.fg(d, parameter, code);
            }
            return this;
        }

        Codes reset(double volt) {
            for (int block = 0; block < FloatingGates.BLOCKS; block++) {
                chip.bits.floatingGate(
                        block,
                        SharedParameter.V_RESET.row(block),
                        0,
                        FloatingGates.nearestCode(FloatingGates.codeOfVolt(volt)));
            }
            return this;
        }
    }

    /// Denmem number `k` of the first three blocks, block by block.
    static int denmem(int k) {
        int inBlock = k % 64;
        return NeuronTopology.denmem(32 * (k / 64) + inBlock % 32, inBlock / 32);
    }

    /// One value for each of 12 * 192 denmems, channel by channel.
    ///
    /// @param firing whether comparators are on
    double[][] measure(
            Codes codes, boolean joined, boolean firing, double seconds, int trial, ToDoubleFunction<double[]> evaluate)
            throws Exception {
        double[][] values = new double[CHIPS][DENMEMS];
        for (int k = 0; k < DENMEMS; k++) {
            int denmem = denmem(k);
            HicannConfiguration[] byOutput = {
                reading(codes, denmem, joined, firing, 0), reading(codes, denmem, joined, firing, 1)
            };
            WaferConfiguration wafer = WaferConfiguration.empty();
            for (int c = 0; c < CHIPS; c++) {
                wafer = wafer.with(chips[c], byOutput[c % 2]);
            }
            List<double[]> traces = record(wafer, trial, seconds);
            for (int c = 0; c < CHIPS; c++) {
                values[c][k] = evaluate.applyAsDouble(traces.get(c));
            }
        }
        return values;
    }

    /// A chip that shows a denmem on an output; joined, each of the first three blocks is one membrane.
    private static HicannConfiguration reading(Codes codes, int denmem, boolean joined, boolean firing, int output) {
        HicannConfigurationBuilder bits = codes.chip.build().toBuilder();
        bits.denmem(denmem, new DenmemConfig(0, firing, false, false, true, false));
        bits.analogOutput(output, AnalogOutputConfig.membrane(NeuronTopology.quadPosition(denmem)));
        for (int x = 0; joined && x < 96; x += 2) {
            bits.quad(x / 2, new QuadConfig(true, true, true, true));
            int top = NeuronTopology.denmem(x, 0);
            bits.denmem(top, new DenmemConfig(0, false, false, x % 32 != 0, top == denmem, false));
        }
        return bits.build();
    }

    private List<double[]> record(WaferConfiguration wafer, int trial, double seconds) throws Exception {
        try (WaferSession session =
                EmulatedWafer.typical(waferSeed, EmulatorOptions.DEFAULT).open(Lease.wafer())) {
            session.configure(wafer, EnumSet.allOf(ConfigurationStage.class), trial);
            int samples = (int) (seconds * AdcSamples.NOMINAL_HERTZ);
            for (int c = 0; c < CHIPS; c++) {
                session.record(new AdcRequest(chips[c], c % 2, samples));
            }
            session.advance((long) (seconds / 8e-9) + 4);
            return volts(session);
        }
    }

    private static List<double[]> volts(WaferSession session) throws Exception {
        List<AdcSamples> taken = new ArrayList<>(session.takeAdc());
        taken.sort(Comparator.comparingInt(s -> s.request().channel()));
        List<double[]> volts = new ArrayList<>();
        for (AdcSamples s : taken) {
            double[] v = new double[s.count()];
            Arrays.setAll(v, s::volt);
            volts.add(v);
        }
        return volts;
    }

    /// Rewrites the cells of a left block `trials` times and reads those of `row` in columns 1 to `codes.length`, which
    /// hold these codes: by code, channel and trial.
    double[][][] rewrite(int row, int[] codes, int trials) throws Exception {
        Consumer<TestChip> write = chip -> {
            for (int k = 0; k < codes.length; k++) {
                chip.bits.floatingGate(0, row, 1 + k, codes[k]);
            }
            chip.bits.analogOutput(0, AnalogOutputConfig.FLOATING_GATES_LEFT);
            chip.bits.analogOutput(1, AnalogOutputConfig.FLOATING_GATES_LEFT);
        };
        TestChip written = new TestChip();
        write.accept(written);
        WaferConfiguration wafer = WaferConfiguration.empty();
        for (int hicann : chips) {
            wafer = wafer.with(hicann, written.build());
        }
        double[][][] volts = new double[codes.length][CHIPS][trials];
        try (WaferSession session =
                EmulatedWafer.typical(waferSeed, EmulatorOptions.DEFAULT).open(Lease.wafer())) {
            for (int trial = 0; trial < trials; trial++) {
                session.configure(wafer, EnumSet.allOf(ConfigurationStage.class), trial);
                for (int k = 0; k < codes.length; k++) {
                    for (int c = 0; c < CHIPS; c++) {
                        session.record(
                                new AdcRequest(chips[c], c % 2, 200, Optional.of(new AdcRequest.Cell(0, row, 1 + k))));
                    }
                    session.advance(session.now() + 270);
                    List<double[]> traces = volts(session);
                    for (int c = 0; c < CHIPS; c++) {
                        volts[k][c][trial] = mean(traces.get(c));
                    }
                }
            }
        }
        return volts;
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    static double sigma(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
    }

    /// The sigma of the good ones of a chip, over all chips: those that gave a value, within 150 mV of the median. What
    /// is common to a chip is the board's, and not counted, as in the published plots of one chip each.
    static double sigmaOfGood(double[][] values) {
        double squares = 0;
        int freedom = 0;
        for (double[] ofChip : values) {
            double[] all =
                    Arrays.stream(ofChip).filter(Double::isFinite).sorted().toArray();
            double median = all[all.length / 2];
            double[] good =
                    Arrays.stream(all).filter(v -> Math.abs(v - median) < 0.15).toArray();
            squares += Math.pow(sigma(good), 2) * (good.length - 1);
            freedom += good.length - 1;
        }
        return Math.sqrt(squares / freedom);
    }

    static double[][] minus(double[][] a, double[][] b) {
        double[][] difference = new double[a.length][];
        for (int c = 0; c < a.length; c++) {
            difference[c] = new double[a[c].length];
            for (int k = 0; k < a[c].length; k++) {
                difference[c][k] = a[c][k] - b[c][k];
            }
        }
        return difference;
    }

    /// Value minus the mean of its block of 64.
    static double[][] fromBlockMean(double[][] values) {
        double[][] shift = new double[values.length][];
        for (int c = 0; c < values.length; c++) {
            shift[c] = values[c].clone();
            for (int block = 0; block < 3; block++) {
                double mean = mean(Arrays.copyOfRange(values[c], 64 * block, 64 * block + 64));
                for (int k = 64 * block; k < 64 * block + 64; k++) {
                    shift[c][k] -= mean;
                }
            }
        }
        return shift;
    }

    /// Indices after which the trace falls steeply: the last sample of each rise.
    static int[] drops(double[] volts) {
        List<Integer> drops = new ArrayList<>();
        double fall = 0.06;
        for (int k = 1; k + 2 < volts.length; k++) {
            boolean falls =
                    volts[k] - volts[k + 2] > fall && volts[k] > volts[k + 1] && volts[k] >= volts[k - 1] - 0.02;
            if (falls && (drops.isEmpty() || k - drops.getLast() > 3)) {
                drops.add(k);
            }
        }
        return drops.stream().mapToInt(Integer::intValue).toArray();
    }

    /// The mean of the peaks, the first and the last one left out.
    static double peak(double[] volts) {
        int[] drops = drops(volts);
        if (drops.length < 4) {
            return Double.NaN;
        }
        double sum = 0;
        for (int k = 1; k + 1 < drops.length; k++) {
            int at = drops[k];
            sum += Math.max(volts[at], volts[at - 1]);
        }
        return sum / (drops.length - 2);
    }

    /// The mean between a tenth and a fifth of the interval after each drop.
    static double baseline(double[] volts) {
        int[] drops = drops(volts);
        double sum = 0;
        int count = 0;
        for (int k = 0; k + 1 < drops.length; k++) {
            int interval = drops[k + 1] - drops[k];
            for (int s = drops[k] + 2 + interval / 10; s <= drops[k] + 2 + interval / 5; s++) {
                sum += volts[s];
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
