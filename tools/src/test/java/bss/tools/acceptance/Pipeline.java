package bss.tools.acceptance;

import bss.calibration.IdealCalibration;
import bss.emulator.EmulatedWafer;
import bss.mapper.Mapper;
import bss.mapper.MapperOptions;
import bss.mapper.MapperProgress;
import bss.mapper.MapperResult;
import bss.mapper.Strategy;
import bss.mapper.network.Network;
import bss.mapper.network.generate.Benchmarks;
import bss.mapper.network.io.NetworkReader;
import bss.spec.defects.Defects;
import bss.spec.mapping.Mapping;
import bss.tools.result.RunResult;
import bss.tools.run.HardwareRun;
import bss.tools.run.Progress;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The way from a network to spikes, as the commands go it.
final class Pipeline {

    static final Path EXAMPLES = Path.of("..", "examples");

    static final MapperOptions GREEDY = MapperOptions.DEFAULTS.withStrategy(Strategy.GREEDY);

    private Pipeline() {}

    static Network example(String name) throws Exception {
        return NetworkReader.read(EXAMPLES.resolve(name + ".json"));
    }

    static Network benchmark(String name, OptionalInt size, long seed) {
        return Benchmarks.generate(name, OptionalDouble.empty(), size, OptionalLong.of(seed));
    }

    static Network withSeed(Network network, long seed) {
        return new Network(network.name(), seed, network.populations(), network.projections(), network.currents());
    }

    static MapperResult map(Network network, MapperOptions options, Defects defects) throws Exception {
        return new Mapper(new IdealCalibration(), defects, options, MapperProgress.NONE).map(network);
    }

    static RunResult run(Mapping mapping, Network network, double durationMs) throws Exception {
        return new HardwareRun(EmulatedWafer.ideal(), mapping, network).run(durationMs, 1, Progress.SILENT);
    }
}
