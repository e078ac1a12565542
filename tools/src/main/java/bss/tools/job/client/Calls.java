package bss.tools.job.client;

import bss.tools.job.JobException;
import bss.tools.job.v1.JobQueueGrpc.JobQueueBlockingStub;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.HttpHeaderNames;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/// Calls to a server, made again while their answers get lost: all of them may be.
final class Calls implements AutoCloseable {

    /// Longer than the server waits when somebody follows a job.
    private static final Duration ANSWER = Duration.ofSeconds(50);

    private final ServerAddress server;
    private final Connection.Opened connection;
    private final JobQueueBlockingStub stub;
    private final Patience patience;
    private final Consumer<String> notices;
    private boolean answered;

    /// @param notices told to the user when an answer does not come
    Calls(Connection to, Patience patience, Consumer<String> notices) throws IOException {
        this.server = to.server();
        this.patience = patience;
        this.notices = notices;
        connection = to.open();
        stub = GrpcClients.builder(connection.uri())
                .factory(connection.factory())
                .addHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + to.token())
                .responseTimeout(ANSWER)
                .writeTimeout(ANSWER)
                .build(JobQueueBlockingStub.class);
    }

    ServerAddress server() {
        return server;
    }

    Patience patience() {
        return patience;
    }

    void notice(String text) {
        notices.accept(text);
    }

    /// What a call was answered, and how often it was made.
    record Answer<T>(T value, int tries) {}

    /// Makes a call until it is answered.
    ///
    /// @param job that it is about; empty: none
    /// @throws JobException as the server says, or if it stays silent
    <T> T ask(String job, Duration within, Function<JobQueueBlockingStub, T> call)
            throws JobException, InterruptedException {
        return answer(job, within, call).value();
    }

    <T> Answer<T> answer(String job, Duration within, Function<JobQueueBlockingStub, T> call)
            throws JobException, InterruptedException {
        long began = patience.nanos().getAsLong();
        int doubtful = 0;
        for (int tries = 1; ; tries++) {
            try {
                T value = call.apply(stub);
                answered = true;
                return new Answer<>(value, tries);
            } catch (StatusRuntimeException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Failures.Kind kind = Failures.kind(e);
                doubtful += kind == Failures.Kind.DOUBTFUL ? 1 : 0;
                boolean worth = kind != Failures.Kind.FINAL && doubtful < Failures.MOST_DOUBTFUL;
                if (!worth) {
                    throw Failures.told(server, job, e);
                }
                pause(job, within, began, tries, e);
            }
        }
    }

    private void pause(String job, Duration within, long began, int tries, StatusRuntimeException e)
            throws JobException, InterruptedException {
        long leftMs = within.toMillis() - (patience.nanos().getAsLong() - began) / 1_000_000;
        if (leftMs <= 0) {
            throw Failures.silent(server, job, within.toSeconds(), e);
        }
        // once more at once: a connection that was open may have been closed meanwhile
        if (tries == 1 && answered) {
            return;
        }
        if (tries == 1 || (tries == 2 && answered)) {
            notices.accept("no answer from %s (%s), trying again for up to %d s"
                    .formatted(server, Failures.reason(e), within.toSeconds()));
        }
        patience.sleeper().sleep(Math.min(leftMs, patience.pauseMs(tries)));
    }

    @Override
    public void close() {
        connection.close();
    }
}
