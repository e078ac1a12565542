package bss.tools.cli;

import bss.tools.job.JobException;
import bss.tools.job.client.QueueClient;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bss-run jobs`: the jobs of a user at a server.
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = "Lists jobs of a server, newest first.",
        footer = {"", "Example: bss-run jobs --state queued,running", "", "Exit codes: 0 done, 1 failed, 2 wrong use"})
final class JobsCommand implements Callable<Integer> {

    private static final Set<JobState> RUNNING =
            EnumSet.of(JobState.LEASED, JobState.CONFIGURING, JobState.RUNNING, JobState.READOUT);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--user", paramLabel = "USER", defaultValue = "", description = "whose (yours)")
    @SuppressWarnings("NullAway.Init")
    private String user;

    @Option(names = "--state", paramLabel = "S", split = ",", description = "only in these states, e.g. queued,running")
    private List<String> states = List.of();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "at most so many (20)")
    private int limit;

    @Option(names = "--json", description = "for programs")
    private boolean json;

    @Mixin
    private ServerOptions server = new ServerOptions();

    private final InstantSource clock = InstantSource.system();

    @Override
    public Integer call() throws InterruptedException {
        Set<JobState> wanted = EnumSet.noneOf(JobState.class);
        states.forEach(name -> wanted.add(state(name)));
        if (limit < 1) {
            throw Failure.usage("--limit is %d, must be at least 1".formatted(limit));
        }
        return server.with(client -> list(client, wanted));
    }

    private static JobState state(String name) {
        List<String> known = new ArrayList<>();
        for (JobState state : JobState.values()) {
            if (state != JobState.JOB_STATE_UNKNOWN && state != JobState.UNRECOGNIZED) {
                if (state.name().equalsIgnoreCase(name.strip())) {
                    return state;
                }
                known.add(state.name().toLowerCase(Locale.ROOT));
            }
        }
        throw Failure.usage("--state has '%s', must be of %s".formatted(name, String.join(", ", known)));
    }

    private int list(QueueClient client, Set<JobState> wanted) throws JobException, InterruptedException {
        List<JobStatus> jobs = client.jobs(user, wanted, limit);
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(JobJson.text(jobs.stream().map(JobJson::of).toList()));
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("id", "state", "progress", "submitted", "run time", "hardware", "title"));
        for (JobStatus job : jobs) {
            // lists have no progress
            String progress =
                    RUNNING.contains(job.getState()) ? JobTexts.progress(client.status(user, job.getJob())) : "-";
            rows.add(List.of(
                    job.getJob(),
                    job.getState() + (job.getCancelling() ? ", cancelling" : job.getPartial() ? ", partial" : ""),
                    progress,
                    JobTexts.time(job.getSubmittedMs()),
                    JobTexts.runTime(job, clock.millis()),
                    String.format(Locale.ROOT, "%.4g s", job.getHardwareSeconds()),
                    job.getTitle()));
        }
        print(rows);
        return 0;
    }

    private void print(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] width = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                width[c] = Math.max(width[c], row.get(c).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                line.append(row.get(c)).repeat(' ', width[c] - row.get(c).length() + 2);
            }
            spec.commandLine().getOut().println(line.toString().stripTrailing());
        }
    }
}
