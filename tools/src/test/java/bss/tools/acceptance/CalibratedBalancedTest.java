package bss.tools.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.MeasuredTranslation;
import bss.calibration.measure.ChipCalibrator;
import bss.calibration.measure.line.LineTest;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.calibration.measure.routine.NeuronSteps;
import bss.calibration.measure.routine.StepProgress;
import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.mapper.Mapper;
import bss.mapper.MapperProgress;
import bss.mapper.MapperResult;
import bss.mapper.network.Network;
import bss.mapper.network.io.NetworkReader;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.defects.Defects;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.topology.WaferTopology;
import bss.spec.translate.CalibrationIdentity;
import bss.spec.translate.ParameterChange;
import bss.tools.calibration.CalibrationFile;
import bss.tools.calibration.CalibrationHeader;
import bss.tools.calibration.CalibrationSet;
import bss.tools.calibration.WaferIdentity;
import bss.tools.result.RunResult;
import bss.tools.result.SpikeTable;
import bss.tools.run.HardwareRun;
import bss.tools.run.Progress;
import bss.tools.run.ReferenceRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The balanced network on calibrated typical silicon, cell by cell against the reference of what the mapping says that
/// it realises: codes by each circuit's own measured transfers against codes by the mean of the wafer.
///
/// Takes a minute or two per chip and wafer the first time; sets are kept in `target/calibrations`. `-Dbss.seeds=81,82`
/// names other wafers, `-Dbss.duration=5000` another biological time in ms. Short runs show chance: Poisson trains of
/// 15 Hz differ by 2.4 Hz in their rates over 5 s, by 1.2 Hz over 20 s.
class CalibratedBalancedTest {

    private static final String SEEDS = "71003,71019,71033,71047,71059";
    private static final double WARM_UP_MS = 500;
    private static final int FIRST_WRITE = 1000;
    private static final Path SETS = Path.of("target", "calibrations");

    /// Columns and rows of the chips that hold neurons; sources come in through those around.
    private static final int WEST = 16;
    private static final int NORTH = 8;
    private static final int COLUMNS = 4;
    private static final int ROWS = 3;
    private static final int AROUND = 2;

    private static List<Integer> chips(int around) {
        return IntStream.range(NORTH - around, NORTH + ROWS + around)
                .boxed()
                .flatMap(y -> IntStream.range(WEST - around, WEST + COLUMNS + around)
                        .mapToObj(x -> WaferTopology.hicann(x, y)))
                .filter(h -> h >= 0)
                .toList();
    }

    /// The example, its neurons on the calibrated chips.
    private static Network network() throws Exception {
        String asked = "\"placement\": {\"neuron_size\": 8}";
        String json = Files.readString(Pipeline.EXAMPLES.resolve("balanced.json"));
        assertTrue(json.contains(asked), "balanced.json asks for neurons of 8 denmems");
        String placed = "\"placement\": {\"neuron_size\": 8, \"hicanns\": [%s]}"
                .formatted(chips(0).stream().map(String::valueOf).collect(Collectors.joining(", ")));
        return NetworkReader.read(
                "balanced",
                json.replace(asked, placed)
                        .replace("[\"spikes\", \"v\"]", "[\"spikes\"]")
                        .getBytes(StandardCharsets.UTF_8),
                Path.of("."));
    }

    private static MeasuredCalibration calibrate(long seed) throws Exception {
        Files.createDirectories(SETS);
        MeasuredCalibration all = MeasuredCalibration.EMPTY;
        try (ExecutorService crew =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<CalibrationSet>> parts = new ArrayList<>();
            for (int hicann : chips(0)) {
                parts.add(crew.submit(() -> chip(seed, hicann)));
            }
            for (Future<CalibrationSet> part : parts) {
                all = all.with(part.get().measured().chips().getFirst());
            }
        }
        return all;
    }

    private static CalibrationSet chip(long seed, int hicann) throws Exception {
        Path file = SETS.resolve("wafer-%d-hicann-%d.bsscal".formatted(seed, hicann));
        if (!Files.exists(file)) {
            EmulatedWafer wafer = EmulatedWafer.typical(seed, new EmulatorOptions(1, true));
            try (WaferSession session = wafer.open(Lease.of(WaferTopology.fpga(hicann)))) {
                CalibrationHeader header = new CalibrationHeader(
                        Instant.EPOCH, WaferIdentity.of(wafer.capabilities(), Optional.of(seed)), "test", false);
                CalibrationFile.write(
                        new CalibrationSet(
                                header,
                                MeasuredCalibration.EMPTY.with(ChipCalibrator.calibrate(
                                        session,
                                        hicann,
                                        FIRST_WRITE,
                                        IntStream.range(0, NeuronTopology.DENMEMS)
                                                .toArray(),
                                        IntStream.range(0, L1Topology.DRIVERS).toArray(),
                                        NeuronSteps.ADEX,
                                        StepProgress.SILENT))),
                        file);
            }
        }
        return CalibrationFile.read(file);
    }

