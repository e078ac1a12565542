package bss.tools.job.server;

import bss.tools.job.JobException;
import bss.tools.job.TableWriter;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.FetchRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// One job: the log of its commands, and a thread that carries them out, and answers fetches, in the order in which
/// they came.
final class Job {

    /// A command or a fetch that waits for its turn.
    private interface Work {

        /// Throws nothing else: what goes wrong is told to whom it concerns.
        void carryOut() throws InterruptedException;

        /// The job was closed first.
        void abandon(JobException why);
    }

    private final String id;
    private final CommandLog log;
    private final EventLog events = new EventLog(System::nanoTime);
    private final CommandRunner runner;
    private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private boolean ended;
    private volatile boolean closed;

    /// Begins a job with an empty log.
    Job(String id, CommandLog log, EngineFactory engines) {
        this.id = id;
        this.log = log;
        runner = new CommandRunner(engines);
        thread = Thread.ofPlatform().daemon().name("job-" + id).unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    EventLog events() {
        return events;
    }

    /// The number of the next command.
    long nextCommand() {
        return log.size();
    }

    /// Refuses a number that leaves a gap.
    void requireNumber(long number) throws JobException {
        long next = log.size();
        if (number < 0 || number > next) {
            throw JobException.invalid(
                    "job '%s': command is %s, must be at most %d: numbers have no gaps",
                    id, Long.toUnsignedString(number), next);
        }
    }

    /// Keeps a command, which will be carried out; does nothing if it is kept already.
    ///
    /// @return the number of the next command
    synchronized long append(long number, ByteString bytes, ByteString sha256) throws JobException {
        requireNumber(number);
        if (number < log.size()) {
            requireSame(number, sha256);
            return log.size();
        }
        if (closed) {
            throw closedBefore();
        }
        Command command = parse(number, bytes);
        requireOrder(number, command);
        log.append(bytes, sha256);
        ended = command.hasEnd();
        events.appended();
        queue.add(new Work() {
            @Override
            public void carryOut() throws InterruptedException {
                Job.this.carryOut(command);
            }

            @Override
            public void abandon(JobException why) {
                events.failed(why);
            }
        });
        return log.size();
    }

    /// Answers once the commands so far are done.
    synchronized void fetch(FetchRequest request, FetchStream answer) throws JobException {
        if (closed) {
            throw closedBefore();
        }
        queue.add(new Work() {
            @Override
            public void carryOut() throws InterruptedException {
                Job.this.answer(request, answer);
            }

            @Override
            public void abandon(JobException why) {
                answer.fail(why);
            }
        });
    }

    /// Ends what is under way, soon.
    void interrupt() {
        synchronized (this) {
            closed = true;
        }
        thread.interrupt();
    }

    /// Ends what is under way and waits, though not longer than `patience`, until the engine is closed.
    void close(Duration patience) throws InterruptedException {
        interrupt();
        boolean gone = thread.join(patience);
        if (!gone) {
            System.getLogger(Job.class.getName()).log(System.Logger.Level.WARNING, "job {0} still ends", id);
        }
    }

    private void work() {
        try {
            while (!closed) {
                carryOut(queue.take());
            }
        } catch (InterruptedException e) {
            // closed: nobody else interrupts
        } finally {
            abandonAll();
            runner.close();
        }
    }

    private void carryOut(Work next) throws InterruptedException {
        try {
            next.carryOut();
        } catch (RuntimeException e) {
            // a call that broke: the next ones are others
            System.getLogger(Job.class.getName()).log(System.Logger.Level.WARNING, "job " + id, e);
        }
    }

    private void abandonAll() {
        Queue<Work> rest = new ArrayDeque<>();
        queue.drainTo(rest);
        rest.forEach(work -> work.abandon(closedBefore()));
    }

    private void carryOut(Command command) throws InterruptedException {
        try {
            events.done(runner.carryOut(command, events));
        } catch (JobException e) {
            events.failed(e);
        } catch (InterruptedException e) {
            events.failed(closedBefore());
            if (closed) {
                throw e;
            }
        }
    }

    private void answer(FetchRequest request, FetchStream answer) throws InterruptedException {
        if (answer.cancelled()) {
            return;
        }
        try {
            runner.fetch(request, new TableWriter(answer));
            answer.end();
        } catch (FetchStream.Ended e) {
            answer.fail(closedBefore());
        } catch (JobException e) {
            answer.fail(e);
        } catch (InterruptedException e) {
            answer.fail(closedBefore());
            if (closed) {
                throw e;
            }
        }
    }

    private JobException closedBefore() {
        return new JobException(Status.Code.CANCELLED, "job '%s' was closed".formatted(id));
    }

    private void requireSame(long number, ByteString sha256) throws JobException {
        ByteString kept = log.sha256(number);
        if (!kept.equals(sha256)) {
            throw new JobException(
                    Status.Code.ALREADY_EXISTS,
                    "job '%s': command %d is another command, with SHA-256 %s, not %s"
                            .formatted(id, number, hex(kept), hex(sha256)));
        }
    }

    private Command parse(long number, ByteString bytes) throws JobException {
        try {
            return Command.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw JobException.invalid(
                    "job '%s': command %d is no Command: %s", id, number, String.valueOf(e.getMessage()));
        }
    }

    private void requireOrder(long number, Command command) throws JobException {
        String where = "job '%s': command %d".formatted(id, number);
        if (command.getBodyCase() == Command.BodyCase.BODY_NOT_SET) {
            throw JobException.invalid("%s has no body, must be one of build, advance, change, reset, end", where);
        }
        if (ended) {
            throw JobException.refused("%s comes after the end; begin a new job", where);
        }
        if (number == 0 && !command.hasBuild() && !command.hasEnd()) {
            throw JobException.refused("%s is not a build, must be one: there is no network yet", where);
        }
        if (number > 0 && command.hasBuild()) {
            throw JobException.refused("%s is a build, must be the first command; begin a new job", where);
        }
    }

    private static String hex(ByteString sha256) {
        return HexFormat.of().formatHex(sha256.toByteArray());
    }
}
