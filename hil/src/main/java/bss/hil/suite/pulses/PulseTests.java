package bss.hil.suite.pulses;

import bss.hil.bench.ConformanceTest;
import java.util.List;

/// The tests of pulses, P25 to P28.
public final class PulseTests {

    private PulseTests() {}

    public static List<ConformanceTest> tests() {
        return List.of(new P25Loopback(), new P26Intervals(), new P27Times(), new P28Experiments());
    }
}
