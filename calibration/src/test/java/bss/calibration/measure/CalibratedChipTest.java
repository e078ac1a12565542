package bss.calibration.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.emulator.silicon.IdealSilicon;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.TypicalSilicon;
import bss.spec.defects.DefectClass;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.Transfer;
import java.util.List;
import java.util.Optional;
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
    private static final double ROUNDED_SAMPLES = 0.015;

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
                        new PlantedThreshold(plain, moved), "planted", denmems, new int[0])
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
                    assertEquals(before, after, 0.02 * before + 1, what);
                }
            }
        }
        assertTrue(compared > 3 * CheckedQuantity.ALL.size(), "compared: " + compared);
    }
}
