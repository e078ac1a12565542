package bss.tools.bench.jobs;

import bss.tools.bench.BenchRow;
import bss.tools.run.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The table of measurements of the shared server.
public final class JobRows {

    /// What is measured together.
    private enum Part {
        SESSIONS,
        SLOW,
        UNREAD,
        SUBMIT_GRPC,
        SUBMIT_GRPC_SINGLE,
        SUBMIT_STORE,
        SUBMIT_STORE_SINGLE,
        RESTART,
        DRAIN;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final StatusRows status;
    private final UnreadRows unread;
    private final SubmitRows submits;
    private final RestartRows restart;
    private final DrainRows drain;

    /// The rows.
    ///
    /// @param quick shorter, and with a tenth of the stored jobs
    /// @param progress hears how far they are
    public JobRows(boolean quick, Progress progress) {
        status = new StatusRows(quick, progress);
        unread = new UnreadRows(progress);
        submits = new SubmitRows(quick, progress);
        restart = new RestartRows(quick, progress);
        drain = new DrainRows(quick, progress);
    }

    /// What can be asked for.
    public static List<String> parts() {
        return List.of(Part.values()).stream().map(Part::title).toList();
    }

    /// Measures, each part with a server of its own.
    ///
    /// @param wanted some of [#parts]; empty: all
    /// @param done hears of each row as soon as it is measured
    /// @throws IllegalArgumentException for a part that there is not
    public List<BenchRow> run(List<String> wanted, Consumer<BenchRow> done) throws Exception {
        Set<String> names = new TreeSet<>(wanted);
        for (String name : names) {
            if (!parts().contains(name)) {
                throw new IllegalArgumentException(
                        "part is '%s', must be one of %s".formatted(name, String.join(", ", parts())));
            }
        }
        List<BenchRow> rows = new ArrayList<>();
        for (Part part : Part.values()) {
            if (names.isEmpty() || names.contains(part.title())) {
                for (BenchRow row : measure(part)) {
                    rows.add(row);
                    done.accept(row);
                }
            }
        }
        return rows;
    }

    private List<BenchRow> measure(Part part) throws Exception {
        return switch (part) {
            case SESSIONS -> status.sessions();
            case SLOW -> status.slow();
            case UNREAD -> unread.rows();
            case SUBMIT_GRPC -> submits.grpc("jobs_submit_grpc", true);
            case SUBMIT_GRPC_SINGLE -> submits.grpc("jobs_submit_grpc_single", false);
            case SUBMIT_STORE -> submits.store("jobs_submit_store", true);
            case SUBMIT_STORE_SINGLE -> submits.store("jobs_submit_store_single", false);
            case RESTART -> restart.rows();
            case DRAIN -> drain.rows();
        };
    }
}
