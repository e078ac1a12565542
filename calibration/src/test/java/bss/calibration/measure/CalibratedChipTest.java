package bss.calibration.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.calibration.measure.result.Rejection;
import bss.calibration.measure.result.Rejection.Reason;
import bss.emulator.silicon.IdealSilicon;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.TypicalSilicon;
import bss.spec.defects.DefectClass;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealCircuit;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.Transfer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Calibrates circuits of typical silicon through the ADC, writes targets off the measured grid again, and compares
/// with the truth; ideal silicon, and one planted threshold, as controls. [CalibrationAcceptanceTest] does so for whole
/// chips.
class CalibratedChipTest {

    /// Not used in development.
    private static final long SEED = 20461;

    @Test
    void calibratedCircuitsComeOutAThirdAsFarFromTheirTargetsAndBadOnesAreRejected() throws Exception {
        int[] denmems = CalibratedChip.circuits(16);
        int[] drivers = IntStream.range(0, 28).map(k -> 8 * k).toArray();
        Acceptance acceptance = Acceptance.of(SEED, 1, denmems, drivers);
        ChipCalibration chip = acceptance.measured().chip();
        assertEquals(List.of(), acceptance.misses(), acceptance::report);
        assertEquals(List.of(), acceptance.drivers(), acceptance::report);
        assertEquals(List.of(), acceptance.faults().wrong(), acceptance::report);
        for (Accuracy figure : acceptance.figures()) {
            assertTrue(figure.count() >= denmems.length, () -> "few values: " + figure);
        }
        assertEquals(
                chip.denmems().stream().filter(d -> !d.accepted()).count(),
                MeasuredCalibration.EMPTY.with(chip).defects().count(DefectClass.DENMEM));
    }

    /// Without noise an ADC rounds every sample alike, to 0.44 mV; what that leaves of a curve's fit, beside the code
    /// that is rounded.
    private static final double ROUNDED_SAMPLES = 0.02;

    @Test
    void idealSiliconGivesTheIdealSet() throws Exception {
        CalibratedChip measured =
                CalibratedChip.measure(new IdealSilicon(), "ideal", CalibratedChip.circuits(2), new int[0]);
        for (ChipCalibration.Denmem d : measured.chip().denmems()) {
            assertEquals(List.of(), d.rejections(), "denmem " + d.denmem());
            for (CheckedQuantity quantity : CheckedQuantity.ALL) {
                NeuronParameter p = quantity.parameter();
                Transfer transfer = d.transfer(p).orElseThrow();
                for (double target : quantity.targets()) {
                    String what = "code of %s for %s, denmem %d".formatted(quantity.name(), target, d.denmem());
                    double ideal = IdealTransfers.of(p, CircuitMode.DEFAULT).toDac(target);
                    assertTrue(transfer.domain().contains(target), () -> what + ": " + transfer.domain());
                    double limit = quantity.relative() ? 1 + ROUNDED_SAMPLES * ideal : 1;
                    assertEquals(ideal, transfer.toDac(target), limit, what);
                }
            }
        }
    }

