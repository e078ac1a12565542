package bss.tools.job.worker;

import bss.tools.job.JobException;
import bss.tools.job.TableWriter;
import bss.tools.job.server.CommandRunner;
import bss.tools.job.server.Engines;
import bss.tools.job.server.EventLog;
import bss.tools.job.v1.CarryOut;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.Event;
import bss.tools.job.v1.Failed;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.WorkerReply;
import bss.tools.job.v1.WorkerResult;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One attempt at a job within a worker process, on a thread of its own.
final class Attempt {

    private final String name;
    private final Replies replies;
    private volatile boolean stopped;
    private boolean cancelled;
    private @Nullable Thread thread;

    Attempt(String name, Replies replies) {
        this.name = name;
        this.replies = replies;
    }

    /// Begins; `ended` is called in the end.
    synchronized void start(CarryOut job, Runnable ended) {
        thread = Thread.ofPlatform().daemon().name("job-" + name).start(() -> {
            WorkerReply.Builder last = carryOut(job);
            ended.run();
            replies.write(last.setName(name).build());
        });
    }

    /// Goes no further than its present step.
    void stop() {
        stopped = true;
    }

    /// Ends soon, also if it has not begun.
    synchronized void cancel() {
        cancelled = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private synchronized boolean cancelled() {
        return cancelled;
    }

    private WorkerReply.Builder carryOut(CarryOut job) {
        try (CommandRunner runner = new CommandRunner(engines(job))) {
            if (cancelled()) {
                return failed(Status.Code.CANCELLED, "it was cancelled before it began");
            }
            Steps steps = new Steps(runner);
            LogRun.Outcome done = new LogRun(steps, this::tell, () -> stopped).carryOut(job.getLog());
            replies.write(WorkerReply.newBuilder()
                    .setName(name)
                    .setReadout(WorkerReply.Readout.getDefaultInstance())
                    .build());
            return WorkerReply.newBuilder().setResult(write(job, done, runner));
        } catch (JobException e) {
            return failed(e.code(), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            return failed(Status.Code.CANCELLED, "it was cancelled");
        } catch (IOException | UncheckedIOException e) {
            if (cancelled()) {
                // an interrupt closes the file
                return failed(Status.Code.CANCELLED, "it was cancelled");
            }
            return WorkerReply.newBuilder().setUnwritten(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            return failed(Status.Code.INTERNAL, "the worker failed: " + e);
        }
    }

    private static Engines engines(CarryOut job) {
        return job.hasPart() ? new Engines(Optional.of(() -> SharedWafer.open(job.getPart()))) : new Engines();
    }

    private static WorkerResult write(CarryOut job, LogRun.Outcome done, CommandRunner runner)
            throws IOException, JobException, InterruptedException {
        try (ResultFile.Writer result = new ResultFile.Writer(Path.of(job.getFile()), job.getMostBytes())) {
            for (FetchRequest request : ResultRequests.of(done.log())) {
                runner.fetch(request, new TableWriter(piece -> {
                    try {
                        result.add(request, piece);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e.getMessage(), e);
                    }
                }));
            }
            return WorkerResult.newBuilder()
                    .setSha256(result.seal())
                    .setHardwareSeconds(WaferTime.seconds(done.log()))
                    .setPartial(done.partial())
                    .build();
        }
    }

    private void tell(Event event) {
        replies.write(WorkerReply.newBuilder().setName(name).setEvent(event).build());
    }

    private static WorkerReply.Builder failed(Status.Code code, String message) {
        return WorkerReply.newBuilder()
                .setFailed(Failed.newBuilder().setCode(code.value()).setMessage(message));
    }

    /// Carries out commands on the engine and passes on what happens.
    private static final class Steps implements LogRun.Carrier {

        private final CommandRunner runner;
        private final EventLog events = new EventLog(System::nanoTime);
        private long place;
        private Consumer<Event> told = _ -> {};

        Steps(CommandRunner runner) {
            this.runner = runner;
            events.add(this::pass);
        }

        @Override
        public void carryOut(Command command, Consumer<Event> heard) throws JobException, InterruptedException {
            told = heard;
            events.appended();
            try {
                events.done(runner.carryOut(command, events));
            } catch (JobException e) {
                events.failed(e);
                throw e;
            }
        }

        private void pass() {
            EventLog.Placed next = events.next(place, 0).event();
            while (next != null) {
                place = next.place();
                told.accept(next.event());
                next = events.next(place, 0).event();
            }
        }
    }
}
