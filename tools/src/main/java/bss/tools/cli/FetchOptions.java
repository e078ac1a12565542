package bss.tools.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Files that the result of a job becomes.
final class FetchOptions {

    private static final String RECORDS = ".bssres";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "result: HDF5 as bss-run writes it, or X.bssres: the records as they came (ID.h5)")
    private @Nullable Path output;

    @Option(names = "--raw", description = "the records as they came, whatever the name of the file")
    private boolean raw;

    @Option(names = "--report", paramLabel = "FILE.json", description = "the mapping report")
    private @Nullable Path report;

    @Option(names = "--picture", paramLabel = "FILE.svg", description = "the picture of the wafer")
    private @Nullable Path picture;

    @Option(names = "--log", paramLabel = "FILE.bssjob", description = "the job as it was submitted")
    private @Nullable Path log;

    /// Refuses all of them.
    void refuse(String reason) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("-o", output);
        given.put("--raw", raw ? raw : null);
        given.put("--report", report);
        given.put("--picture", picture);
        given.put("--log", log);
        given.forEach((option, value) -> {
            if (value != null) {
                throw Failure.usage("%s %s".formatted(option, reason));
            }
        });
    }

    /// Refuses at once what could not be written later.
    ///
    /// @param job its id names the result if nothing else is asked for
    JobFetch prepare(String job, OutputFiles files) {
        boolean others = report != null || picture != null || log != null;
        if (raw && output == null && others) {
            throw Failure.usage("--raw needs -o FILE beside --report, --picture and --log");
        }
        Path result = output != null || others ? output : Path.of(job + (raw ? RECORDS : ".h5"));
        boolean records = raw || (result != null && result.toString().endsWith(RECORDS));
        return new JobFetch(
                files,
                file(files, "--output", result),
                records,
                file(files, "--report", report),
                file(files, "--picture", picture),
                file(files, "--log", log));
    }

    private static Optional<OutputFile> file(OutputFiles files, String option, @Nullable Path path) {
        return Optional.ofNullable(path).map(p -> files.add(option, p));
    }
}
