package bss.mapper.extract;

import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.MappedCalibration;
import bss.spec.mapping.Mapping;
import java.util.Collections;

/// Reads configurations.
public final class Extractor {

    private Extractor() {}

    /// The network that a configuration realises with ideal synapse rows. Time goes with the chips in use: a few chips
    /// take about a
    /// millisecond, so that thousands of variations can be read.
    public static Extraction extract(WaferConfiguration configuration) {
        return new Extraction(configuration, Collections.emptySortedMap());
    }

    /// The network that the bits of a mapping realise.
    public static Extraction extract(Mapping mapping) {
        return extract(mapping, mapping.configuration());
    }

    /// The network that other bits realise on the wafer of a mapping: with what its rows conduct, where that was
    /// measured.
    public static Extraction extract(Mapping mapping, WaferConfiguration configuration) {
        return new Extraction(
                configuration,
                mapping.calibration().map(MappedCalibration::strengths).orElse(Collections.emptySortedMap()));
    }
}
