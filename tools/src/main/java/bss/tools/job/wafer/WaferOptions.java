package bss.tools.job.wafer;

import bss.calibration.IdealCalibration;
import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.mapper.MapperOptions;
import bss.mapper.Strategy;
import bss.mapper.defects.DefectsFile;
import bss.mapper.network.io.NetworkFileException;
import bss.proto.FormatException;
import bss.spec.backend.Capabilities;
import bss.spec.defects.Defects;
import bss.spec.translate.ParameterTranslation;
import bss.tools.calibration.CalibrationChoice;
import bss.tools.calibration.CalibrationCodec;
import bss.tools.calibration.CalibrationSet;
import bss.tools.job.JobException;
import bss.tools.job.v1.Options;
import java.util.List;
import java.util.Optional;

/// The options of a job, read and found to make sense.
///
/// @param mapper how to map
/// @param unusable by the defects file, by the calibration, or by both
/// @param calibration the measured one, if one is given
/// @param silicon as it was asked for; empty: whatever there is
/// @param waferSeed of a typical wafer; empty: ideal silicon
/// @param trial write number of the analog parameters, from 1
/// @param threads of the emulator
record WaferOptions(
        MapperOptions mapper,
        Defects unusable,
        Optional<CalibrationSet> calibration,
        String silicon,
        Optional<Long> waferSeed,
        int trial,
        int threads) {

    static WaferOptions of(Options job) throws JobException {
        if (!job.getSilicon().isEmpty()
                && !job.getSilicon().equals("ideal")
                && !job.getSilicon().equals("typical")) {
            throw JobException.invalid("silicon is '%s', must be 'ideal' or 'typical'", job.getSilicon());
        }
        boolean typical = job.getSilicon().equals("typical");
        if (!typical && job.getWaferSeed() != 0) {
            throw JobException.invalid(
                    "wafer_seed is %d, must be left out without silicon 'typical'", job.getWaferSeed());
        }
        if (job.getTrial() < 0 || job.getThreads() < 0) {
            throw JobException.invalid(
                    "trial is %d and threads is %d, must not be negative", job.getTrial(), job.getThreads());
        }
        Optional<CalibrationSet> calibration = calibration(job);
        Defects found = calibration.map(s -> s.measured().defects()).orElse(Defects.NONE);
        return new WaferOptions(
                mapper(job),
                job.getDefects().isEmpty() ? found : defects(job).union(found),
                calibration,
                job.getSilicon(),
                typical ? Optional.of(job.getWaferSeed()) : Optional.empty(),
                Math.max(1, job.getTrial()),
                job.getThreads() == 0 ? Runtime.getRuntime().availableProcessors() : job.getThreads());
    }

    private static Optional<CalibrationSet> calibration(Options job) throws JobException {
        if (job.getCalibration().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(CalibrationCodec.decode(job.getCalibration().toByteArray()));
        } catch (FormatException e) {
            throw JobException.invalid("calibration: %s", String.valueOf(e.getMessage()));
        }
    }

    private static Defects defects(Options job) throws JobException {
        try {
            return DefectsFile.read("defects", job.getDefects().toByteArray());
        } catch (NetworkFileException e) {
            throw JobException.invalid("%s", String.valueOf(e.getMessage()));
        }
    }

    private static MapperOptions mapper(Options job) throws JobException {
        try {
            MapperOptions options = MapperOptions.DEFAULTS;
            if (!job.getStrategy().isEmpty()) {
                options = options.withStrategy(strategy(job.getStrategy()));
            }
            if (job.getNeuronSize() != 0) {
                options = options.withNeuronSize(job.getNeuronSize());
            }
            if (job.getChainLength() != 0) {
                options = options.withChainLength(job.getChainLength());
            }
            if (job.getMappingSeed() != 0) {
                options = options.withSeed(job.getMappingSeed());
            }
            if (job.getTimeLimitS() != 0) {
                options = options.withTimeLimitSeconds(job.getTimeLimitS());
            }
            if (job.getSpeedup() != 0) {
                options = options.withSpeedup(job.getSpeedup());
            }
            return options.withHicanns(job.getHicannsList());
        } catch (IllegalArgumentException e) {
            throw JobException.invalid("options: %s", String.valueOf(e.getMessage()));
        }
    }

    private static Strategy strategy(String name) {
        for (Strategy strategy : Strategy.values()) {
            if (strategy.key().equals(name)) {
                return strategy;
            }
        }
        throw new IllegalArgumentException("strategy is '%s', must be greedy or optimise".formatted(name));
    }

    /// The same on a part of a wafer: on its chips alone.
    ///
    /// @throws JobException if they ask for another wafer, or for chips that are not of the part
    WaferOptions on(WaferPart part) throws JobException {
        Capabilities wafer = part.wafer().capabilities();
        if (!silicon.isEmpty() && !(silicon.equals(wafer.silicon()) && waferSeed.equals(part.waferSeed()))) {
            throw JobException.invalid(
                    "silicon is '%s'%s, this server's wafer is %s%s: leave silicon and wafer_seed out",
                    silicon, seedText(waferSeed), wafer.silicon(), seedText(part.waferSeed()));
        }
        List<Integer> hicanns = part.hicanns();
        for (int h : mapper.hicanns()) {
            if (!hicanns.contains(h)) {
                throw JobException.invalid("hicanns: chip %d is not of the job's %s", h, part.lease());
            }
        }
        requireCalibrationOf(wafer, part.waferSeed());
        MapperOptions there = mapper.hicanns().isEmpty() ? mapper.withHicanns(hicanns) : mapper;
        return new WaferOptions(there, unusable, calibration, silicon, part.waferSeed(), trial, threads);
    }

    private static String seedText(Optional<Long> seed) {
        return seed.map(s -> " with wafer_seed " + s).orElse("");
    }

    ParameterTranslation translation() {
        return calibration
                .<ParameterTranslation>map(CalibrationChoice::translation)
                .orElseGet(IdealCalibration::new);
    }

    /// The emulated wafer that these options ask for.
    ///
    /// @throws JobException if the calibration is that of another one
    EmulatedWafer wafer() throws JobException {
        EmulatorOptions options = new EmulatorOptions(threads, true);
        EmulatedWafer wafer =
                waferSeed.map(s -> EmulatedWafer.typical(s, options)).orElseGet(() -> EmulatedWafer.ideal(options));
        requireCalibrationOf(wafer.capabilities(), waferSeed);
        return wafer;
    }

    private void requireCalibrationOf(Capabilities wafer, Optional<Long> seed) throws JobException {
        if (calibration.isPresent()) {
            Optional<String> other =
                    CalibrationChoice.otherWafer(CalibrationChoice.identity(calibration.get()), wafer, seed);
            if (other.isPresent()) {
                throw JobException.invalid("calibration: %s", other.get());
            }
        }
    }
}