    @Test
    void aPlantedThresholdMovesThatFitAndNoOther() throws Exception {
        Silicon plain = new TypicalSilicon(SEED + 1);
        int[] denmems = CalibratedChip.circuits(2);
        int moved = denmems[1];
        ChipCalibration without =
                CalibratedChip.measure(plain, "plain", denmems, new int[0]).chip();
        ChipCalibration with = CalibratedChip.measure(
                        new PlantedSilicon(plain, Map.of(moved, PlantedSilicon.change("vSpike", v -> v + 0.03))),
                        "planted",
                        denmems,
                        new int[0])
                .chip();
        int compared = 0;
        for (int d : denmems) {
            for (CheckedQuantity quantity : CheckedQuantity.ALL) {
                NeuronParameter p = quantity.parameter();
                double target = quantity.targets().get(1);
                Optional<Transfer> one = without.denmem(d).orElseThrow().transfer(p);
                Optional<Transfer> other = with.denmem(d).orElseThrow().transfer(p);
                assertEquals(one.isPresent(), other.isPresent(), p + " of denmem " + d);
                if (one.isEmpty() || other.isEmpty()) {
                    continue;
                }
                compared++;
                double before = one.get().toDac(target);
                double after = other.get().toDac(target);
                String what = "%s of denmem %d, wafer seed %d".formatted(p, d, SEED + 1);
                if (d == moved && p == NeuronParameter.V_T) {
                    // 30 mV at 0.91 of the ideal slope
                    assertEquals(FloatingGates.codeOfVolt(0.03) / 0.91, before - after, 2, what);
                } else {
                    // tau_w is seen after a burst, whose last spike falls elsewhere
                    double part = p == NeuronParameter.I_RADAPT ? 0.04 : 0.01;
                    assertEquals(before, after, part * before + 1, what);
                }
            }
        }
        assertTrue(compared > 3 * CheckedQuantity.ALL.size(), "compared: " + compared);
    }

    @Test
    void everyPlantedFaultIsRejectedForItsReason() throws Exception {
        record Planted(String component, double value, NeuronParameter parameter, Reason reason) {}
        List<Planted> faults = List.of(
                new Planted("vSpike", 0, NeuronParameter.V_T, Reason.ALWAYS_FIRES),
                new Planted("vSpike", 1.7, NeuronParameter.V_T, Reason.NEVER_FIRES),
                new Planted("tauRefrac", 8e-3, NeuronParameter.I_PL, Reason.NEVER_RECOVERS),
                new Planted("vSpike", 0.85, NeuronParameter.V_T, Reason.STUCK),
                new Planted("tauRefrac", 50e-9, NeuronParameter.I_PL, Reason.STUCK),
                new Planted("eL", 0.8, NeuronParameter.E_L, Reason.STUCK),
                new Planted("tauM", 1.1e-6, NeuronParameter.I_GL, Reason.STUCK),
                new Planted("tauSynx", 0.3e-6, NeuronParameter.V_SYNTCX, Reason.STUCK),
                new Planted("tauSyni", 0.3e-6, NeuronParameter.V_SYNTCI, Reason.STUCK),
                new Planted("vExp", 0.7, NeuronParameter.V_EXP, Reason.STUCK),
                new Planted("vExp", 1.3, NeuronParameter.V_EXP, Reason.STUCK),
                new Planted("deltaT", 7e-3, NeuronParameter.I_REXP, Reason.STUCK),
                new Planted("a", 1e-6, NeuronParameter.I_GLADAPT, Reason.STUCK),
                new Planted("tauW", 8e-6, NeuronParameter.I_RADAPT, Reason.STUCK),
                new Planted("b", 20e-9, NeuronParameter.I_FIRE, Reason.STUCK));
        int[] denmems = CalibratedChip.circuits(10);
        Map<Integer, UnaryOperator<IdealCircuit>> changes = new TreeMap<>();
        for (int k = 0; k < faults.size(); k++) {
            double value = faults.get(k).value();
            // what is switched off stays off
            changes.put(denmems[k], PlantedSilicon.change(faults.get(k).component(), v -> v == 0 ? 0 : value));
        }
        // cells and inputs as typical silicon has them, but all alike
        ChipCalibration chip = CalibratedChip.measure(
                        new PlantedSilicon(new TypicalSilicon(82, 0), changes), "planted", denmems, new int[0])
                .chip();
        for (int k = 0; k < denmems.length; k++) {
            ChipCalibration.Denmem d = chip.denmem(denmems[k]).orElseThrow();
            if (k >= faults.size()) {
                assertEquals(List.of(), d.rejections(), "denmem " + denmems[k]);
                continue;
            }
            Planted fault = faults.get(k);
            Optional<Reason> found = Optional.ofNullable(d.fits().get(fault.parameter()))
                    .flatMap(Fit::rejection)
                    .map(Rejection::reason);
            assertEquals(Optional.of(fault.reason()), found, fault + ", rejected: " + d.rejections());
        }
    }
}
