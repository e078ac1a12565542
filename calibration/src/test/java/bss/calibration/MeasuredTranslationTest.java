package bss.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.measure.result.MeasuredCalibration;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.SynapseWeightTransfer;
import bss.spec.translate.CalibrationIdentity;
import bss.spec.translate.CellParameter;
import bss.spec.translate.CellParameters;
import bss.spec.translate.CellType;
import bss.spec.translate.ChipTranslation;
import bss.spec.translate.GmaxSetting;
import bss.spec.translate.NeuronRequest;
import bss.spec.translate.NeuronTranslation;
import bss.spec.translate.ParameterChange;
import bss.spec.translate.ParameterChange.Feature;
import bss.spec.translate.TranslationOptions;
import bss.spec.translate.TranslationPlan;
import bss.spec.translate.VoltageWindow;
import bss.spec.translate.WeightRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Against lines inverted by hand.
class MeasuredTranslationTest {

    private static final long SEED = 7_117;
    private static final int CHIP = 100;
    private static final SyntheticSet SET = new SyntheticSet(SEED, false);
    private static final CalibrationIdentity IDENTITY =
            new CalibrationIdentity("emulator", "typical", Optional.of(3L), "2026-01-02T03:04:05Z", false);

    private static final String SUMMARY =
            "calibration of typical wafer 3, 2026-01-02T03:04:05Z: 1 chip; not usable by it: nothing";

    /// V 0.5..1.2 V, tau_m 1 us, tau_syn 0.5 us, tau_refrac 0.8 us.
    private static final CellParameters CELL = CellParameters.of(
            CellType.IF_COND_EXP,
            Map.of(
                    CellParameter.CM,
                    0.2,
                    CellParameter.TAU_M,
                    10.0,
                    CellParameter.TAU_REFRAC,
                    8.0,
                    CellParameter.V_REST,
                    -70.0,
                    CellParameter.V_RESET,
                    -72.0,
                    CellParameter.V_THRESH,
                    -55.0,
                    CellParameter.E_REV_E,
                    0.0,
                    CellParameter.E_REV_I,
                    -80.0));

    private static TranslationPlan plan(NeuronRequest... neurons) {
        return new MeasuredTranslation(MeasuredCalibration.EMPTY.with(SET.chip(CHIP)), IDENTITY)
                .plan(List.of(neurons), TranslationOptions.DEFAULTS);
    }

    private static NeuronRequest request(int hicann, int column, CellParameters cell) {
        return new NeuronRequest(
                hicann, column, 8, cell, new WeightRange(0.0007, 0.001), new WeightRange(0.008, 0.008));
    }

    @Test
    void everyDenmemGetsTheCodesOfItsOwnLine() {
        NeuronRequest request = request(CHIP, 12, CELL);
        TranslationPlan plan = plan(request);
        assertEquals(VoltageWindow.DEFAULT, plan.window());
        NeuronTranslation neuron = plan.neurons().getFirst();
        Map<NeuronParameter, Double> wanted = Map.of(
                NeuronParameter.E_L, 0.5,
                NeuronParameter.V_T, 0.65,
                NeuronParameter.E_SYNX, 1.2,
                NeuronParameter.E_SYNI, 0.4,
                NeuronParameter.I_GL, 1e-6,
                NeuronParameter.I_PL, 0.8e-6,
                NeuronParameter.V_SYNTCX, 0.5e-6,
                NeuronParameter.V_SYNTCI, 0.5e-6);
        for (int k = 0; k < 8; k++) {
            int denmem = request.denmem(k);
            String where = "denmem %d, seed %d, ".formatted(denmem, SEED);
            for (Map.Entry<NeuronParameter, Double> p : wanted.entrySet()) {
                assertEquals(
                        Math.rint(SET.code(p.getKey(), denmem, p.getValue())),
                        neuron.code(k, p.getKey()),
                        1e-9,
                        where + p.getKey());
            }
            assertEquals(300 + denmem % 100, neuron.code(k, NeuronParameter.V_CONVOFFX), where);
            assertEquals(0, neuron.code(k, NeuronParameter.I_FIRE), where);
        }
        assertEquals(List.of(), neuron.changes());
        assertEquals(List.of(SUMMARY), plan.notices());
        assertEquals(Optional.of(IDENTITY), plan.calibration());
    }

