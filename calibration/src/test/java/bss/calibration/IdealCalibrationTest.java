package bss.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.FgCodes;
import bss.spec.transfer.IdealCircuit;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.SpeedMode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdealCalibrationTest {

    private static final long SEED = 90_210;
    /// FG block 1: a driver on the right of the top half.
    private static final int RIGHT_ROW = IntStream.range(0, L1Topology.DRIVERS)
            .filter(d -> L1Topology.driverQuadrant(d) == 1)
            .map(d -> 2 * d)
            .findFirst()
            .orElseThrow();
    private static final IdealCalibration CALIBRATION = new IdealCalibration();

    /// A cell that the default window holds without any clip.
    private static final CellParameters EASY =
            CellParameters.of(CellType.IF_COND_EXP, Map.of(CellParameter.CM, 0.2, CellParameter.TAU_REFRAC, 1.0));

    @Test
    void aHarmlessCellGetsTheDefaultWindowAndCircuit() {
        TranslationPlan plan = plan(request(0, 0, EASY));
        assertEquals(VoltageWindow.DEFAULT, plan.window());
        assertEquals(CircuitMode.DEFAULT, plan.chip(0).mode());
        NeuronTranslation neuron = plan.neurons().getFirst();
        assertEquals(List.of(), neuron.changes());
        // C1: V = 0.01 V_bio + 1.2; 568.33 codes per volt; 20 ms is 2 us, code 80
        assertEquals(313, neuron.code(0, NeuronParameter.E_L));
        assertEquals(398, neuron.code(0, NeuronParameter.V_T));
        assertEquals(284, neuron.code(0, NeuronParameter.E_SYNI));
        assertEquals(721, neuron.code(0, NeuronParameter.E_SYNX));
        assertEquals(80, neuron.code(0, NeuronParameter.I_GL));
        assertEquals(313, plan.chip(0).sharedCode(0, SharedParameter.V_RESET));
        for (NeuronParameter off : List.of(NeuronParameter.V_EXP, NeuronParameter.I_REXP, NeuronParameter.I_BEXP)) {
            assertEquals(1023, neuron.code(3, off));
        }
        assertEquals(0, neuron.code(0, NeuronParameter.I_GLADAPT));
        assertEquals(0, neuron.code(0, NeuronParameter.I_FIRE));
        assertEquals(1023, neuron.code(0, NeuronParameter.I_RADAPT));
        assertEquals(511, neuron.code(0, NeuronParameter.V_SYNX));
        assertEquals(400, plan.chip(0).sharedCode(2, SharedParameter.V_DLLRES));
    }

    @Test
    void codesDecodedAsACircuitAndScaledBackAreTheRealisedCell() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 200; i++) {
            CellParameters cell = randomCell(random);
            TranslationPlan plan = plan(request(5, 2 * random.nextInt(100), cell));
            NeuronTranslation neuron = plan.neurons().getFirst();
            CircuitMode mode = plan.chip(5).mode();
            IdealCircuit circuit = IdealCircuit.decode(codes(neuron, plan.chip(5)), mode);
            CellParameters realised = neuron.realised();
            String context = "seed " + SEED + " cell " + cell;
            double alpha = plan.window().alpha();
            double ratio = 1e4 * mode.capacitance() * 1e9 / cell.get(CellParameter.CM);
            assertEquals(circuit.tauM(), realised.get(CellParameter.TAU_M) * 1e-7, 1e-15, context);
            assertEquals(circuit.eL(), volt(plan, realised.get(CellParameter.V_REST)), 1e-9, context);
            assertEquals(circuit.eSynx(), volt(plan, realised.get(CellParameter.E_REV_E)), 1e-9, context);
            assertEquals(circuit.vReset(), volt(plan, realised.get(CellParameter.V_RESET)), 1e-9, context);
            assertEquals(circuit.vSpike(), volt(plan, realised.firingPotential()), 1e-9, context);
            assertEquals(circuit.tauRefrac(), realised.get(CellParameter.TAU_REFRAC) * 1e-7, 1e-15, context);
            assertEquals(circuit.exponential(), cell.exponential(), context);
            if (cell.exponential()) {
                assertEquals(circuit.vExp(), volt(plan, realised.get(CellParameter.V_THRESH)), 1e-9, context);
                assertEquals(circuit.deltaT(), realised.get(CellParameter.DELTA_T) * 1e-3 * alpha, 1e-9, context);
            }
            if (cell.type() == CellType.EIF_COND_EXP_ISFA_ISTA) {
                assertEquals(circuit.a(), realised.get(CellParameter.A) * 1e-9 * ratio, 1e-15, context);
                assertEquals(circuit.b(), realised.get(CellParameter.B) * 1e-9 * alpha * ratio, 1e-18, context);
            }
        }
    }

    @Test
    void whatIsNotReportedIsWithinOneCodeAndWhatIsClippedIsNot() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (CircuitMode mode : CircuitMode.all()) {
            for (int i = 0; i < 40; i++) {
                CellParameters cell = randomCell(random);
                Scaling scaling = new Scaling(1e4, new VoltageWindow(3 + 7 * random.nextDouble(), 1.2));
                Circuit circuit = new IdealChip().typical();
                CellCodes codes = CellTranslator.translate(cell, scaling, mode, circuit);
                String context = "seed " + SEED + " " + mode + " " + scaling + " " + cell;
                check(cell, codes, scaling, mode, CellParameter.TAU_M, NeuronParameter.I_GL, context);
                check(cell, codes, scaling, mode, CellParameter.TAU_REFRAC, NeuronParameter.I_PL, context);
                check(cell, codes, scaling, mode, CellParameter.TAU_SYN_E, NeuronParameter.V_SYNTCX, context);
                check(cell, codes, scaling, mode, CellParameter.E_REV_I, NeuronParameter.E_SYNI, context);
                check(cell, codes, scaling, mode, CellParameter.E_REV_E, NeuronParameter.E_SYNX, context);
                if (cell.adaptation()) {
                    check(cell, codes, scaling, mode, CellParameter.TAU_W, NeuronParameter.I_RADAPT, context);
                    check(cell, codes, scaling, mode, CellParameter.A, NeuronParameter.I_GLADAPT, context);
                    check(cell, codes, scaling, mode, CellParameter.B, NeuronParameter.I_FIRE, context);
                }
                if (cell.exponential()) {
                    check(cell, codes, scaling, mode, CellParameter.DELTA_T, NeuronParameter.I_REXP, context);
                }
            }
        }
    }

    private static void check(
            CellParameters cell,
            CellCodes codes,
            Scaling scaling,
            CircuitMode mode,
            CellParameter parameter,
            NeuronParameter target,
            String context) {
        var transfer = IdealTransfers.of(target, mode);
        double cm = cell.get(CellParameter.CM);
        double wanted = scaling.toSi(parameter, cell.get(parameter), cm, mode.capacitance());
        double got = scaling.toSi(parameter, codes.realised().get(parameter), cm, mode.capacitance());
        int code = codes.codes().get(target.index());
        boolean clipped = codes.changes().stream()
                .anyMatch(c -> c.feature() == Feature.CLIPPED && c.parameter().equals(parameter.pynnName()));
        String message = context + " " + parameter + " code " + code;
        if (clipped) {
            boolean below = true;
            boolean above = true;
            for (int other = 0; other <= 1023; other++) {
                below &= transfer.toSi(other) < wanted;
                above &= transfer.toSi(other) > wanted;
            }
            assertTrue(below || above, message + " was within reach");
            return;
        }
        double up = transfer.toSi(code + 0.5000001);
        double down = transfer.toSi(code - 0.5000001);
        if (code == 0 && got == 0) {
            down = 0;
        }
        double slack = 1e-8 * Math.abs(wanted);
        assertTrue(wanted >= Math.min(up, down) - slack && wanted <= Math.max(up, down) + slack, message);
    }

    @Test
    void noWindowOfTheGridAndNoModeClipsFewer() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 12; round++) {
            List<NeuronRequest> neurons = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                neurons.add(new NeuronRequest(
                        random.nextInt(2),
                        8 * n,
                        2 * (1 + random.nextInt(4)),
                        randomCell(random),
                        new WeightRange(0, 0.2 * random.nextDouble()),
                        WeightRange.NONE));
            }
            TranslationPlan chosen = CALIBRATION.plan(neurons, TranslationOptions.DEFAULTS);
            Circuit circuit = new IdealChip().typical();
            ModeSearch search = new ModeSearch(circuit, _ -> new IdealChip(), 1e4, neurons);
            long best = Long.MAX_VALUE;
            for (VoltageWindow window : search.candidates()) {
                long clips = 0;
                for (int hicann = 0; hicann < 2; hicann++) {
                    long fewest = Long.MAX_VALUE;
                    for (CircuitMode mode : CircuitMode.all()) {
                        long here = 0;
                        for (NeuronRequest neuron : neurons) {
                            here += neuron.hicann() == hicann ? bruteClips(neuron, window, mode) : 0;
                        }
                        fewest = Math.min(fewest, here);
                    }
                    clips += fewest;
                }
                best = Math.min(best, clips);
            }
            assertEquals(best, chosen.clipped(), "seed " + SEED + " round " + round);
        }
    }

    /// Clips by the published domains, written out again.
    private static long bruteClips(NeuronRequest neuron, VoltageWindow w, CircuitMode mode) {
        CellParameters cell = neuron.cell();
        double ratio = 1e4 * mode.capacitance() * 1e9 / cell.get(CellParameter.CM);
        double[] leak = switch (mode.gl()) {
            case NORMAL -> mode.bigcap() ? new double[] {0.541, 48.2} : new double[] {0.1083, 9.63};
            case SLOW -> mode.bigcap() ? new double[] {1.5, 200} : new double[] {0.3, 72.2};
            case FAST -> mode.bigcap() ? new double[] {0.423, 20.1} : new double[] {0.1, 4.02};
        };
        long clips = outside(cell.get(CellParameter.TAU_M) / 10, leak[0], leak[1])
                + outside(cell.get(CellParameter.TAU_REFRAC) / 10, 0.0147476, 1.73228)
                + outside(cell.get(CellParameter.TAU_SYN_E) / 10, 0.1298951, 1.510905)
                + outside(cell.get(CellParameter.TAU_SYN_I) / 10, 0.1298951, 1.510905)
                + outside(w.toVolt(cell.foldedRest()), 0, 1.8)
                + outside(w.toVolt(cell.get(CellParameter.V_RESET)), 0, 1.8)
                + outside(w.toVolt(cell.firingPotential()), 0, 1.8)
                + outside(w.toVolt(cell.get(CellParameter.E_REV_I)), 0, 1.8)
                + outside(w.toVolt(cell.get(CellParameter.E_REV_E)), 15.5 / 614, 1039.5 / 614)
                + outside(neuron.excitatory().maxMicrosiemens() * 1000 * ratio * neuron.denmems(), 0, 954.7035 * 27.5);
        if (cell.exponential()) {
            clips += outside(w.toVolt(cell.get(CellParameter.V_THRESH)), 0, 1.8)
                    + outside(cell.get(CellParameter.DELTA_T) * w.alpha(), 1.21, 13.5);
        }
        if (cell.adaptation()) {
            double a = cell.get(CellParameter.A) * ratio;
            double b = cell.get(CellParameter.B) * w.alpha() * ratio;
            clips += outside(cell.get(CellParameter.TAU_W) / 10, 2.93, 35.4)
                    + (a == 0 ? 0 : outside(a, 2.537, 4958))
                    + (b == 0 ? 0 : outside(b, 0.0324, 69.26));
        }
        return clips;
    }

    private static long outside(double value, double min, double max) {
        return value < min * (1 - 1e-6) || value > max * (1 + 1e-6) ? 1 : 0;
    }

    @Test
    void theDefaultAdExCellOfPynnFitsButForItsRefractoryTime() {
        TranslationPlan plan = plan(request(0, 0, CellParameters.defaults(CellType.EIF_COND_EXP_ISFA_ISTA)));
        assertTrue(
                plan.window().alpha() >= 0.605 && plan.window().alpha() <= 6.75,
                plan.window().toString());
        assertEquals(1, plan.clipped());
        ParameterChange change = only(plan.neurons().getFirst().changes());
        assertEquals("tau_refrac", change.parameter());
        assertEquals(Feature.CLIPPED, change.feature());
        assertEquals(0.1, change.requested());
        assertEquals(0.147, change.realised(), 0.001);
    }

    @Test
    void negativeAdaptationIsClippedToNone() {
        CellParameters cell = adEx().with(CellParameter.A, -10).with(CellParameter.B, -0.01);
        NeuronTranslation neuron = plan(request(0, 0, cell)).neurons().getFirst();
        assertEquals(0, neuron.code(0, NeuronParameter.I_GLADAPT));
        assertEquals(0, neuron.code(0, NeuronParameter.I_FIRE));
        assertEquals(0, neuron.realised().get(CellParameter.A));
        assertEquals(0, neuron.realised().get(CellParameter.B));
        assertEquals(
                List.of("a", "b"),
                neuron.changes().stream().map(ParameterChange::parameter).toList());
    }

    @Test
    void theOffsetCurrentMovesTheRestingPotentialAndSaysSo() {
        CellParameters cell = EASY.with(CellParameter.I_OFFSET, 0.1).with(CellParameter.CM, 0.25);
        NeuronTranslation neuron = plan(request(0, 0, cell)).neurons().getFirst();
        // 0.1 nA * 20 ms / 0.25 nF = 8 mV
        assertEquals(-57, neuron.realised().get(CellParameter.V_REST), 0.1);
        assertEquals(0, neuron.realised().get(CellParameter.I_OFFSET));
        ParameterChange change = only(neuron.changes());
        assertEquals("i_offset", change.parameter());
        assertEquals(Feature.APPROXIMATED, change.feature());
        assertEquals(0.1, change.requested());
    }

    @Test
    void withoutSlopeAnAdExCellFiresAtTheLowerPotential() {
        for (double spike : new double[] {-40, -55}) {
            CellParameters cell = adEx().with(CellParameter.DELTA_T, 0)
                    .with(CellParameter.V_SPIKE, spike)
                    .with(CellParameter.V_THRESH, -50);
            TranslationPlan plan = plan(request(0, 0, cell));
            NeuronTranslation neuron = plan.neurons().getFirst();
            double expected = Math.min(spike, -50);
            assertEquals(volt(plan, expected) * 1023 / 1.8, neuron.code(0, NeuronParameter.V_T), 0.5);
            assertEquals(1023, neuron.code(0, NeuronParameter.I_REXP));
            assertEquals(expected, neuron.realised().firingPotential(), 0.2);
        }
    }

    @Test
    void resetIsTheMeanOfTheNeuronsThatFireInABlock() {
        List<NeuronRequest> neurons = List.of(
                request(7, 0, EASY.with(CellParameter.V_RESET, -70)),
                request(7, 2, EASY.with(CellParameter.V_RESET, -60)),
                new NeuronRequest(7, 5, 2, EASY.with(CellParameter.V_RESET, -65), WeightRange.NONE, WeightRange.NONE));
        TranslationPlan plan = CALIBRATION.plan(neurons, TranslationOptions.DEFAULTS);
        assertEquals(-65, plan.neurons().get(0).realised().get(CellParameter.V_RESET), 0.1);
        assertEquals(313, plan.chip(7).sharedCode(0, SharedParameter.V_RESET));
        assertEquals(313, plan.chip(7).sharedCode(3, SharedParameter.V_RESET));
        for (int n = 0; n < 2; n++) {
            ParameterChange change = only(plan.neurons().get(n).changes());
            assertEquals("v_reset", change.parameter());
            assertEquals(Feature.APPROXIMATED, change.feature());
        }
        assertEquals(List.of(), plan.neurons().get(2).changes());
    }

    @Test
    void slowLeakIsChosenWhereNormalStepsAreCoarse() {
        assertEquals(CircuitMode.DEFAULT, plan(request(0, 0, EASY)).chip(0).mode());
        CircuitMode slow =
                plan(request(0, 0, EASY.with(CellParameter.TAU_M, 230))).chip(0).mode();
        assertEquals(new CircuitMode(true, SpeedMode.SLOW, SpeedMode.NORMAL, SpeedMode.NORMAL), slow);
        CircuitMode beyond = plan(request(0, 0, EASY.with(CellParameter.TAU_M, 1000)))
                .chip(0)
                .mode();
        assertEquals(SpeedMode.SLOW, beyond.gl());
        assertFalse(plan(request(0, 0, EASY.with(CellParameter.TAU_M, 2)))
                .chip(0)
                .mode()
                .bigcap());
    }

    @Test
    void aWideRangeOfPotentialsIsLaidIntoTheWindow() {
        CellParameters cell = EASY.with(CellParameter.E_REV_I, -200).with(CellParameter.E_REV_E, 100);
        TranslationPlan plan = plan(request(0, 0, cell));
        assertEquals(0, plan.clipped());
        assertTrue(volt(plan, 100) <= 1.4 + 1e-9, plan.window().toString());
        assertTrue(volt(plan, -200) >= 0, plan.window().toString());
    }

    @Test
    void theLargestWeightIsJustCovered() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 300; i++) {
            double nanosiemens = StrictMath.pow(10, 1 + 3.4 * random.nextDouble());
            GmaxSetting setting = GmaxChoice.covering(0, nanosiemens);
            double top = setting.transfer().conductance(15);
            double tolerance = Math.max(1.011, 1 + 1.0 / (setting.vGmaxCode() - 1 + 1e-9));
            assertTrue(top >= nanosiemens * (1 - 1e-8), "seed " + SEED + " " + nanosiemens + " " + setting);
            assertTrue(top <= nanosiemens * tolerance, "seed " + SEED + " " + nanosiemens + " " + setting);
        }
        assertEquals(new GmaxSetting(1, 1023, 2), GmaxChoice.covering(1, 1e9));
        assertEquals(205, GmaxChoice.covering(0, 0).vGmaxCode());
    }

    @Test
    void rowsGetTheSmallestCoveringRangeAndWeightsScaleWithTheCapacitors() {
        NeuronRequest neuron = new NeuronRequest(0, 0, 4, EASY, new WeightRange(0.001, 0.01), new WeightRange(0, 0.05));
        TranslationPlan plan = CALIBRATION.plan(List.of(neuron), TranslationOptions.DEFAULTS);
        NeuronTranslation translated = plan.neurons().getFirst();
        assertEquals(1000 * 1e4 * 4 * 2.16456e-3 / 0.2, translated.weightScale(), 1e-6);
        ChipTranslation chip = plan.chip(0);
        for (double weight : new double[] {0.002, 0.01, 0.03, 0.05}) {
            double wanted = translated.toNanosiemens(weight);
            GmaxSetting row = chip.rowSetting(RIGHT_ROW, wanted);
            double top = row.transfer().conductance(15);
            assertTrue(top >= wanted, row.toString());
            for (int selgmax = 0; selgmax < 4; selgmax++) {
                for (int divisor = 2; divisor <= 30; divisor++) {
                    int code = chip.sharedCode(1, SharedParameter.vGmax(selgmax));
                    double other =
                            new GmaxSetting(selgmax, code, divisor).transfer().conductance(15);
                    assertFalse(other >= wanted && other < top, "%d/%d beats %s".formatted(code, divisor, row));
                }
            }
            assertTrue(top < 1.25 * wanted, weight + " " + row);
        }
    }

    @Test
    void weightsTooLargeMoveTheNeuronToTheSmallCapacitorOrAreReported() {
        // 16 denmems with the big capacitor reach 0.0152 uS at 0.2 nF
        NeuronRequest large = new NeuronRequest(
                0, 0, 16, EASY.with(CellParameter.TAU_M, 10), new WeightRange(0, 0.02), WeightRange.NONE);
        TranslationPlan plan = CALIBRATION.plan(List.of(large), TranslationOptions.DEFAULTS);
        assertFalse(plan.chip(0).mode().bigcap());
        assertEquals(0, plan.clipped());
        NeuronRequest huge = new NeuronRequest(0, 0, 16, EASY, new WeightRange(0, 1), WeightRange.NONE);
        ParameterChange change = only(CALIBRATION
                .plan(List.of(huge), TranslationOptions.DEFAULTS)
                .neurons()
                .getFirst()
                .changes());
        assertEquals("weight", change.parameter());
        assertEquals(1, change.requested());
        assertEquals(0.01516, change.realised(), 1e-4);
    }

    @Test
    void aGivenWindowIsKeptAndAnEmptyNetworkHasAPlan() {
        VoltageWindow window = new VoltageWindow(3.036, 0.7);
        TranslationPlan plan =
                CALIBRATION.plan(List.of(request(1, 0, EASY)), TranslationOptions.DEFAULTS.withWindow(window));
        assertEquals(window, plan.window());
        assertEquals(
                List.of(),
                CALIBRATION.plan(List.of(), TranslationOptions.DEFAULTS).chips());
    }

    @Test
    void thePlanDependsOnTheRequestsAlone() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<NeuronRequest> neurons = new ArrayList<>();
        for (int n = 0; n < 60; n++) {
            neurons.add(request(random.nextInt(5), 2 * random.nextInt(100), randomCell(random)));
        }
        TranslationPlan first = CALIBRATION.plan(neurons, TranslationOptions.DEFAULTS);
        TranslationPlan again = new IdealCalibration().plan(List.copyOf(neurons), TranslationOptions.DEFAULTS);
        assertEquals(first, again);
        assertTrue(first.clipped() > 0);
    }

    private static TranslationPlan plan(NeuronRequest neuron) {
        return CALIBRATION.plan(List.of(neuron), TranslationOptions.DEFAULTS);
    }

    private static NeuronRequest request(int hicann, int column, CellParameters cell) {
        return new NeuronRequest(hicann, column, 4, cell, WeightRange.NONE, WeightRange.NONE);
    }

    private static CellParameters adEx() {
        return CellParameters.defaults(CellType.EIF_COND_EXP_ISFA_ISTA).with(CellParameter.TAU_REFRAC, 1);
    }

    private static double volt(TranslationPlan plan, double millivolt) {
        return millivolt * plan.window().alpha() / 1000 + plan.window().shift();
    }

    private static ParameterChange only(List<ParameterChange> changes) {
        assertEquals(1, changes.size(), changes.toString());
        return changes.getFirst();
    }

    private static FgCodes codes(NeuronTranslation neuron, ChipTranslation chip) {
        return new FgCodes() {
            @Override
            public int neuron(NeuronParameter parameter) {
                return neuron.code(0, parameter);
            }

            @Override
            public int shared(SharedParameter parameter) {
                return chip.sharedCode(neuron.request().resetBlock(), parameter);
            }
        };
    }

    private static CellParameters randomCell(SplittableRandom random) {
        CellType type = random.nextBoolean() ? CellType.IF_COND_EXP : CellType.EIF_COND_EXP_ISFA_ISTA;
        CellParameters cell = CellParameters.defaults(type)
                .with(CellParameter.CM, 0.1 + 0.3 * random.nextDouble())
                .with(CellParameter.TAU_M, 3 + 60 * random.nextDouble())
                .with(CellParameter.TAU_REFRAC, 20 * random.nextDouble())
                .with(CellParameter.TAU_SYN_E, 1 + 15 * random.nextDouble())
                .with(CellParameter.TAU_SYN_I, 1 + 15 * random.nextDouble())
                .with(CellParameter.V_REST, -75 + 10 * random.nextDouble())
                .with(CellParameter.V_RESET, -75 + 10 * random.nextDouble())
                .with(CellParameter.V_THRESH, -60 + 10 * random.nextDouble())
                .with(CellParameter.E_REV_E, 40 * random.nextDouble() - 20)
                .with(CellParameter.E_REV_I, -100 - 60 * random.nextDouble());
        if (type == CellType.IF_COND_EXP) {
            return cell;
        }
        return cell.with(CellParameter.DELTA_T, random.nextInt(4) == 0 ? 0 : 4 * random.nextDouble())
                .with(CellParameter.V_SPIKE, 60 * random.nextDouble() - 50)
                .with(CellParameter.A, random.nextInt(4) == 0 ? 0 : 12 * random.nextDouble() - 1)
                .with(CellParameter.B, random.nextInt(4) == 0 ? 0 : 0.3 * random.nextDouble())
                .with(CellParameter.TAU_W, 20 + 350 * random.nextDouble());
    }
}
