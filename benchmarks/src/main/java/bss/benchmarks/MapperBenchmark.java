package bss.benchmarks;

import bss.calibration.IdealCalibration;
import bss.mapper.Mapper;
import bss.mapper.MapperOptions;
import bss.mapper.MapperProgress;
import bss.mapper.MapperResult;
import bss.mapper.Strategy;
import bss.mapper.extract.Extraction;
import bss.mapper.extract.Extractor;
import bss.mapper.network.Network;
import bss.mapper.network.generate.Benchmarks;
import bss.spec.config.WaferConfiguration;
import bss.spec.defects.Defects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Mapping of small networks, and reading a mapping back from its bits.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class MapperBenchmark {

    @Param({"guidebook", "brunel"})
    private String name = "guidebook";

    @Param
    private Strategy strategy = Strategy.GREEDY;

    private Network network = generate("guidebook");
    private WaferConfiguration configuration = WaferConfiguration.empty();

    private static Network generate(String name) {
        return Benchmarks.generate(name, OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty());
    }

    /// Draws the network and maps it once.
    @Setup
    public void prepare() throws Exception {
        network = generate(name);
        configuration = map().mapping().configuration();
    }

    /// All stages.
    @Benchmark
    public MapperResult map() throws Exception {
        MapperOptions options = MapperOptions.DEFAULTS.withStrategy(strategy);
        return new Mapper(new IdealCalibration(), Defects.NONE, options, MapperProgress.NONE).map(network);
    }

    /// The way back from the bits.
    @Benchmark
    public Extraction extract() {
        return Extractor.extract(configuration);
    }
}
