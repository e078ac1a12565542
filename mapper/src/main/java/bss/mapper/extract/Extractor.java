package bss.mapper.extract;

import bss.spec.config.WaferConfiguration;

/// Reads configurations.
public final class Extractor {

    private Extractor() {}

    /// The network that a configuration realises. Time goes with the chips in use: a few chips take about a
    /// millisecond, so that thousands of variations can be read.
    public static Extraction extract(WaferConfiguration configuration) {
        return new Extraction(configuration);
    }
}
