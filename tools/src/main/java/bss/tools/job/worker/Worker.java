package bss.tools.job.worker;

import bss.tools.job.JobException;
import bss.tools.job.v1.CarryOut;
import bss.tools.job.v1.Event;
import bss.tools.job.v1.WorkerReply;
import bss.tools.job.v1.WorkerRequest;
import bss.tools.job.v1.WorkerResult;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A process that carries out jobs, one after the other or several at a time.
public final class Worker implements AutoCloseable {

    private static final long CANCEL_SECONDS = 1;

    /// A result that is on the disk.
    ///
    /// @param sha256 in hex
    /// @param hardwareSeconds what a wafer would have needed
    /// @param partial it was stopped: of what was done until then
    public record Result(Path file, String sha256, double hardwareSeconds, boolean partial) {}

    /// An attempt that is under way.
    private static final class Call {
        private final BlockingQueue<WorkerReply> replies = new LinkedBlockingQueue<>();
        private final CountDownLatch ended = new CountDownLatch(1);
    }

    /// What comes when the process is gone.
    private static final WorkerReply GONE = WorkerReply.getDefaultInstance();

    private final WorkerProcess process;
    private final ConcurrentHashMap<String, Call> calls = new ConcurrentHashMap<>();

    private Worker(WorkerProcess process) {
        this.process = process;
        Thread.ofVirtual().name("worker-replies").start(this::read);
    }

    /// Starts one and waits until it is ready.
    ///
    /// @param folder of its own, for temporary files and what it says
    public static Worker start(Path folder, Launch launch) throws WorkerDiedException {
        return new Worker(WorkerProcess.start(folder, launch));
    }

    private void read() {
        try {
            while (true) {
                WorkerReply reply = WorkerReply.parseDelimitedFrom(process.replies());
                if (reply == null) {
                    break;
                }
                Call call = calls.get(reply.getName());
                if (call != null) {
                    call.replies.add(reply);
                }
            }
        } catch (IOException e) {
            // what it says makes no sense any more
            process.kill();
        }
        process.awaitDeath();
        calls.values().forEach(call -> call.replies.add(GONE));
    }

    public boolean alive() {
        return process.alive();
    }

    /// Ends the process at once.
    public void kill() {
        process.kill();
    }

    /// Carries a job out and writes its result.
    ///
    /// @param name of this attempt, unique in this process
    /// @param job with the file for its result
    /// @param heard all events, from the calling thread
    /// @param readout called before the result is fetched
    /// @throws JobException if a command was not carried out: `CANCELLED` after [#cancel]
    /// @throws WorkerDiedException if the process is gone
    /// @throws IOException if the result cannot be written
    public Result carryOut(String name, CarryOut job, Consumer<Event> heard, Runnable readout)
            throws JobException, WorkerDiedException, IOException, InterruptedException {
        Call call = new Call();
        calls.put(name, call);
        try {
            process.send(
                    WorkerRequest.newBuilder().setName(name).setCarryOut(job).build());
            while (true) {
                // one that dies while it is asked is found by those who look at it
                WorkerReply reply = process.alive() || !call.replies.isEmpty() ? call.replies.take() : GONE;
                switch (reply.getBodyCase()) {
                    case EVENT -> heard.accept(reply.getEvent());
                    case READOUT -> readout.run();
                    case RESULT -> {
                        WorkerResult result = reply.getResult();
                        return new Result(
                                Path.of(job.getFile()),
                                result.getSha256(),
                                result.getHardwareSeconds(),
                                result.getPartial());
                    }
                    case FAILED ->
                        throw new JobException(
                                Status.fromCodeValue(reply.getFailed().getCode())
                                        .getCode(),
                                reply.getFailed().getMessage());
                    case UNWRITTEN -> throw new IOException(reply.getUnwritten());
                    case BODY_NOT_SET -> throw new WorkerDiedException(process.death());
                }
            }
        } finally {
            calls.remove(name);
            call.ended.countDown();
        }
    }

    /// Has a job that runs go no further and be read out as it is then. Waits while the process takes nothing.
    public void stop(String name) {
        send(WorkerRequest.newBuilder()
                .setName(name)
                .setStop(WorkerRequest.Stop.getDefaultInstance())
                .build());
    }

    /// Has a job end soon, whatever it does; kills the process if it does not.
    public void cancel(String name) throws InterruptedException {
        WorkerRequest cancel = WorkerRequest.newBuilder()
                .setName(name)
                .setCancel(WorkerRequest.Cancel.getDefaultInstance())
                .build();
        // a process that stands still takes nothing, and keeps waiting who tells it something
        Thread.startVirtualThread(() -> send(cancel));
        Call call = calls.get(name);
        if (call != null && !call.ended.await(CANCEL_SECONDS, TimeUnit.SECONDS)) {
            process.kill();
        }
    }

    private void send(WorkerRequest request) {
        try {
            process.send(request);
        } catch (WorkerDiedException e) {
            // then it has ended
        }
    }

    /// Ends the process, within seconds.
    @Override
    public void close() {
        process.close();
    }
}
