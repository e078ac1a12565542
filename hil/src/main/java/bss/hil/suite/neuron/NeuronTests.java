package bss.hil.suite.neuron;

import bss.hil.bench.ConformanceTest;
import java.util.List;

/// The test of neurons, N29.
public final class NeuronTests {

    private NeuronTests() {}

    public static List<ConformanceTest> tests() {
        return List.of(new N29Neurons());
    }
}
