package bss.hil.suite.link;

import bss.hil.bench.ConformanceTest;
import java.util.List;

/// A06 to A12.
public final class LinkTests {

    private LinkTests() {}

    public static List<ConformanceTest> tests() {
        return List.of(
                new A06Handshake(),
                new A07Words(),
                new A08Streams(),
                new A09Cuts(),
                new A10Credit(),
                new A11Stale(),
                new A12Speed());
    }
}
