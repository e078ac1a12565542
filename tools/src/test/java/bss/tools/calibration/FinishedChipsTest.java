package bss.tools.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.measure.result.ChipCalibration;
import bss.proto.FormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an interrupted calibration keeps.
class FinishedChipsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private FinishedChips of(CalibrationPlan plan) {
        return new FinishedChips(folder.resolve("a.bsscal"), plan);
    }

    private static CalibrationPlan plan(long seed, boolean adex) {
        return new CalibrationPlan(
                new WaferIdentity("emulator", "typical", Optional.of(seed)),
                "0.1.0",
                false,
                List.of(3, 5, 6, 7),
                List.of(0),
                List.of(1, 2),
                adex);
    }

    private static List<ChipCalibration> chips(int seed) {
        return new RandomSets(seed).set(6, 3).measured().chips();
    }

    @Test
    void finishedChipsComeBackAndAreRemovedAtTheEnd() throws Exception {
        for (int seed = 0; seed < 30; seed++) {
            FinishedChips finished = of(plan(1, true));
            assertTrue(finished.read().isEmpty(), "seed " + seed);
            List<ChipCalibration> chips = chips(seed);
            for (ChipCalibration chip : chips) {
                finished.keep(chip);
            }
            // what a killed process was writing
            if (!chips.isEmpty()) {
                Files.writeString(finished.folder().resolve(".aside9"), "half");
            }
            assertEquals(chips, List.copyOf(of(plan(1, true)).read().values()), "seed " + seed);
            finished.remove();
            assertFalse(Files.exists(finished.folder()), "seed " + seed);
        }
    }

    @Test
    void partsOfOtherRunsAreRefusedWithWhatDiffers() throws Exception {
        of(plan(1, true)).keep(chips(2).getFirst());
        refused("wafer is 'typical wafer 1 (emulator)', now 'typical wafer 2 (emulator)'; repeat", plan(2, true));
        refused("--only is 'adex', now 'lif'", plan(1, false));
        CalibrationPlan p = plan(1, true);
        refused(
                "--hicanns is '3,5-7', now '3,5'",
                new CalibrationPlan(p.wafer(), p.software(), false, List.of(3, 5), p.denmems(), p.drivers(), true));
        refused(
                "software is '0.1.0', now '0.2.0'",
                new CalibrationPlan(p.wafer(), "0.2.0", false, p.hicanns(), p.denmems(), p.drivers(), true));
    }

    @Test
    void damagedPartsAreRefusedWithTheirName() throws Exception {
        FinishedChips finished = of(plan(1, true));
        ChipCalibration chip = chips(2).getFirst();
        finished.keep(chip);
        Path part = finished.folder().resolve("hicann-%03d".formatted(chip.hicann()));
        byte[] good = Files.readAllBytes(part);
        for (int length = 0; length < good.length; length += 97) {
            Files.write(part, Arrays.copyOf(good, length));
            refused("remove it, and its chip is calibrated again", plan(1, true));
        }
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 8;
        Files.write(part, flipped);
        refused(part + ": part file damaged or cut off", plan(1, true));
        Files.move(part, finished.folder().resolve("hicann-300"));
        Files.write(finished.folder().resolve("hicann-300"), good);
        refused("it holds chip " + chip.hicann(), plan(1, true));
    }

    private void refused(String why, CalibrationPlan plan) {
        String message = String.valueOf(
                assertThrows(FormatException.class, () -> of(plan).read(), why).getMessage());
        assertTrue(message.contains(why), message);
        assertEquals(1, message.lines().count(), message);
    }
}
