package bss.tools.cli;

import bss.tools.job.JobException;
import bss.tools.job.client.JobFiles;
import bss.tools.job.client.QueueClient;
import bss.tools.job.client.ResultTables;
import bss.tools.job.client.RunResults;
import bss.tools.job.v1.DownloadRequest.What;
import bss.tools.job.v1.FetchText;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobStatus;
import bss.tools.result.ResultFile;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/// Fetches a result and writes what was asked for. What has come lies beside the first file under a name that ends with
/// `.part` until all is written: the same command again goes on with it.
///
/// @param files all of the others
/// @param result spikes, traces and weights
/// @param records as they came, not converted
record JobFetch(
        OutputFiles files,
        Optional<OutputFile> result,
        boolean records,
        Optional<OutputFile> report,
        Optional<OutputFile> picture,
        Optional<OutputFile> log) {

    private static final int HASH_DIGITS = 12;

    void fetch(QueueClient client, JobStatus job, CommandLine line)
            throws JobException, IOException, InterruptedException {
        Fetching fetching = new Fetching(client, job, line);
        boolean needsResult = result.isPresent() || report.isPresent() || picture.isPresent();
        if (needsResult && job.getResultSha256().isEmpty()) {
            throw JobException.refused("%s", noResult(client, job));
        }
        boolean needsLog = log.isPresent() || (result.isPresent() && !records);
        Optional<Path> came = needsResult ? Optional.of(fetching.part(What.RESULT)) : Optional.empty();
        Optional<Path> submitted = needsLog ? Optional.of(fetching.part(What.LOG)) : Optional.empty();
        fetching.progress.done();
        if (came.isPresent()) {
            write(came.get(), submitted, job, line);
        }
        log.ifPresent(to -> to.write(file -> move(submitted.orElseThrow(), file)));
        files.commit();
        for (Path part : Stream.concat(came.stream(), submitted.stream()).toList()) {
            Files.deleteIfExists(part);
        }
        Stream.of(result, report, picture, log)
                .flatMap(Optional::stream)
                .forEach(file -> line.getOut().printf("%s written%n", file.path()));
        line.getOut().flush();
    }

    private static String noResult(QueueClient client, JobStatus job) {
        String state = "job '%s' at %s is %s".formatted(job.getJob(), client.server(), job.getState());
        return QueueClient.ended(job.getState())
                ? "%s and has no result%s".formatted(state, job.getReason().isEmpty() ? "" : ": " + job.getReason())
                : "%s and has no result yet: `bss-run watch %s` waits for it".formatted(state, job.getJob());
    }

    private void write(Path came, Optional<Path> submitted, JobStatus job, CommandLine line)
            throws JobException, IOException {
        boolean convert = result.isPresent() && !records;
        if (convert || report.isPresent() || picture.isPresent()) {
            ResultTables tables;
            try (InputStream in = Files.newInputStream(came)) {
                tables = ResultTables.read(in);
            }
            if (convert) {
                convert(tables, submitted.orElseThrow(), job, line);
            }
            text(tables, FetchText.Kind.REPORT, report, job);
            text(tables, FetchText.Kind.PICTURE, picture, job);
        }
        if (job.getPartial() && !convert) {
            line.getErr()
                    .println("WARNING: job '%s' was stopped (%s): this is what was done until then"
                            .formatted(job.getJob(), job.getReason()));
        }
        if (result.isPresent() && records) {
            // the last that needs it
            result.get().write(file -> move(came, file));
        }
    }

    private void convert(ResultTables tables, Path submitted, JobStatus job, CommandLine line)
            throws JobException, IOException {
        JobLog asked = JobFiles.parse(ByteString.copyFrom(Files.readAllBytes(submitted)));
        RunResults.Converted run = RunResults.of(asked, job, tables);
        if (job.getPartial()) {
            line.getErr()
                    .println("WARNING: job '%s' was stopped (%s): this is its result up to %s%.6g ms"
                            .formatted(
                                    job.getJob(),
                                    job.getReason(),
                                    run.reached().exact() ? "" : "about ",
                                    run.reached().ms()));
        }
        result.orElseThrow().write(file -> {
            ResultFile.write(run.result(), file);
            sync(file);
        });
        RunSummary.print(run.result(), line.getOut());
    }

    private static void text(ResultTables tables, FetchText.Kind kind, Optional<OutputFile> to, JobStatus job)
            throws JobException {
        if (to.isEmpty()) {
            return;
        }
        String text = tables.text(kind)
                .orElseThrow(() -> JobException.refused(
                        "job '%s' has no %s: the reference maps nothing",
                        job.getJob(), kind == FetchText.Kind.REPORT ? "mapping report" : "picture"));
        to.get().write(file -> {
            Files.writeString(file, text, StandardCharsets.UTF_8);
            sync(file);
        });
    }

    /// It is on the disk already.
    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to);
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// Parts on their way.
    private final class Fetching {
        private final QueueClient client;
        private final JobStatus job;
        private final ProgressBar progress;

        Fetching(QueueClient client, JobStatus job, CommandLine line) {
            this.client = client;
            this.job = job;
            progress = new ProgressBar(line.getErr());
        }

        Path part(What what) throws JobException, IOException, InterruptedException {
            Path beside = Stream.of(result, report, picture, log)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow()
                    .path();
            ByteString sha256 = what == What.LOG ? job.getLogSha256() : job.getResultSha256();
            String digits = HexFormat.of().formatHex(sha256.toByteArray()).substring(0, HASH_DIGITS);
            Path part = beside.resolveSibling("%s.%s.part".formatted(beside.getFileName(), digits));
            Interruption.leaves("%s has what came: the same command again goes on with it".formatted(part));
            client.download(job, what, part, f -> progress.at(what == What.LOG ? "log" : "fetching", f));
            return part;
        }
    }
}
