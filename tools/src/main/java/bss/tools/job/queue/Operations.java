package bss.tools.job.queue;

import bss.tools.job.access.Principal;
import bss.tools.job.access.Role;
import bss.tools.job.ops.Meters;
import bss.tools.job.ops.PrometheusMeters;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.StoreException;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.metric.NoopMeterRegistry;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/// What a server tells of itself: `/health` and `/ready` to anybody, `/metrics` to operators.
final class Operations {

    static final String METRICS = "/metrics";

    private static final String HEALTH = "/health";
    private static final String READY = "/ready";
    private static final long READY_SECONDS = 5;
    private static final Set<Role> OPERATORS = Collections.unmodifiableSet(EnumSet.of(Role.OPERATOR, Role.ADMIN));

    private final Meters meters;
    private final Readiness readiness;

    Operations(Meters meters, Readiness readiness) {
        this.meters = meters;
        this.readiness = readiness;
    }

    /// Has what a server holds measured.
    void measure(Path data, JobStore store, Dispatcher dispatcher, Updates updates, Uploads uploads) {
        meters.gauge("bss.stored.bytes", "Logs and results of jobs", or(store::storedBytes));
        meters.gauge(
                "bss.disk.free.bytes",
                "Left on the disk of the data",
                or(() -> Files.getFileStore(data).getUsableSpace()));
        meters.gauge("bss.store.reserve", "1: the reserve is there", () -> store.hasReserve() ? 1 : 0);
        meters.gauge("bss.follows", "Calls of Follow that wait", updates::waiting);
        meters.gauge("bss.uploads", "Uploads that are not submitted yet", or(uploads::count));
        meters.gauge("bss.fpgas.lent", "FPGAs that jobs have", dispatcher::lent);
    }

    private interface Looked {
        double value() throws StoreException, IOException;
    }

    /// Not a number if it cannot be told.
    private static DoubleSupplier or(Looked looked) {
        return () -> {
            try {
                return looked.value();
            } catch (StoreException | IOException | RuntimeException e) {
                return Double.NaN;
            }
        };
    }

    /// Adds its paths, and the door before everything.
    ServerBuilder serve(ServerBuilder server, DecoratingHttpServiceFunction gate) {
        return server.service(HEALTH, (_, _) -> text(HttpStatus.OK, "alive"))
                .service(READY, (context, _) -> HttpResponse.of(ready(context)))
                .service(METRICS, (context, _) -> metrics(context))
                .decorator(new Door(gate, Set.of(HEALTH, READY), meters));
    }

    private CompletableFuture<HttpResponse> ready(ServiceRequestContext context) {
        return CompletableFuture.supplyAsync(readiness::why, context.blockingTaskExecutor())
                .orTimeout(READY_SECONDS, TimeUnit.SECONDS)
                .exceptionally(e -> e instanceof CompletionException ? "the store failed" : "the store does not answer")
                .thenApply(why ->
                        why.isEmpty() ? text(HttpStatus.OK, "ready") : text(HttpStatus.SERVICE_UNAVAILABLE, why));
    }

    private HttpResponse metrics(ServiceRequestContext context) {
        Principal caller = Callers.of(context);
        if (caller == null || Collections.disjoint(caller.roles(), OPERATORS)) {
            return text(HttpStatus.FORBIDDEN, "metrics need one of the roles OPERATOR and ADMIN");
        }
        return HttpResponse.of(CompletableFuture.supplyAsync(
                () -> HttpResponse.of(HttpStatus.OK, MediaType.parse(PrometheusMeters.TYPE), meters.text()),
                context.blockingTaskExecutor()));
    }

    private static HttpResponse text(HttpStatus status, String text) {
        return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, text + "\n");
    }

    /// Adds the metrics alone, for whoever comes.
    static ServerBuilder plain(ServerBuilder server, Meters meters) {
        return server.service(
                        METRICS,
                        (context, _) -> HttpResponse.of(CompletableFuture.supplyAsync(
                                () -> HttpResponse.of(
                                        HttpStatus.OK, MediaType.parse(PrometheusMeters.TYPE), meters.text()),
                                context.blockingTaskExecutor())))
                // its own calls are not among those that are measured
                .meterRegistry(NoopMeterRegistry.get())
                .requestTimeout(Duration.ofSeconds(10));
    }
}
