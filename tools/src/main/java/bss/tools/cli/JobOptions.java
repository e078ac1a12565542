package bss.tools.cli;

import bss.mapper.MapperOptions;
import bss.mapper.Strategy;
import bss.mapper.defects.DefectsFile;
import bss.mapper.network.Network;
import bss.mapper.network.io.NetworkFileException;
import bss.tools.job.client.JobFiles;
import bss.tools.job.client.JobNetworks;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.Options;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a network is to do as a job: the options of `bss-run NETWORK` that jobs have.
final class JobOptions {

    /// Engines that a job can run on.
    enum Engine {
        EMULATOR,
        REFERENCE,
        REALISED,
        MAP
    }

    @Option(names = "--duration", paramLabel = "MS", description = "biological time in ms")
    private @Nullable Double durationMs;

    @Option(
            names = "--engine",
            description = "emulator (default); reference: float64, the network as written; realised: float64, as the"
                    + " hardware realises it; map: no run")
    private @Nullable Engine engine;

    @Option(names = "--silicon", description = "ideal (default), or typical: a wafer drawn from --wafer-seed")
    private SiliconOptions.@Nullable Silicon silicon;

    @Option(names = "--wafer-seed", paramLabel = "N", description = "which typical wafer (1)")
    private @Nullable Long waferSeed;

    @Option(names = "--calibration", paramLabel = "FILE", description = "measured calibration (.bsscal)")
    private @Nullable Path calibration;

    @Option(names = "--defects", paramLabel = "FILE.json", description = "components not to use")
    private @Nullable Path defects;

    @Option(names = "--speedup", paramLabel = "N", description = "hardware over biological speed, 1000..100000 (10000)")
    private @Nullable Double speedup;

    @Option(names = "--strategy", description = "optimise (default), or greedy: marocco's rules of 2015")
    private @Nullable Strategy strategy;

    @Option(
            names = {"--seed", "--mapping-seed"},
            paramLabel = "N",
            description = "of the search's own draws (1)")
    private @Nullable Long seed;

    @Option(
            names = "--neuron-size",
            paramLabel = "N",
            description = "denmems per neuron, even, 2..64 (default: from each neuron's in-degree)")
    private @Nullable Integer neuronSize;

    @Option(names = "--chain-length", paramLabel = "N", description = "synapse drivers in a chain, 1..56 (3)")
    private @Nullable Integer chainLength;

    @Option(names = "--time-limit", paramLabel = "SECONDS", description = "for a search that improves its result (600)")
    private @Nullable Double timeLimit;

    @Option(names = "--hicanns", paramLabel = "SPEC", description = "use only these chips, e.g. 0-383 or 88,89,100-120")
    private @Nullable String hicanns;

    @Option(names = "--trial", paramLabel = "N", description = "write of the analog parameters (1)")
    private @Nullable Integer trial;

    /// The network as a job.
    ///
    /// @param file where the network is from, for messages
    JobLog log(Path file, Network network) {
        Engine on = engine == null ? Engine.EMULATOR : engine;
        check(on);
        if (on != Engine.REFERENCE) {
            OnWafer.require(file.toString(), network);
        }
        double until = durationMs == null ? 0 : durationMs;
        try {
            return JobFiles.log(JobNetworks.of(network), options(on), until);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("%s: %s".formatted(file, e.getMessage()));
        }
    }

    /// A job that is in a file says all of this itself.
    void refuseFor(Path job) {
        refuse(given(), "%s says it already, leave it out".formatted(job));
    }

