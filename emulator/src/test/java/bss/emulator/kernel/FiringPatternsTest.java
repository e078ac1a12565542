package bss.emulator.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The eight firing patterns of Naud et al. 2008 (doi 10.1007/s00422-008-0264-7, values as in the Brian2 example by
/// Schmitt and Billaudelle),
/// against spike trains of an adaptive integration of order 8 at a tolerance of 1e-11.
class FiringPatternsTest {

    private static final int STEPS = 7500;

    record Pattern(String name, Cell cell, double currentPA) {}

    static final List<Pattern> PATTERNS = List.of(
            new Pattern("tonic", Cell.adex(200, 10, -70, -50, 2, 2, 30, 0, -58), 500),
            new Pattern("adapt", Cell.adex(200, 12, -70, -50, 2, 2, 300, 60, -58), 500),
            new Pattern("initburst", Cell.adex(130, 18, -58, -50, 2, 4, 150, 120, -50), 400),
            new Pattern("regburst", Cell.adex(200, 10, -58, -50, 2, 2, 120, 100, -46), 210),
            new Pattern("delacc", Cell.adex(200, 12, -70, -50, 2, -10, 300, 0, -58), 300),
            new Pattern("delregburst", Cell.adex(100, 10, -65, -50, 2, -10, 90, 30, -47), 110),
            new Pattern("transient", Cell.adex(100, 10, -65, -50, 2, 10, 90, 100, -47), 180),
            new Pattern("irregular", Cell.adex(100, 12, -60, -50, 2, -11, 130, 30, -48), 160));

    /// Every pattern with ΔT of 20, 13, 5 and 1.5 mV on the chip.
    static Stream<Arguments> patternsAndScales() {
        return PATTERNS.stream()
                .flatMap(p -> Stream.of(10, 6.5, 2.5, 0.75).map(alpha -> Arguments.of(p, alpha.doubleValue())));
    }

    @ParameterizedTest(name = "{0} with voltages times {1}")
    @MethodSource("patternsAndScales")
    void firesAsTheReferenceDoes(Pattern pattern, double alpha) throws IOException {
        double[] expected = reference(pattern.name());
        double[] actual = train(pattern, new Cell.Scale(alpha), STEPS);
        if (pattern.name().equals("irregular")) {
            // chaotic: even the reference is only good to 0.6 ms at the end
            assertTrue(Trains.largestDifference(expected, actual, 8) <= 0.5);
            assertEquals(expected.length, actual.length, 0.05 * expected.length);
            double cv = Trains.coefficientOfVariation(expected);
            assertEquals(cv, Trains.coefficientOfVariation(actual), 0.1 * cv);
        } else {
            assertEquals(expected.length, actual.length);
            assertEquals(0, Trains.largestDifference(expected, actual, expected.length), 0.15);
        }
    }

    @ParameterizedTest(name = "voltages times {0}")
    @ValueSource(doubles = {10, 6.5, 2.5, 0.75})
    void theChaoticPatternHasTheStatisticsOfTheReference(double alpha) {
        // within 0.6 s chance has its share in the CV, within six seconds little
        Pattern pattern = PATTERNS.getLast();
        ReferenceMembrane membrane = new ReferenceMembrane(List.of(pattern.cell()));
        membrane.current = pattern.currentPA();
        for (int step = 0; step < 10 * STEPS; step++) {
            membrane.step();
        }
        double[] expected = membrane.spikeTimes();
        double[] actual = train(pattern, new Cell.Scale(alpha), 10 * STEPS);
        double cv = Trains.coefficientOfVariation(expected);
        assertEquals(expected.length, actual.length, 0.05 * expected.length);
        assertEquals(cv, Trains.coefficientOfVariation(actual), 0.1 * cv);
    }

    private static double[] train(Pattern pattern, Cell.Scale scale, int steps) {
        return Trains.recordAlike(() -> state(pattern, scale), steps, s -> step -> {});
    }

    private static CircuitState state(Pattern pattern, Cell.Scale scale) {
        CircuitState s = new CircuitState(1);
        s.set(0, pattern.cell().onChip(scale));
        s.rest(0);
        s.setCurrent(0, pattern.cell().ampere(pattern.currentPA(), scale));
        return s;
    }

    private static double[] reference(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(FiringPatternsTest.class.getResourceAsStream("adex-reference-spikes.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split(" ", -1))
                    .filter(words -> words[0].equals(name))
                    .findFirst()
                    .map(words -> Arrays.stream(words)
                            .skip(2)
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .orElseThrow();
        }
    }
}
