package bss.tools.job.queue;

import bss.tools.job.access.Accounts;
import bss.tools.job.access.Tls;
import bss.tools.job.access.UserQuotas;
import bss.tools.job.ops.Meters;
import bss.tools.job.ops.OpsLog;
import bss.tools.job.schedule.Shares;
import bss.tools.job.store.CrashPoints;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.Limits;
import bss.tools.job.store.Recovery;
import bss.tools.job.store.StoreException;
import bss.tools.job.store.StoreWatch;
import bss.tools.job.worker.Launch;
import bss.tools.job.worker.SharedWafer;
import com.linecorp.armeria.server.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
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
    /// @param wafer that jobs share, each with the FPGAs it names; empty: each has an emulated wafer of its own
    public record Settings(
            Path data,
            InetSocketAddress address,
            int workers,
            Launch launch,
            Limits limits,
            long uploadBytes,
            Optional<Tls> tls,
            Optional<SharedWafer> wafer) {

        /// The longest log where nothing else is said.
        public static final long UPLOAD_BYTES = 256L << 20;

        public Settings {
            if (workers < 1 || workers > 1024) {
                throw new IllegalArgumentException("workers is %d, must be 1 to 1024".formatted(workers));
            }
        }
    }

    private static final Duration STOP = Duration.ofSeconds(5);

    private static final long RECONCILE_S = 30;

    private static final System.Logger LOG = System.getLogger(QueueServer.class.getName());

    private final JobStore store;
    private final Dispatcher dispatcher;
    private final ScheduledExecutorService timer;
    private final ScheduledExecutorService upkeep;
    private final List<Slot> slots = new CopyOnWriteArrayList<>();
    private final Recovery recovery;
    private final Readiness readiness;
    private final Updates updates;
    private final Connections connections;
    private final Server server;

    /// As below, and nothing is measured.
    public QueueServer(Settings settings, InstantSource clock, CrashPoints crash) throws StoreException, IOException {
        this(settings, clock, crash, Meters.none());
    }

    /// Takes over what the server before left, and listens.
    ///
    /// @throws StoreException if what is kept cannot be used
    /// @throws IOException if it cannot listen there, or there is no room
    public QueueServer(Settings settings, InstantSource clock, CrashPoints crash, Meters meters)
            throws StoreException, IOException {
        this(settings, ServingLimits.DEFAULT, clock, crash, meters);
    }

    /// As above, with other limits of the network.
    public QueueServer(Settings settings, ServingLimits limits, InstantSource clock, CrashPoints crash, Meters meters)
            throws StoreException, IOException {
        store = JobStore.open(settings.data(), clock, crash);
        timer = timer("limits");
        upkeep = timer("upkeep");
        boolean started = false;
        try {
            meters.found(store.counts(), store.unfinished());
            store.watch(StoreWatch.both(meters, new OpsLog()));
            recovery = store.recover(Dispatcher.SERVER);
            Accounts accounts = Accounts.open(settings.data(), clock);
            updates = new Updates();
            Uploads uploads = new Uploads(
                    settings.data().resolve("uploads"),
                    settings.uploadBytes(),
                    limits.uploads(),
                    user -> room(accounts.quotas(user), user),
                    clock);
            uploads.removeOld();
            dispatcher = new Dispatcher(
                    store, Shares.equal(), user -> running(accounts.quotas(user), user), settings.wafer());
            dispatcher.recover();
            Submission submission = new Submission(
                    store,
                    accounts,
                    uploads,
                    dispatcher,
                    updates,
                    settings.limits(),
                    settings.wafer().isPresent(),
                    clock);
            var _ = upkeep.scheduleWithFixedDelay(uploads::removeOld, 1, 1, TimeUnit.HOURS);
            var _ = upkeep.scheduleWithFixedDelay(this::reconcile, RECONCILE_S, RECONCILE_S, TimeUnit.SECONDS);
            connections = new Connections(
                    limits.links(), System::nanoTime, settings.tls().isPresent());
            Turns turns = new Turns(limits.calls());
            QueueService service = new QueueService(
                    store, submission, uploads, dispatcher, updates, new Callers(), new Answers(connections, turns));
            readiness = new Readiness(store, () -> slots.stream().anyMatch(Slot::lives));
            Operations operations = new Operations(meters, readiness);
            operations.measure(settings.data(), store, dispatcher, updates, uploads);
            CallGate gate = new CallGate(limits.links(), connections, new TokenGate(accounts, clock), turns);
            server = Listening.server(
                    settings.address(),
                    settings.tls(),
                    limits.links(),
                    connections,
                    service,
                    builder -> operations.serve(builder, gate));
            listen(settings);
            for (int s = 0; s < settings.workers(); s++) {
                Path folder = settings.data().resolve("workers").resolve(Integer.toString(s));
                slots.add(new Slot(
                        store, dispatcher, updates, timer, settings.wafer(), folder, settings.launch(), meters));
            }
            started = true;
        } finally {
            if (!started) {
                timer.shutdownNow();
                upkeep.shutdownNow();
                store.close();
            }
        }
    }

    private static ScheduledExecutorService timer(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
        // most limits are an hour away when their job ends
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /// How many jobs of a user may run: none while there is no room for more results.
    private int running(UserQuotas quotas, String user) {
        try {
            return room(quotas, user) > 0 ? quotas.running() : 0;
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.WARNING, "what user {0} has stored is not known: {1}", user, e.getMessage());
            return quotas.running();
        }
    }

    /// Bytes that a user may store yet, below 0 if there are too many.
    private long room(UserQuotas quotas, String user) throws StoreException {
        return quotas.storedBytes() - store.usage(user).storedBytes();
    }

    private void reconcile() {
        try {
            dispatcher.reconcile();
        } catch (StoreException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "jobs that nobody has were not looked for", e);
        }
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
        // not that of a local address: it may be bound to another one
        return Objects.requireNonNull(server.activePort(), "it listens")
                .localAddress()
                .getPort();
    }

    /// What is open, for tests.
    Connections connections() {
        return connections;
    }

    /// What is followed, for tests.
    Updates updates() {
        return updates;
    }

    /// Names this start in the audit, with what the server does by itself.
    public String startId() {
        return Dispatcher.SERVER.request();
    }

    /// Whether the store answers: else this process hangs.
    public boolean alive() {
        try {
            store.requireAnswer();
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    /// What the start found of the server before.
    public Recovery recovery() {
        return recovery;
    }

    /// Stops within a few seconds. What runs is begun again by the next server.
    @Override
    public void close() {
        readiness.close();
        dispatcher.close();
        updates.close();
        try {
            server.stop().get(STOP.toSeconds(), TimeUnit.SECONDS);
            for (Slot slot : slots) {
                slot.end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "the server did not stop", e);
        } finally {
            timer.shutdownNow();
            upkeep.shutdownNow();
            store.close();
        }
    }
}
