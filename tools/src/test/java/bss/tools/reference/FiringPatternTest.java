package bss.tools.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.metrics.SpikeTrains;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The AdEx patterns of Naud et al. 2008 with the values of the Brian2 example by Schmitt and Billaudelle. The trains
/// in `adex-spikes.txt` come from scipy's DOP853 with event location (rtol 1e-11).
class FiringPatternTest {

    /// `count` limits how many spikes are compared: the irregular pattern is chaotic.
    @ParameterizedTest
    @CsvSource({
        "tonic,        200, 10, -70, -50, 2,   2,  30,   0, -58, 500, 99",
        "adapt,        200, 12, -70, -50, 2,   2, 300,  60, -58, 500, 99",
        "initburst,    130, 18, -58, -50, 2,   4, 150, 120, -50, 400, 99",
        "regburst,     200, 10, -58, -50, 2,   2, 120, 100, -46, 210, 99",
        "delacc,       200, 12, -70, -50, 2, -10, 300,   0, -58, 300, 99",
        "delregburst,  100, 10, -65, -50, 2, -10,  90,  30, -47, 110, 99",
        "transient,    100, 10, -65, -50, 2,  10,  90, 100, -47, 180, 99",
        "irregular,    100, 12, -60, -50, 2, -11, 130,  30, -48, 160,  8",
    })
    void agreesWithAnIndependentSolver(
            String name,
            double c,
            double gL,
            double eL,
            double vT,
            double deltaT,
            double a,
            double tauW,
            double b,
            double vReset,
            double current,
            int count)
            throws IOException {
        ReferenceModel.Builder builder = ReferenceModel.builder();
        int n = builder.neurons(NeuronKind.EIF_COND_EXP_ISFA_ISTA, 1);
        builder.set(NeuronParameter.CM, n, c / 1000)
                .set(NeuronParameter.TAU_M, n, c / gL)
                .set(NeuronParameter.V_REST, n, eL)
                .set(NeuronParameter.V, n, eL)
                .set(NeuronParameter.V_THRESH, n, vT)
                .set(NeuronParameter.V_SPIKE, n, 0)
                .set(NeuronParameter.DELTA_T, n, deltaT)
                .set(NeuronParameter.A, n, a)
                .set(NeuronParameter.TAU_W, n, tauW)
                .set(NeuronParameter.B, n, b / 1000)
                .set(NeuronParameter.V_RESET, n, vReset)
                .set(NeuronParameter.TAU_REFRAC, n, 0)
                .set(NeuronParameter.I_OFFSET, n, current / 1000);
        double[] spikes = ReferenceSimulator.run(builder.build(), 600, t -> {}).spikesMs(n);
        double[] expected = published(name);
        assertEquals(expected.length, spikes.length, name);
        int compared = Math.min(count, expected.length);
        double error = SpikeTrains.maxDifferenceMs(Arrays.copyOf(expected, compared), Arrays.copyOf(spikes, compared));
        assertTrue(error <= 5e-5, "%s is off by %s ms".formatted(name, error));
    }

    private static double[] published(String name) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(FiringPatternTest.class.getResourceAsStream("adex-spikes.txt")),
                StandardCharsets.UTF_8))) {
            String line = reader.lines()
                    .filter(l -> l.startsWith(name + " "))
                    .findFirst()
                    .orElseThrow();
            String[] parts = line.strip().split(" ", -1);
            double[] times = Arrays.stream(parts, 2, parts.length)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            assertEquals(Integer.parseInt(parts[1]), times.length, "damaged resource");
            return times;
        }
    }
}
