package bss.hil.suite.session;

import bss.hil.bench.ConformanceTest;
import java.util.List;

/// L01 to L03.
public final class SessionTests {

    private SessionTests() {}

    public static List<ConformanceTest> tests() {
        return List.of(new L01Hello(), new L02Admission(), new L03Frames());
    }
}
