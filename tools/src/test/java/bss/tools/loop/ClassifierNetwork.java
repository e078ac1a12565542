package bss.tools.loop;

import bss.calibration.IdealCalibration;
import bss.calibration.MeasuredTranslation;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.mapper.Mapper;
import bss.mapper.MapperOptions;
import bss.mapper.MapperProgress;
import bss.mapper.MapperResult;
import bss.mapper.network.Network;
import bss.mapper.network.io.NetworkReader;
import bss.spec.defects.Defects;
import bss.spec.mapping.Mapping;
import bss.spec.topology.NeuronTopology;
import bss.spec.translate.CalibrationIdentity;
import bss.spec.translate.ParameterTranslation;
import bss.tools.calibration.synthetic.SyntheticCalibration;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// The network of `examples/loop`, mapped.
final class ClassifierNetwork {

    private static final int HICANN = 88;

    private ClassifierNetwork() {}

    static Network network() throws Exception {
        return NetworkReader.read(Path.of("..", "examples", "loop", "classifier.json"));
    }

    static Mapping ideal() throws Exception {
        return map(new IdealCalibration(), Defects.NONE);
    }

    /// By a synthetic calibration of a typical wafer.
    static Mapping typical(long waferSeed) throws Exception {
        List<Integer> denmems =
                IntStream.range(0, NeuronTopology.DENMEMS).boxed().toList();
        MeasuredCalibration set =
                new MeasuredCalibration(List.of(new SyntheticCalibration(waferSeed).chip(HICANN, denmems, Set.of())));
        CalibrationIdentity identity =
                new CalibrationIdentity("emulator", "typical", Optional.of(waferSeed), "2026-01-02T03:04:05Z", true);
        return map(new MeasuredTranslation(set, identity), set.defects());
    }

    private static Mapping map(ParameterTranslation translation, Defects defects) throws Exception {
        MapperOptions options = MapperOptions.DEFAULTS.withHicanns(List.of(HICANN));
        MapperResult mapped = new Mapper(translation, defects, options, MapperProgress.NONE).map(network());
        if (mapped.report().synapses().lost() != 0) {
            throw new IllegalStateException(mapped.report().synapses() + " of the classifier");
        }
        return mapped.mapping();
    }
}