    private Map<String, @Nullable Object> given() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("--duration", durationMs);
        given.put("--engine", engine);
        given.putAll(silicon());
        given.putAll(mapping());
        return given;
    }

    private Map<String, @Nullable Object> silicon() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("--silicon", silicon);
        given.put("--wafer-seed", waferSeed);
        given.put("--trial", trial);
        return given;
    }

    private Map<String, @Nullable Object> mapping() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("--calibration", calibration);
        given.put("--defects", defects);
        given.put("--speedup", speedup);
        given.put("--strategy", strategy);
        given.put("--seed", seed);
        given.put("--neuron-size", neuronSize);
        given.put("--chain-length", chainLength);
        given.put("--time-limit", timeLimit);
        given.put("--hicanns", hicanns);
        return given;
    }

    private static void refuse(Map<String, @Nullable Object> given, String reason) {
        given.forEach((option, value) -> {
            if (value != null) {
                throw Failure.usage("%s: %s".formatted(option, reason));
            }
        });
    }

    private void check(Engine on) {
        if (on == Engine.MAP) {
            if (durationMs != null) {
                throw Failure.usage("--duration: engine map runs nothing, leave it out");
            }
        } else if (durationMs == null) {
            throw Failure.usage("Missing required option: '--duration=MS'; see bss-run submit --help");
        } else if (!(durationMs > 0 && durationMs <= 1e9)) {
            throw Failure.usage("--duration is %s ms, must be above 0 and at most 1e9".formatted(durationMs));
        }
        if (on == Engine.REFERENCE) {
            refuse(mapping(), "the reference maps nothing, leave it out");
        }
        if (on == Engine.REFERENCE || on == Engine.REALISED) {
            refuse(silicon(), "is the emulator's, leave it out with a reference");
        }
        if (waferSeed != null && silicon != SiliconOptions.Silicon.TYPICAL) {
            throw Failure.usage("--wafer-seed %d needs --silicon typical".formatted(waferSeed));
        }
        if (trial != null && trial < 1) {
            throw Failure.usage("--trial %d: must be at least 1".formatted(trial));
        }
        MapperOptions options =
                MapOptions.with(MapperOptions.DEFAULTS, "--strategy", strategy, MapperOptions::withStrategy);
        options = MapOptions.with(options, "--neuron-size", neuronSize, MapperOptions::withNeuronSize);
        options = MapOptions.with(options, "--chain-length", chainLength, MapperOptions::withChainLength);
        options = MapOptions.with(options, "--seed", seed, MapperOptions::withSeed);
        options = MapOptions.with(options, "--time-limit", timeLimit, MapperOptions::withTimeLimitSeconds);
        options = MapOptions.with(options, "--speedup", speedup, MapperOptions::withSpeedup);
        var _ = MapOptions.with(options, "--hicanns", hicanns, (o, text) -> o.withHicanns(HicannRange.parse(text)));
        if (seed != null && seed == 0) {
            throw Failure.usage("--seed is 0, which a job takes for 1: take another one");
        }
    }

    private Options options(Engine on) {
        Options.Builder options = Options.newBuilder()
                .setEngine(
                        switch (on) {
                            case EMULATOR -> Options.Engine.EMULATOR;
                            case REFERENCE -> Options.Engine.REFERENCE;
                            case REALISED -> Options.Engine.REALISED;
                            case MAP -> Options.Engine.MAP;
                        });
        if (silicon == SiliconOptions.Silicon.TYPICAL) {
            options.setSilicon("typical").setWaferSeed(waferSeed == null ? 1 : waferSeed);
        }
        set(calibration, file -> {
            var _ = Calibrations.read(file);
            options.setCalibration(bytes("--calibration", file));
        });
        set(defects, file -> {
            requireDefects(file);
            options.setDefects(bytes("--defects", file));
        });
        set(speedup, options::setSpeedup);
        set(strategy, s -> options.setStrategy(s.key()));
        set(seed, options::setMappingSeed);
        set(neuronSize, options::setNeuronSize);
        set(chainLength, options::setChainLength);
        set(timeLimit, options::setTimeLimitS);
        set(hicanns, text -> options.addAllHicanns(HicannRange.parse(text)));
        set(trial, options::setTrial);
        return options.build();
    }

    private static <T> void set(@Nullable T value, Consumer<T> to) {
        if (value != null) {
            to.accept(value);
        }
    }

    private static void requireDefects(Path file) {
        try {
            var _ = DefectsFile.read(file);
        } catch (NetworkFileException e) {
            throw Failure.usage(e);
        }
    }

    private static ByteString bytes(String option, Path file) {
        try {
            return ByteString.copyFrom(Files.readAllBytes(file));
        } catch (IOException e) {
            throw Failure.usage("%s %s cannot be read: %s".formatted(option, file, e.getMessage()));
        }
    }
}
