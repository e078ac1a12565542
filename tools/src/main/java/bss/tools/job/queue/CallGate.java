package bss.tools.job.queue;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What each call passes before it is read: is there room for its connection, who makes it, is it that user's
/// turn.
final class CallGate implements DecoratingHttpServiceFunction {

    private static final AttributeKey<Turns.Turn> TURN = AttributeKey.valueOf(CallGate.class, "TURN");

    private final ServingLimits.Links limits;
    private final Connections connections;
    private final TokenGate tokens;
    private final Turns turns;

    CallGate(ServingLimits.Links limits, Connections connections, TokenGate tokens, Turns turns) {
        this.limits = limits;
        this.connections = connections;
        this.tokens = tokens;
        this.turns = turns;
    }

    @Override
    public HttpResponse serve(HttpService next, ServiceRequestContext call, HttpRequest request) throws Exception {
        Connection connection = connections.of(call);
        if (connection != null && connection.isBeyond()) {
            var _ = call.initiateConnectionShutdown(Duration.ZERO);
            return Refusals.of(
                    request,
                    Status.UNAVAILABLE.withDescription(
                            "the server has %d connections, the most it may have: come again later"
                                    .formatted(limits.connections())));
        }
        return tokens.serve((c, r) -> admit(next, c, r, connection), call, request);
    }

    private HttpResponse admit(
            HttpService next, ServiceRequestContext call, HttpRequest request, @Nullable Connection connection)
            throws Exception {
        if (connection != null) {
            connection.known();
        }
        String user = Callers.known(call).user();
        CompletableFuture<Turns.Turn> turn = turns.enter(user);
        if (turn.isCompletedExceptionally()) {
            ServingLimits.Calls most = turns.limits();
            return Refusals.of(
                    request,
                    Status.RESOURCE_EXHAUSTED.withDescription(
                            "user '%s' has %d calls in work and %d that wait, the most there may be: await answers"
                                    .formatted(user, most.inWork(), most.waiting())));
        }
        // given back when the call is computed; this is for those that do not come so far
        var _ = call.log().whenComplete().thenRun(() -> {
            if (!turn.cancel(false)) {
                turn.join().close();
            }
        });
        if (turn.isDone()) {
            call.setAttr(TURN, turn.join());
            return next.serve(call, request);
        }
        return HttpResponse.of(turn.thenApplyAsync(
                taken -> {
                    call.setAttr(TURN, taken);
                    try {
                        return next.serve(call, request);
                    } catch (Exception e) {
                        return HttpResponse.ofFailure(e);
                    }
                },
                call.eventLoop()));
    }

    /// The call is computed, or waits for something.
    static void done(ServiceRequestContext call) {
        Turns.Turn turn = call.attr(TURN);
        if (turn != null) {
            turn.close();
        }
    }
}
