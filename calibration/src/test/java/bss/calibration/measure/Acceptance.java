package bss.calibration.measure;

import bss.emulator.silicon.TypicalSilicon;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Everything that a calibration has to keep, checked against the truth of a typical chip.
///
/// @param measured the chip
/// @param figures by quantity
/// @param faults what is planted and was found
/// @param drivers what is wrong about synapse drivers
record Acceptance(CalibratedChip measured, List<Accuracy> figures, PlantedFaults faults, List<String> drivers) {

    static Acceptance of(long waferSeed, double spreadFactor, int[] denmems, int[] drivers) throws Exception {
        TypicalSilicon silicon = new TypicalSilicon(waferSeed, spreadFactor);
        CalibratedChip measured = CalibratedChip.measure(
                silicon, "wafer seed %d, spreads x %s".formatted(waferSeed, spreadFactor), denmems, drivers);
        List<Accuracy> figures = Stream.concat(
                        CheckedQuantity.ALL.stream().map(q -> q.of(measured)),
                        Stream.of(SharedAccuracy.resets(measured), SharedAccuracy.rows(measured)))
                .toList();
        return new Acceptance(
                measured,
                figures,
                PlantedFaults.of(measured, silicon),
                PlantedFaults.drivers(measured, silicon, drivers));
    }

    /// The quantities that miss their line.
    List<String> misses() {
        List<String> misses = new ArrayList<>();
        figures.stream().filter(f -> !f.passes()).forEach(f -> misses.add(measured.name() + ": " + f));
        return misses;
    }

    /// A table in Markdown, and what is wrong.
    String report() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %d denmems in %.0f s wall, %.1f s of hardware and %d writes%n%s%n",
                measured.name(),
                measured.chip().denmems().size(),
                measured.seconds(),
                measured.chip().experimentSecond(),
                measured.chip().writes(),
                Accuracy.HEAD));
        figures.forEach(f -> text.append(f).append(System.lineSeparator()));
        text.append(String.format(
                Locale.ROOT,
                "healthy: %d of %d accepted; bad: %d of %d rejected for the right reason%n",
                faults.healthyAccepted(),
                faults.healthy(),
                faults.badRight(),
                faults.bad()));
        Stream.concat(faults.wrong().stream(), drivers.stream())
                .forEach(w -> text.append("  ").append(w).append(System.lineSeparator()));
        return text.toString();
    }
}
