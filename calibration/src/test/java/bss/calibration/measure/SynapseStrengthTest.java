package bss.calibration.measure;

import static bss.calibration.measure.Moments.mean;
import static bss.calibration.measure.Moments.sigma;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection;
import bss.calibration.measure.result.RowStrengths;
import bss.calibration.measure.result.StrengthCurve;
import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.emulator.silicon.RowStrength;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.TypicalSilicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.SynapseRowConfig;
import bss.spec.defects.DefectClass;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.topology.WaferTopology;
import bss.spec.transfer.SynapseWeightTransfer;
import bss.spec.transfer.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the calibration says that synapses conduct, against what the silicon makes them conduct, for settings that were
/// not measured.
class SynapseStrengthTest {

    /// Not used in development.
    private static final long SEED = 31877;

    private static final int HICANN = WaferTopology.hicann(9, 5);
    private static final int REWRITE = 90_000;
    private static final double[] SCALES = {0.2, 0.45, 1.1, 2.3, 5};
    private static final int[] WEIGHTS = {0, 2, 6, 11, 15};

    private static final TypicalSilicon SILICON = new TypicalSilicon(SEED);
    /// The cell that holds one code whatever is written.
    private static final int STUCK_BLOCK = 1;
    private static final int STUCK_SELGMAX = 2;
    private static final int STUCK_CODE = 1000;
    private static final Random RANDOM = new Random(SEED);
    private static ChipCalibration chip;
    private static int[] drivers;

    @BeforeAll
    static void calibrate() throws Exception {
        int[] denmems = IntStream.range(0, 24)
                .map(k -> NeuronTopology.denmem(64 + k % 12, k / 12))
                .toArray();
        drivers = IntStream.range(0, 16).map(k -> 13 * k).toArray();
        try (WaferSession session = EmulatedWafer.of(new Stuck(SILICON), EmulatorOptions.DEFAULT)
                .open(Lease.of(WaferTopology.fpga(HICANN)))) {
            chip = ChipCalibrator.calibrate(session, HICANN, 500, denmems, drivers);
        }
    }

    /// With one V_gmax cell that is stuck.
    private record Stuck(Silicon silicon) implements AlteredSilicon {

        @Override
        public RowStrength row(WrittenChip chip, int row) {
            if (L1Topology.driverQuadrant(row / 2) != STUCK_BLOCK
                    || chip.config().synapseRow(row).selGmax() != STUCK_SELGMAX) {
                return silicon.row(chip, row);
            }
            HicannConfigurationBuilder bits = chip.config().toBuilder();
            bits.floatingGate(
                    STUCK_BLOCK,
                    SharedParameter.vGmax(STUCK_SELGMAX).row(STUCK_BLOCK),
                    FloatingGates.SHARED_COLUMN,
                    STUCK_CODE);
            return silicon.row(new WrittenChip(chip.hicann(), bits.build(), chip.trial(), chip.ageSecond()), row);
        }
    }

    /// A setting that conducts `scale` times what 500 nA / 11 does, apart from what does not scale.
    private record Setting(int selgmax, double ampere, int divisor) {

        static Setting of(StrengthCurve curve, int block, double scale) {
            while (true) {
                int selgmax = RANDOM.nextInt(4);
                int divisor = 2 + RANDOM.nextInt(29);
                double ampere = scale * 500e-9 * divisor / 11;
                if (curve.gmax(block, selgmax)
                        .filter(t -> t.domain().contains(ampere))
                        .isPresent()) {
                    return new Setting(selgmax, ampere, divisor);
                }
            }
        }
    }