    @Test
    void theRealisedNeuronIsWhatTheJoinedCircuitsMake() {
        NeuronRequest request = request(CHIP, 40, CELL);
        TranslationPlan plan = plan(request);
        NeuronTranslation neuron = plan.neurons().getFirst();
        double leak = 0;
        double charge = 0;
        double synaptic = 0;
        for (int k = 0; k < 8; k++) {
            int d = request.denmem(k);
            double g = 1 / SET.si(NeuronParameter.I_GL, d, neuron.code(k, NeuronParameter.I_GL));
            leak += g;
            charge += g * SET.si(NeuronParameter.E_L, d, neuron.code(k, NeuronParameter.E_L));
            synaptic += SET.si(NeuronParameter.V_SYNTCI, d, neuron.code(k, NeuronParameter.V_SYNTCI)) / 8;
        }
        String seed = "seed " + SEED;
        CellParameters realised = neuron.realised();
        assertEquals(8 / leak * 1e7, realised.get(CellParameter.TAU_M), 1e-9, seed);
        assertEquals((charge / leak - 1.2) * 100, realised.get(CellParameter.V_REST), 1e-6, seed);
        assertEquals(synaptic * 1e7, realised.get(CellParameter.TAU_SYN_I), 1e-6, seed);
        int first = request.denmem(0);
        double threshold = SET.si(NeuronParameter.V_T, first, neuron.code(0, NeuronParameter.V_T));
        assertEquals((threshold - 1.2) * 100, realised.get(CellParameter.V_THRESH), 1e-6, seed);
        double refractory = SET.si(NeuronParameter.I_PL, first, neuron.code(0, NeuronParameter.I_PL));
        assertEquals(refractory * 1e7, realised.get(CellParameter.TAU_REFRAC), 1e-6, seed);
        int reset = plan.chip(CHIP).sharedCode(0, SharedParameter.V_RESET);
        assertEquals(
                ((reset - 5) / 550.0 + SET.resetOffset[first] - 1.2) * 100,
                realised.get(CellParameter.V_RESET),
                1e-6,
                seed);
    }

    @Test
    void aBlockGetsTheMeanOfWhatItsNeuronsNeed() {
        NeuronRequest[] neurons = {request(CHIP, 1, CELL), request(CHIP, 21, CELL), request(CHIP, 51, CELL)};
        double mean = 0;
        for (NeuronRequest n : neurons) {
            mean += (0.48 - SET.resetOffset[n.denmem(0)]) / neurons.length;
        }
        assertEquals(Math.round(6 + 560 * mean), plan(neurons).chip(CHIP).sharedCode(1, SharedParameter.V_RESET));
    }

    @Test
    void valuesOutsideTheCalibratedRangeAreClippedAndNamed() {
        NeuronTranslation neuron = plan(request(
                        CHIP, 12, CELL.with(CellParameter.TAU_M, 60.0).with(CellParameter.TAU_REFRAC, 2.0)))
                .neurons()
                .getFirst();
        Map<String, ParameterChange> changes = Map.of(
                "tau_m", neuron.changes().getFirst(),
                "tau_refrac", neuron.changes().getLast());
        assertEquals(2, neuron.changes().size(), neuron.changes().toString());
        changes.forEach((name, change) -> {
            assertEquals(name, change.parameter());
            assertEquals(Feature.CLIPPED, change.feature());
            assertEquals("outside the calibrated range, of most circuits 4.000 to 40.00 ms", change.reason());
        });
        assertEquals(40, neuron.realised().get(CellParameter.TAU_M), 0.5);
    }

