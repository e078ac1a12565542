package bss.tools.calibration.synthetic;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.LineFindings;
import bss.calibration.measure.result.Rejection;
import bss.calibration.measure.result.ResetFit;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.TypicalSilicon;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.fg.CellKind;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.random.KeyedRandom;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.Constant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Calibrations of a virtual wafer that nobody measured: the true transfers of its circuits, each off by a residual of
/// the size that is published for calibrated chips. What is dead is known.
///
/// For studies of whole wafers, whose measurement takes long. It says nothing about what a measurement would find.
public final class SyntheticCalibration {

    /// Codes at which potentials and rising quantities are looked at, and falling ones too.
    private static final int[] CODES = {
        1, 2, 3, 5, 7, 10, 14, 20, 28, 40, 55, 75, 100, 130, 165, 200, 240, 280, 320, 360, 400, 440, 480, 520, 560, 600,
        640, 680, 720, 760, 800, 840, 880, 910
    };

    /// V_convoff of inputs without a leak.
    private static final int NO_LEAK = FloatingGates.MAX_CODE;

    private static final int[] CONVOFF_CODES = {40, 90, 140, 190, 240, 290, 340, 390};

    /// Leak of an input over the capacitance from which a code counts as below the offset [1/s].
    private static final double LEAST_LEAK = 2e4;

    /// Sigma in codes of the offset of V_convoff, and what is added to be above it: 10 mV, as measurements add.
    private static final double CONVOFF_CODES_LEFT = 6;

    private static final int CONVOFF_MARGIN = 10;

    /// Sigma of the reset potential of a block: the published 503.0 +- 12.0 mV less the 5 mV by which circuits of a
    /// block differ.
    private static final double RESET_RESIDUAL = 10.9e-3;

    /// From here on a refractory time counts as for ever, in s.
    private static final double FOR_EVER = 1e-4;

    /// What random numbers are for.
    private enum Draw {
        CIRCUIT(0x73796e01),
        RESET(0x73796e02),
        ROWS(0x73796e03);

        private final long tag;

        Draw(long tag) {
            this.tag = tag;
        }
    }

    private final Silicon silicon;
    private final Defects dead;
    private final long seed;

    /// That of the typical wafer of a seed.
    public SyntheticCalibration(long waferSeed) {
        TypicalSilicon typical = new TypicalSilicon(waferSeed);
        silicon = typical;
        dead = typical.defects();
        seed = waferSeed;
    }

    private KeyedRandom random(Draw draw, int hicann, int index, int parameter) {
        return KeyedRandom.of(seed, draw.tag, hicann, index, parameter);
    }

    /// The calibration of a chip.
    ///
    /// @param denmems ascending
    /// @param without parameters that are left out
    public ChipCalibration chip(int hicann, List<Integer> denmems, Set<NeuronParameter> without) {
        Truth truth = new Truth(silicon, hicann);
        Residual[] residuals = Residual.values();
        double[][][] values = new double[residuals.length][NeuronTopology.DENMEMS][CODES.length];
        double[][] resets = new double[FloatingGates.BLOCKS][CODES.length];
        boolean[] healthy = new boolean[NeuronTopology.DENMEMS];
        for (int denmem = 0; denmem < healthy.length; denmem++) {
            healthy[denmem] = !dead.has(DefectClass.DENMEM, hicann, denmem);
        }
        int[] ofBlock = new int[FloatingGates.BLOCKS];
        for (int d = 0; d < healthy.length; d++) {
            ofBlock[NeuronTopology.sharedFgBlock(d)] += healthy[d] ? 1 : 0;
        }
        for (int k = 0; k < CODES.length; k++) {
            int point = k;
            truth.circuits(CODES[k], NO_LEAK, NO_LEAK, (denmem, circuit, weight) -> {
                for (int r = 0; r < residuals.length; r++) {
                    values[r][denmem][point] += weight * residuals[r].of(circuit);
                }
                int block = NeuronTopology.sharedFgBlock(denmem);
                if (healthy[denmem]) {
                    resets[block][point] += weight * circuit.vReset() / ofBlock[block];
                }
            });
        }
        int[][] convoff = {convoff(truth, hicann, false), convoff(truth, hicann, true)};
        return new ChipCalibration(
                hicann,
                CircuitMode.DEFAULT,
                denmems.stream()
                        .map(d -> denmem(hicann, d, healthy[d], values, convoff, without))
                        .toList(),
                resets(hicann, resets),
                new TrueRows(silicon, dead, hicann).rows(random(Draw.ROWS, hicann, 0, 0)),
                lines(hicann),
                List.of(),
                0,
                0);
    }

    private ChipCalibration.Denmem denmem(
            int hicann,
            int denmem,
            boolean healthy,
            double[][][] values,
            int[][] convoff,
            Set<NeuronParameter> without) {
        Map<NeuronParameter, Fit> fits = new EnumMap<>(NeuronParameter.class);
        for (int r = 0; r < values.length; r++) {
            Residual residual = Residual.values()[r];
            double[] truth = values[r][denmem];
            double normal = random(
                            Draw.CIRCUIT, hicann, denmem, residual.parameter().index())
                    .nextGaussian();
            double[] believed =
                    Arrays.stream(truth).map(v -> residual.believed(v, normal)).toArray();
            fits.put(
                    residual.parameter(),
                    fault(residual, healthy, truth).orElseGet(() -> TrueFit.of(residual.shape(), CODES, believed)));
        }
        fits.put(NeuronParameter.V_CONVOFFX, fixed(convoff[0][denmem]));
        fits.put(NeuronParameter.V_CONVOFFI, fixed(convoff[1][denmem]));
        fits.keySet().removeAll(without);
        return new ChipCalibration.Denmem(denmem, readoutShift(hicann, denmem), fits);
    }

