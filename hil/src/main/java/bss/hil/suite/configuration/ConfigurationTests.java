package bss.hil.suite.configuration;

import bss.hil.bench.ConformanceTest;
import java.util.List;

/// The tests of configuration, C17 to C24.
public final class ConfigurationTests {

    private ConfigurationTests() {}

    public static List<ConformanceTest> tests() {
        return List.of(
                new C17SwitchRams(),
                new C18CrossbarPatterns(),
                new C19SynapseSwitches(),
                new C20Synapses(),
                new C21DriversAndNeurons(),
                new C22RepeatersAndMergers(),
                new C23Independence(),
                new C24BurnIn());
    }
}