    /// The L1 buses of all chips that may carry events, tested once more.
    private static Defects lines(long seed, Defects known) throws Exception {
        TreeSet<Integer> chips = new TreeSet<>(chips(AROUND));
        int[] fpgas = chips.stream().mapToInt(WaferTopology::fpga).distinct().toArray();
        EmulatedWafer wafer = EmulatedWafer.typical(
                seed, new EmulatorOptions(Runtime.getRuntime().availableProcessors(), true));
        Defects.Builder dead = Defects.builder();
        try (WaferSession session = wafer.open(Lease.of(fpgas))) {
            LineTest.measure(session, chips, 2 * FIRST_WRITE, known, (_, _) -> {})
                    .findings()
                    .forEach((hicann, found) -> found.dead()
                            .forEach((kind, parts) -> parts.forEach(part -> dead.mark(kind, hicann, part))));
        }
        return dead.build();
    }

    /// The distance of each cell's rate from the reference's in Hz.
    private static double[] misses(long seed, MeasuredCalibration by, Defects defects, Network network, double ms)
            throws Exception {
        CalibrationIdentity identity =
                new CalibrationIdentity("emulator", "typical", Optional.of(seed), "measured here", false);
        MapperResult mapped = new Mapper(
                        new MeasuredTranslation(by, identity),
                        defects,
                        Pipeline.GREEDY.withHicanns(chips(AROUND)),
                        MapperProgress.NONE)
                .map(network);
        // nothing of it is taken for ideal
        assertEquals(1, mapped.notices().size(), mapped.notices().toString());
        Mapping mapping = mapped.mapping();
        int threads = Runtime.getRuntime().availableProcessors();
        RunResult run = new HardwareRun(
                        EmulatedWafer.typical(seed, new EmulatorOptions(threads, true)), mapping, network)
                .run(ms, 1, Progress.SILENT);
        RunResult reference = ReferenceRun.run(network, Optional.of(mapping), ms, Progress.SILENT);
        List<Double> misses = new ArrayList<>();
        for (SpikeTable table : run.spikes()) {
            SpikeTable other = reference.spikes().stream()
                    .filter(t -> t.population().equals(table.population()))
                    .findFirst()
                    .orElseThrow();
            CellSites sites = mapping.cells().stream()
                    .filter(c -> c.label().equals(table.population()))
                    .findFirst()
                    .orElseThrow();
            double sum = 0;
            double expected = 0;
            for (int cell = 0; cell < table.cells(); cell++) {
                if (sites.placed(cell)) {
                    double rate = rate(table.byCell()[cell], ms);
                    double wanted = rate(other.byCell()[cell], ms);
                    misses.add(Math.abs(rate - wanted));
                    sum += rate / table.cells();
                    expected += wanted / table.cells();
                }
            }
            System.out.printf("  %s: %.2f Hz, reference %.2f Hz%n", table.population(), sum, expected);
        }
        System.out.printf(
                "  %d of %d synapses lost, %d values clipped%n",
                mapped.report().synapses().lost(),
                mapped.report().synapses().requested(),
                mapped.report().changed().stream()
                        .filter(c -> c.feature() == ParameterChange.Feature.CLIPPED)
                        .mapToInt(c -> c.cells())
                        .sum());
        return misses.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double rate(double[] times, double ms) {
        return Arrays.stream(times).filter(t -> t >= WARM_UP_MS).count() * 1000.0 / (ms - WARM_UP_MS);
    }

    private static double median(double[] values) {
        return WaferMean.median(Arrays.stream(values));
    }

    @Tag("sweep")
    @Test
    void cellsFireHalfAsFarFromTheReferenceAsWithTheMeanOfTheWafer() throws Exception {
        double ms = Double.parseDouble(System.getProperty("bss.duration", "20000"));
        Network network = network();
        double[] own = {};
        double[] mean = {};
        for (String text : System.getProperty("bss.seeds", SEEDS).split(",", -1)) {
            long seed = Long.parseLong(text.strip());
            MeasuredCalibration measured = calibrate(seed);
            Defects defects = measured.defects().union(lines(seed, measured.defects()));
            System.out.printf("wafer %d, measured:%n", seed);
            double[] a = misses(seed, measured, defects, network, ms);
            System.out.printf("wafer %d, mean of the wafer:%n", seed);
            double[] b = misses(seed, WaferMean.of(measured), defects, network, ms);
            System.out.printf(
                    "wafer %d: median |change of rate| %.3f Hz measured, %.3f Hz mean, ratio %.3f%n",
                    seed, median(a), median(b), median(a) / median(b));
            own = concat(own, a);
            mean = concat(mean, b);
        }
        double ratio = median(own) / median(mean);
        String what = "median |change of rate| %.3f Hz measured, %.3f Hz mean of the wafer, ratio %.3f"
                .formatted(median(own), median(mean), ratio);
        System.out.println(what);
        assertTrue(ratio <= 0.5, what);
    }

    private static double[] concat(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
