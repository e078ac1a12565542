package bss.calibration.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.topology.L1Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Calibrates one chip of several wafers through the ADC, and checks every line that a calibration has to keep against
/// the truth: `-Dcalibration.seeds=1,2 -Dcalibration.spreads=1,1.5 -Dcalibration.columns=256`. Takes minutes for each
/// chip; not in CI.
class CalibrationAcceptanceTest {

    /// Not used in development.
    private static final String SEEDS = "260003,271003,283009";

    private static final String SPREADS = "1,1.5";
    private static final int COLUMNS = 256;
    private static final double HEALTHY = 0.98;
    private static final double BAD = 0.95;
    private static final double MOST_SECONDS = 600;

    @Test
    @Tag("sweep")
    void chipsOfUnknownWafersAreCalibratedWithinEveryLine() throws Exception {
        long[] seeds = Arrays.stream(
                        System.getProperty("calibration.seeds", SEEDS).split(","))
                .mapToLong(Long::parseLong)
                .toArray();
        double[] spreads = Arrays.stream(
                        System.getProperty("calibration.spreads", SPREADS).split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
        int columns = Integer.getInteger("calibration.columns", COLUMNS);
        int[] drivers = IntStream.range(0, L1Topology.DRIVERS).toArray();
        List<String> misses = new ArrayList<>();
        for (double spread : spreads) {
            int healthy = 0;
            int healthyAccepted = 0;
            int bad = 0;
            int badRight = 0;
            for (long seed : seeds) {
                Acceptance chip = Acceptance.of(seed, spread, CalibratedChip.circuits(columns), drivers);
                System.out.println(chip.report());
                misses.addAll(chip.misses());
                misses.addAll(chip.drivers());
                assertTrue(chip.measured().seconds() < MOST_SECONDS, chip::report);
                healthy += chip.faults().healthy();
                healthyAccepted += chip.faults().healthyAccepted();
                bad += chip.faults().bad();
                badRight += chip.faults().badRight();
            }
            String all = "spreads x %s: %d of %d healthy accepted, %d of %d bad rejected for the right reason"
                    .formatted(spread, healthyAccepted, healthy, badRight, bad);
            System.out.println(all);
            if (healthyAccepted < HEALTHY * healthy || badRight < BAD * bad) {
                misses.add(all);
            }
        }
        assertEquals(List.of(), misses);
    }
}