    @Test
    void calibratedChipsKeepTheirModeAndOthersAreTakenForIdealWithANotice() {
        // tau_m that the slow mirrors alone reach
        CellParameters slow = CELL.with(CellParameter.TAU_M, 230.0);
        TranslationPlan plan = plan(request(CHIP, 12, slow), request(101, 12, slow));
        assertEquals(CircuitMode.DEFAULT, plan.chip(CHIP).mode());
        assertTrue(!plan.chip(101).mode().equals(CircuitMode.DEFAULT));
        assertEquals(
                List.of(
                        SUMMARY,
                        "1 of 2 chips with neurons are not in the calibration and get the codes of ideal ones: HICANN 101"),
                plan.notices());
        assertTrue(plan.chip(101).strengths().isEmpty());
    }

    @Test
    void aSetWithoutAdExParametersSaysSo() {
        CellParameters adEx = CellParameters.defaults(CellType.EIF_COND_EXP_ISFA_ISTA);
        List<String> notices = plan(request(CHIP, 12, adEx)).notices();
        assertEquals(
                Stream.of("I_fire", "I_gladapt", "I_radapt", "I_rexp", "V_exp")
                        .map(p -> "the calibration has no %s of 8 denmems, which get the code of an ideal one"
                                .formatted(p))
                        .toList(),
                notices.subList(1, notices.size()));
    }

    @Test
    void rowsHaveTheCurvesOfTheirOwnStrength() {
        ChipTranslation chip = plan(request(CHIP, 12, CELL)).chip(CHIP);
        for (int row = 0; row < 448; row += 3) {
            int block = L1Topology.driverQuadrant(row / 2);
            for (double wanted : new double[] {700, 1100, 7000}) {
                GmaxSetting setting = chip.rowSetting(row, wanted);
                SynapseWeightTransfer curve = chip.transfer(row, setting);
                double nanoampere = setting.vGmaxCode() * 2500.0 / 1023 / SET.gmaxSlope[4 * block + setting.selgmax()];
                for (int w = 0; w <= 15; w++) {
                    double expected = SET.factor[row]
                            * (SyntheticSet.SCALED * w * nanoampere / setting.divisor() + 90 + 24 * w - 1.6 * w * w);
                    assertEquals(
                            expected, curve.conductance(w), 1e-6 * expected, "row %d, seed %d".formatted(row, SEED));
                }
                assertTrue(curve.conductance(15) >= wanted, "row %d covers %s, seed %d".formatted(row, wanted, SEED));
            }
        }
    }

    @Test
    void joinedExponentialTermsAreOneAsLargeAsTheirSum() {
        SyntheticSet set = new SyntheticSet(SEED + 1, true);
        NeuronRequest request = request(CHIP, 12, CellParameters.defaults(CellType.EIF_COND_EXP_ISFA_ISTA));
        TranslationPlan plan = new MeasuredTranslation(MeasuredCalibration.EMPTY.with(set.chip(CHIP)), IDENTITY)
                .plan(List.of(request), TranslationOptions.DEFAULTS);
        NeuronTranslation neuron = plan.neurons().getFirst();
        VoltageWindow window = plan.window();
        double slope = neuron.realised().get(CellParameter.DELTA_T);
        double leak = 0;
        double sum = 0;
        double at = -50;
        for (int k = 0; k < 8; k++) {
            int d = request.denmem(k);
            double g = 1 / set.si(NeuronParameter.I_GL, d, neuron.code(k, NeuronParameter.I_GL));
            double onset = window.toMillivolt(set.si(NeuronParameter.V_EXP, d, neuron.code(k, NeuronParameter.V_EXP)));
            leak += g;
            sum += g * Math.exp((at - onset) / slope);
        }
        // I_rexp is not in the set, so that all have the same slope
        assertEquals(
                sum,
                leak * Math.exp((at - neuron.realised().get(CellParameter.V_THRESH)) / slope),
                1e-6 * sum,
                "seed " + (SEED + 1));
    }
}
