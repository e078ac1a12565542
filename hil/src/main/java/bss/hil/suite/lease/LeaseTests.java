package bss.hil.suite.lease;

import bss.hil.bench.ConformanceTest;
import java.util.List;

/// L04 and L05.
public final class LeaseTests {

    private LeaseTests() {}

    public static List<ConformanceTest> tests() {
        return List.of(new L04Exclusive(), new L05Vanished());
    }
}