    /// What synapses of a row conduct, mean over the row, in nS; V_convoff 0 takes no gain.
    private static double truth(int row, Setting setting, Transfer gmax, int weight, boolean right) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        int left = SynapseWeightTransfer.leftDivisor(setting.divisor);
        bits.synapseRow(row, new SynapseRowConfig(!right, right, 0, 0, setting.selgmax, left, setting.divisor - left));
        int block = L1Topology.driverQuadrant(row / 2);
        bits.floatingGate(
                block,
                SharedParameter.vGmax(setting.selgmax).row(block),
                FloatingGates.SHARED_COLUMN,
                FloatingGates.nearestCode(gmax.toDac(setting.ampere)));
        RowStrength strength =
                SILICON.row(new WrittenChip(HICANN, bits.build(), REWRITE + RANDOM.nextInt(1000), 0), row);
        return IntStream.range(0, 256)
                .mapToDouble(column -> 1e9 * strength.siemens(column, weight, right))
                .average()
                .orElseThrow();
    }

    /// The mean gain of the inputs of accepted circuits with the V_convoff that was found.
    private static double gain(boolean right) {
        NeuronParameter parameter = right ? NeuronParameter.V_CONVOFFI : NeuronParameter.V_CONVOFFX;
        HicannConfigurationBuilder without = new HicannConfigurationBuilder();
        HicannConfigurationBuilder with = new HicannConfigurationBuilder();
        List<ChipCalibration.Denmem> accepted =
                chip.denmems().stream().filter(ChipCalibration.Denmem::accepted).toList();
        for (ChipCalibration.Denmem d : accepted) {
            int block = NeuronTopology.fgBlock(d.denmem());
            int code = FloatingGates.nearestCode(
                    d.transfer(parameter).orElseThrow().toDac(0));
            with.floatingGate(block, parameter.row(block), NeuronTopology.fgColumn(d.denmem()), code);
        }
        for (int row : new int[] {0, 224}) {
            without.synapseRow(row, new SynapseRowConfig(!right, right, 0, 0, 0, 5, 6));
            with.synapseRow(row, new SynapseRowConfig(!right, right, 0, 0, 0, 5, 6));
        }
        WrittenChip plain = new WrittenChip(HICANN, without.build(), REWRITE, 0);
        WrittenChip calibrated = new WrittenChip(HICANN, with.build(), REWRITE, 0);
        return accepted.stream()
                .mapToDouble(d -> {
                    int row = 224 * NeuronTopology.y(d.denmem());
                    int column = NeuronTopology.x(d.denmem());
                    return SILICON.row(calibrated, row).siemens(column, 8, right)
                            / SILICON.row(plain, row).siemens(column, 8, right);
                })
                .average()
                .orElseThrow();
    }

    @Test
    void synapsesConductWhatTheCurveSaysAtOtherWeightsCurrentsAndDivisors() {
        RowStrengths rows = chip.rows();
        StrengthCurve curve = rows.curve().orElseThrow();
        List<Double> all = new ArrayList<>();
        for (boolean right : new boolean[] {false, true}) {
            double gain = gain(right);
            for (double scale : SCALES) {
                for (int weight : WEIGHTS) {
                    List<Double> here = new ArrayList<>();
                    for (int row : rows.rows()) {
                        int block = L1Topology.driverQuadrant(row / 2);
                        Setting setting = Setting.of(curve, block, scale);
                        Transfer gmax = curve.gmax(block, setting.selgmax).orElseThrow();
                        double said = curve.conductance(rows.factor(row), setting.ampere, setting.divisor, weight);
                        here.add(Math.log(said / gain / truth(row, setting, gmax, weight, right)));
                    }
                    String what = "%s, scale %.2f, weight %d: bias %.3f, sigma %.3f of ln, wafer seed %d"
                            .formatted(right ? "right" : "left", scale, weight, mean(here), sigma(here), SEED);
                    assertTrue(Math.abs(mean(here)) < 0.03 && sigma(here) < 0.05, what);
                    all.addAll(here);
                }
            }
        }
        String what =
                "bias %.4f, sigma %.4f of ln of %d, wafer seed %d".formatted(mean(all), sigma(all), all.size(), SEED);
        assertTrue(all.size() > 1000 && Math.abs(mean(all)) < 0.025 && sigma(all) < 0.035, what);
    }

    @Test
    void theTransferIsTheCurveWhereWeightsRise() {
        StrengthCurve curve = chip.rows().curve().orElseThrow();
        SynapseWeightTransfer transfer = curve.transfer(0.93, 600e-9, 9);
        for (int weight = 0; weight <= SynapseWeightTransfer.MAX_WEIGHT; weight++) {
            assertEquals(curve.conductance(0.93, 600e-9, 9, weight), transfer.conductance(weight), 1e-9);
        }
    }

    @Test
    void aStuckCellIsRejectedAndNoOther() {
        for (int cell = 0; cell < StrengthCurve.GMAX_CELLS; cell++) {
            Fit fit = chip.rows().curve().orElseThrow().gmax().get(cell);
            boolean stuck = cell == 4 * STUCK_BLOCK + STUCK_SELGMAX;
            String what = "V_gmax%d of block %d: %s, wafer seed %d".formatted(cell % 4, cell / 4, fit, SEED);
            assertEquals(stuck, fit.rejection().isPresent(), what);
            assertEquals(
                    stuck, fit.rejection().map(Rejection::reason).equals(Optional.of(Rejection.Reason.STUCK)), what);
        }
    }

    @Test
    void rowsOfDeadDriversAreNotSeenAndNoOthers() {
        for (int driver : drivers) {
            boolean dead = SILICON.defects().has(DefectClass.SYNAPSE_DRIVER, HICANN, driver);
            String what = "driver %d, wafer seed %d".formatted(driver, SEED);
            assertEquals(dead, chip.rows().isDead(driver), what);
            assertEquals(dead, Double.isNaN(chip.rows().factor(2 * driver)), what);
            assertEquals(dead, Double.isNaN(chip.rows().factor(2 * driver + 1)), what);
        }
    }
}
