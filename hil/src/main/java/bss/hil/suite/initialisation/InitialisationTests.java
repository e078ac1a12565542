package bss.hil.suite.initialisation;

import bss.hil.bench.ConformanceTest;
import java.util.List;

/// I15 and I16.
public final class InitialisationTests {

    private InitialisationTests() {}

    public static List<ConformanceTest> tests() {
        return List.of(new I15Resets(), new I16BadRequests());
    }
}
