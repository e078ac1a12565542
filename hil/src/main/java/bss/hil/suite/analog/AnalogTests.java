package bss.hil.suite.analog;

import bss.hil.bench.ConformanceTest;
import java.util.List;

/// The test of analog readout, N30.
public final class AnalogTests {

    private AnalogTests() {}

    public static List<ConformanceTest> tests() {
        return List.of(new N30Analog());
    }
}
