package bss.hil.suite.identity;

import bss.hil.bench.ConformanceTest;
import java.util.List;

/// The tests of who answers, and whether one chip answers like eight.
public final class IdentityTests {

    private IdentityTests() {}

    public static List<ConformanceTest> tests() {
        return List.of(new J13JtagIds(), new J14Bulk());
    }
}
