package bss.tools.cli;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of an emulated wafer.
final class SiliconOptions {

    /// What the emulator's circuits are like.
    enum Silicon {
        IDEAL,
        TYPICAL
    }

    @Option(
            names = "--silicon",
            description =
                    "ideal (default): no mismatch, no noise; typical: a wafer drawn from --wafer-seed, uncalibrated")
    private @Nullable Silicon silicon;

    @Option(names = "--wafer-seed", paramLabel = "N", description = "which typical wafer (1)")
    private @Nullable Long waferSeed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "worker threads (default: one per core); the result is the same for any number")
    private @Nullable Integer threads;

    boolean isTypical() {
        return silicon == Silicon.TYPICAL;
    }

    /// Refuses what does not fit together.
    void check() {
        if (waferSeed != null && !isTypical()) {
            throw Failure.usage("--wafer-seed %d needs --silicon typical".formatted(waferSeed));
        }
        if (threads != null && threads < 1) {
            throw Failure.usage("--threads %d: must be at least 1".formatted(threads));
        }
    }

    /// Refuses all of them, because `instead` has the wafer.
    void refuse(String instead) {
        refuseSilicon(instead);
        if (threads != null) {
            throw elsewhere("--threads", instead);
        }
    }

    /// Refuses what says which wafer it is, because `instead` has it.
    void refuseSilicon(String instead) {
        if (silicon != null || waferSeed != null) {
            throw elsewhere(silicon != null ? "--silicon" : "--wafer-seed", instead);
        }
    }

    /// Refuses all of them, because each job names its own.
    void refuseForJobs() {
        if (silicon != null || waferSeed != null || threads != null) {
            throw Failure.usage("--jobs takes no --silicon, --wafer-seed and --threads: each job names its own");
        }
    }

    private static Failure elsewhere(String option, String instead) {
        return Failure.usage("%s belongs to the server that %s names, leave it out".formatted(option, instead));
    }

    /// The seed of a typical wafer.
    Optional<Long> seed() {
        return isTypical() ? Optional.of(waferSeed == null ? 1L : waferSeed) : Optional.empty();
    }

    /// How many threads may work.
    int threads() {
        return threadsOr(Runtime.getRuntime().availableProcessors());
    }

    /// How many threads may work.
    ///
    /// @param usual if the user does not say
    int threadsOr(int usual) {
        return threads == null ? usual : threads;
    }

    EmulatedWafer wafer() {
        return wafer(threads());
    }

    /// @param workers threads of each session
    EmulatedWafer wafer(int workers) {
        EmulatorOptions options = new EmulatorOptions(workers, true);
        return seed().map(s -> EmulatedWafer.typical(s, options)).orElseGet(() -> EmulatedWafer.ideal(options));
    }
}