    /// Circuits that no code makes useful.
    private static Optional<Fit> fault(Residual residual, boolean healthy, double[] truth) {
        double last = truth[truth.length - 1];
        return switch (residual) {
            case THRESHOLD ->
                healthy
                        ? last > 0
                                ? Optional.empty()
                                : Optional.of(Fit.rejected(
                                        Rejection.Reason.ALWAYS_FIRES, last, "V of the threshold, must be above 0"))
                        : Optional.of(Fit.rejected(Rejection.Reason.NEVER_FIRES, 0, "dead by the truth of the wafer"));
            case REFRACTORY ->
                last < FOR_EVER
                        ? Optional.empty()
                        : Optional.of(Fit.rejected(
                                Rejection.Reason.NEVER_RECOVERS, last, "s of refractory time, at most " + FOR_EVER));
            default -> Optional.empty();
        };
    }

    private static Fit fixed(int code) {
        return Fit.accepted(new Constant(code, CellKind.VOLTAGE), 0);
    }

    /// The codes of V_convoff at which inputs hardly leak, by denmem: the hinge of the leak against the code.
    private int[] convoff(Truth truth, int hicann, boolean right) {
        double[][] rate = new double[CONVOFF_CODES.length + 1][NeuronTopology.DENMEMS];
        for (int k = 0; k < rate.length; k++) {
            double[] ofPoint = rate[k];
            int code = k < CONVOFF_CODES.length ? CONVOFF_CODES[k] : NO_LEAK;
            truth.circuits(
                    400,
                    right ? NO_LEAK : code,
                    right ? code : NO_LEAK,
                    (denmem, circuit, weight) -> ofPoint[denmem] += weight / circuit.tauM());
        }
        int[] codes = new int[NeuronTopology.DENMEMS];
        NeuronParameter parameter = right ? NeuronParameter.V_CONVOFFI : NeuronParameter.V_CONVOFFX;
        for (int denmem = 0; denmem < codes.length; denmem++) {
            double normal =
                    random(Draw.CIRCUIT, hicann, denmem, parameter.index()).nextGaussian();
            int used = 0;
            while (used < CONVOFF_CODES.length && leak(rate, used, denmem) > LEAST_LEAK) {
                used++;
            }
            if (used < 2) {
                codes[denmem] = NO_LEAK;
                continue;
            }
            double slope = (leak(rate, 0, denmem) - leak(rate, used - 1, denmem))
                    / (CONVOFF_CODES[used - 1] - CONVOFF_CODES[0]);
            double hinge = CONVOFF_CODES[0] + leak(rate, 0, denmem) / slope;
            codes[denmem] = FloatingGates.nearestCode(hinge + CONVOFF_CODES_LEFT * normal + CONVOFF_MARGIN);
        }
        return codes;
    }

    private static double leak(double[][] rate, int point, int denmem) {
        return rate[point][denmem] - rate[CONVOFF_CODES.length][denmem];
    }

    private List<ResetFit> resets(int hicann, double[][] volts) {
        List<ResetFit> fits = new ArrayList<>();
        for (int block = 0; block < volts.length; block++) {
            double off = RESET_RESIDUAL * random(Draw.RESET, hicann, block, 0).nextGaussian();
            double[] believed = Arrays.stream(volts[block]).map(v -> v + off).toArray();
            fits.add(new ResetFit(
                    TrueFit.of(Residual.Shape.POTENTIAL, CODES, believed), new double[NeuronTopology.DENMEMS]));
        }
        return fits;
    }

    /// Relative to the mean of the neuron block, as it is measured.
    private double readoutShift(int hicann, int denmem) {
        int block = NeuronTopology.block(denmem);
        double mean = IntStream.range(0, NeuronTopology.DENMEMS)
                .filter(d -> NeuronTopology.block(d) == block)
                .mapToDouble(d -> silicon.readout().membraneOffset(hicann, d))
                .average()
                .orElseThrow();
        return silicon.readout().membraneOffset(hicann, denmem) - mean;
    }

    private LineFindings lines(int hicann) {
        Map<DefectClass, SortedSet<Integer>> parts = new TreeMap<>();
        for (DefectClass kind : DefectClass.values()) {
            if (kind == DefectClass.DENMEM || kind == DefectClass.SYNAPSE_DRIVER || kind == DefectClass.FPGA) {
                continue;
            }
            SortedSet<Integer> found = new TreeSet<>(IntStream.range(0, kind.perChip())
                    .filter(index -> dead.has(kind, hicann, index))
                    .boxed()
                    .toList());
            if (!found.isEmpty()) {
                parts.put(kind, found);
            }
        }
        return new LineFindings(Collections.unmodifiableMap(parts));
    }
}
