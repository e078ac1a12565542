package bss.tools.bench;

import bss.calibration.IdealCalibration;
import bss.mapper.Mapper;
import bss.mapper.MapperOptions;
import bss.mapper.network.Network;
import bss.mapper.network.generate.Benchmarks;
import bss.mapper.problem.MappingException;
import bss.mapper.report.MappingReport;
import bss.spec.defects.Defects;
import bss.tools.run.Progress;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The rows that map the scaled cortical column with the default options; one sample, for it takes long.
final class MapRows {

    private static final double COLUMN_SCALE = 0.1;
    private static final double SMALLEST_SCALE = 0.001;

    private final BenchOptions options;
    private final Progress progress;

    MapRows(BenchOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    List<BenchRow> column(String seconds, String loss) throws MappingException, InterruptedException {
        Network network = Benchmarks.generate(
                "column",
                OptionalDouble.of(Math.max(SMALLEST_SCALE, COLUMN_SCALE * options.scale())),
                OptionalInt.empty(),
                OptionalLong.empty());
        Mapper mapper = new Mapper(
                new IdealCalibration(),
                Defects.NONE,
                MapperOptions.DEFAULTS,
                (stage, fraction) -> progress.at("mapping: " + stage, fraction));
        long start = System.nanoTime();
        MappingReport report = mapper.map(network).report();
        double taken = (System.nanoTime() - start) * 1e-9;
        return List.of(BenchRow.of(seconds, "s", taken), BenchRow.of(loss, "lost of all synapses", report.loss()));
    }
}
