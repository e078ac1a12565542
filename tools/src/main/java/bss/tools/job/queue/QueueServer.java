package bss.tools.job.queue;

import bss.tools.job.access.Accounts;
import bss.tools.job.access.Tls;
import bss.tools.job.schedule.Shares;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.Limits;
import bss.tools.job.store.Recovery;
import bss.tools.job.store.StoreException;
import bss.tools.job.worker.Launch;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A shared server of jobs: what it has answered lasts, whatever happens to it afterwards.
public final class QueueServer implements AutoCloseable {

    /// How a server is set up.
    ///
    /// @param data where jobs and results lie
    /// @param address port 0 takes a free one
    /// @param workers processes that carry out jobs, at least 1
    /// @param launch how they are started
    /// @param limits of a job that names none
    /// @param uploadBytes the longest log
    /// @param tls without it only loopback addresses are served
    public record Settings(
            Path data,
            InetSocketAddress address,
            int workers,
            Launch launch,
            Limits limits,
            long uploadBytes,
            Optional<Tls> tls) {

        /// The longest log where nothing else is said.
        public static final long UPLOAD_BYTES = 256L << 20;

        public Settings {
            if (workers < 1 || workers > 1024) {
                throw new IllegalArgumentException("workers is %d, must be 1 to 1024".formatted(workers));
            }
        }
    }

    /// A piece of an upload, and what JSON makes of it.
    private static final int MESSAGE_BYTES = 4 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final JobStore store;
    private final Dispatcher dispatcher;
    private final ScheduledExecutorService timer;
    private final List<Slot> slots = new ArrayList<>();
    private final Recovery recovery;
    private final Server server;

    /// Takes over what the server before left, and listens.
    ///
    /// @throws StoreException if what is kept cannot be used
    /// @throws IOException if it cannot listen there, or there is no room
    public QueueServer(Settings settings, InstantSource clock, CrashPoints crash) throws StoreException, IOException {
        store = JobStore.open(settings.data(), clock, crash);
        boolean started = false;
        try {
            recovery = store.recover(Dispatcher.SERVER);
            Accounts accounts = Accounts.open(settings.data(), clock);
            Updates updates = new Updates();
            Uploads uploads = new Uploads(settings.data().resolve("uploads"), settings.uploadBytes());
            dispatcher = new Dispatcher(store, Shares.equal());
            dispatcher.recover();
            Submission submission = new Submission(store, accounts, uploads, dispatcher, updates, settings.limits());
            timer = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("limits").factory());
            QueueService service = new QueueService(store, submission, uploads, dispatcher, updates, new Callers());
            server = server(settings, service, new TokenGate(accounts, clock));
            listen(settings);
            for (int s = 0; s < settings.workers(); s++) {
                Path folder = settings.data().resolve("workers").resolve(Integer.toString(s));
                slots.add(new Slot(store, dispatcher, updates, timer, folder, settings.launch()));
            }
            started = true;
        } finally {
            if (!started) {
                store.close();
            }
        }
    }

    private static Server server(Settings settings, QueueService service, TokenGate gate) throws IOException {
        GrpcService grpc = GrpcService.builder()
                .addService(service)
                .enableHttpJsonTranscoding(HttpJsonTranscodingOptions.builder()
                        .additionalHttpRules(HttpPaths.rules())
                        .build())
                .maxRequestMessageLength(MESSAGE_BYTES)
                .useBlockingTaskExecutor(true)
                .build();
        ServerBuilder server = Server.builder();
        Tls.listen(server, settings.address(), settings.tls());
        return server.service(grpc)
                .decorator(gate)
                .maxRequestLength(2L * MESSAGE_BYTES)
                .requestTimeout(Duration.ofMinutes(1))
                .blockingTaskExecutor(
                        BlockingTaskExecutor.builder()
                                .threadNamePrefix("queue-call")
                                .daemon(true)
                                .build(),
                        true)
                .gracefulShutdownTimeout(Duration.ZERO, PATIENCE)
                .build();
    }

    private void listen(Settings settings) throws IOException {
        try {
            server.start().get();
        } catch (ExecutionException e) {
            throw new IOException("cannot listen at " + settings.address() + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// The port that it listens at.
    public int port() {
        return server.activeLocalPort();
    }

    /// What the start found of the server before.
    public Recovery recovery() {
        return recovery;
    }

    /// Stops within a few seconds. What runs is begun again by the next server.
    @Override
    public void close() {
        dispatcher.close();
        try {
            server.stop().get(STOP.toSeconds(), TimeUnit.SECONDS);
            for (Slot slot : slots) {
                slot.end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger(QueueServer.class.getName())
                    .log(System.Logger.Level.WARNING, "the server did not stop", e);
        } finally {
            timer.shutdownNow();
            store.close();
        }
    }
}
