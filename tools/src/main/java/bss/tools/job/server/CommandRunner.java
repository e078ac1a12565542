package bss.tools.job.server;

import bss.tools.job.JobEngine;
import bss.tools.job.JobException;
import bss.tools.job.JobListener;
import bss.tools.job.TableWriter;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.Done;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.MappingSummary;
import io.grpc.Status;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Carries out the commands of a job on its engine, one after the other, and knows which make sense after one that
/// failed. On the thread of the job alone.
public final class CommandRunner implements AutoCloseable {

    private final EngineFactory engines;
    private @Nullable JobEngine engine;

    /// Why nothing can be run any more.
    private @Nullable String broken;

    /// Without a network: the first command builds one.
    public CommandRunner(EngineFactory engines) {
        this.engines = engines;
    }

    /// Carries out the next command.
    ///
    /// @throws JobException if it was not; with INTERNAL if the engine threw what it should not
    public Done carryOut(Command command, JobListener listener) throws JobException, InterruptedException {
        long begin = System.nanoTime();
        Done.Builder done = Done.newBuilder();
        carryOut(command, listener, done);
        if (engine != null) {
            done.setNowMs(engine.nowMs());
        }
        return done.setSeconds((System.nanoTime() - begin) * 1e-9).build();
    }

    private void carryOut(Command command, JobListener listener, Done.Builder done)
            throws JobException, InterruptedException {
        try {
            switch (command.getBodyCase()) {
                case BUILD -> done.setMapping(build(command.getBuild(), listener));
                case ADVANCE -> engine().advance(untilMs(command.getAdvance().getUntilMs()), listener);
                case CHANGE -> {
                    Optional<MappingSummary> mapping = engine().change(command.getChange(), listener);
                    mapping.ifPresent(done::setMapping);
                }
                case RESET -> engine().reset(command.getReset(), listener);
                case END -> {
                    if (engine != null) {
                        engine.end();
                    }
                }
                case BODY_NOT_SET -> throw JobException.invalid("the command has no body");
            }
        } catch (JobException e) {
            if (leavesWreck(e.code())) {
                broken = "a command before failed: " + e.getMessage();
            }
            throw e;
        } catch (InterruptedException e) {
            broken = "a command before was interrupted";
            throw e;
        } catch (RuntimeException | Error e) {
            JobException told = unexpected(e);
            broken = "a command before failed: " + told.getMessage();
            throw told;
        }
    }

    private MappingSummary build(Build build, JobListener listener) throws JobException, InterruptedException {
        JobEngine made = engines.of(build.getOptions());
        boolean built = false;
        try {
            MappingSummary summary = made.build(build, listener);
            engine = made;
            built = true;
            return summary;
        } finally {
            if (!built) {
                made.close();
            }
        }
    }

    /// Writes what is asked for.
    public void fetch(FetchRequest request, TableWriter to) throws JobException, InterruptedException {
        if (engine == null) {
            throw JobException.refused("nothing can be fetched: %s", broken == null ? "nothing was built" : broken);
        }
        try {
            engine.fetch(request, to);
        } catch (FetchStream.Ended | UncheckedIOException e) {
            // of who takes the answer
            throw e;
        } catch (RuntimeException | Error e) {
            throw unexpected(e);
        }
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }

    private JobEngine engine() throws JobException {
        if (broken != null) {
            throw JobException.refused("%s; begin a new job", broken);
        }
        if (engine == null) {
            throw JobException.refused("there is no network: the build failed; begin a new job");
        }
        return engine;
    }

    private static double untilMs(double untilMs) throws JobException {
        if (!(untilMs >= 0 && untilMs < Double.POSITIVE_INFINITY)) {
            throw JobException.invalid("advance: until_ms is %s, must be 0 or above and finite", untilMs);
        }
        return untilMs;
    }

    /// An engine refuses what makes no sense before it does anything; after everything else its state is unknown.
    private static boolean leavesWreck(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, FAILED_PRECONDITION, NOT_FOUND, OUT_OF_RANGE, UNIMPLEMENTED -> false;
            default -> true;
        };
    }

    private static JobException unexpected(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return new JobException(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "the server ran out of memory: its heap is at most %d MiB, give it more with -Xmx"
                            .formatted(Runtime.getRuntime().maxMemory() >> 20),
                    e);
        }
        System.getLogger(CommandRunner.class.getName()).log(System.Logger.Level.ERROR, "an engine failed", e);
        return new JobException(Status.Code.INTERNAL, "the server failed: " + e, e);
    }
}
