package bss.tools.job.queue;

import bss.tools.job.access.Principal;
import bss.tools.job.access.Rules;
import bss.tools.job.ops.Meters;
import bss.tools.job.ops.OpsLog;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RpcRequest;
import com.linecorp.armeria.common.RpcResponse;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What every call comes through first: gives it an id, measures it, and lets the gate look at its token unless
/// it asks only how the server is.
final class Door implements DecoratingHttpServiceFunction {

    /// Names a call in the audit and the log; a client may choose it.
    static final String REQUEST_ID = "x-request-id";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final String SERVICE = "/bss.v1.JobQueue/";
    /// Waits as long as nothing happens.
    private static final String FOLLOW = "Follow";

    private static final long SLOW_NS = TimeUnit.SECONDS.toNanos(1);

    private final DecoratingHttpServiceFunction gate;
    private final Set<String> open;
    private final Meters meters;

    /// @param open paths that need no token
    Door(DecoratingHttpServiceFunction gate, Set<String> open, Meters meters) {
        this.gate = gate;
        this.open = open;
        this.meters = meters;
    }

    @Override
    public HttpResponse serve(HttpService next, ServiceRequestContext context, HttpRequest request) throws Exception {
        if (open.contains(context.path())) {
            return next.serve(context, request);
        }
        String chosen = request.headers().get(REQUEST_ID, "");
        String id = ID.matcher(chosen).matches() ? chosen : context.id().text();
        Callers.setRequest(context, id);
        context.setAdditionalResponseHeader(REQUEST_ID, id);
        var _ = context.log().whenComplete().thenAccept(log -> answered(context, log, id));
        return gate.serve(next, context, request);
    }

    private void answered(ServiceRequestContext context, RequestLog log, String id) {
        String method = method(context, log);
        Status status = status(log);
        String code = status == null
                ? Integer.toString(log.responseHeaders().status().code())
                : status.getCode().name();
        meters.called(method, code, log.totalDurationNanos());
        String kind = kind(status, code);
        String user = user(context);
        String address = address(context);
        if (!kind.isEmpty()) {
            meters.refused(kind);
            OpsLog.info(
                    "refused",
                    "%s of %s at %s was refused: %s".formatted(method, user.isEmpty() ? "nobody" : user, address, kind),
                    "kind",
                    kind,
                    "method",
                    method,
                    "status",
                    code,
                    "user",
                    user,
                    "address",
                    address,
                    "request",
                    id);
        }
        // who guesses tokens is made to wait
        if (log.totalDurationNanos() > SLOW_NS && !kind.equals("token") && !method.equals(FOLLOW)) {
            OpsLog.warn(
                    "slow-call",
                    "%s took %.1f s".formatted(method, 1e-9 * log.totalDurationNanos()),
                    "method",
                    method,
                    "status",
                    code,
                    "user",
                    user,
                    "address",
                    address,
                    "request",
                    id,
                    "duration_s",
                    1e-9 * log.totalDurationNanos());
        }
    }

    /// One of few names, whatever a client asks for.
    private static String method(ServiceRequestContext context, RequestLog log) {
        if (log.requestContent() instanceof RpcRequest rpc) {
            String name = rpc.method();
            return name.substring(name.lastIndexOf('/') + 1);
        }
        String path = context.path();
        if (path.startsWith(SERVICE) && Rules.methods().contains(path.substring(1))) {
            return path.substring(SERVICE.length());
        }
        return path.equals(Operations.METRICS) ? "metrics" : "other";
    }

    /// Null if the call came to no method.
    private static @Nullable Status status(RequestLog log) {
        if (log.responseContent() instanceof RpcResponse rpc) {
            Throwable cause = rpc.isDone() ? rpc.cause() : null;
            return cause == null ? Status.OK : Status.fromThrowable(cause);
        }
        String code =
                log.responseHeaders().get("grpc-status", log.responseTrailers().get("grpc-status", ""));
        return code.isEmpty() ? null : Status.fromCodeValue(Integer.parseInt(code));
    }

    private static String kind(@Nullable Status status, String code) {
        if (code.equals("401") || code.equals(Status.Code.UNAUTHENTICATED.name())) {
            return "token";
        }
        if (code.equals("403") || code.equals(Status.Code.PERMISSION_DENIED.name())) {
            return "role";
        }
        boolean quota = status != null
                && status.getCode() == Status.Code.RESOURCE_EXHAUSTED
                && String.valueOf(status.getDescription()).contains("quota ");
        return quota ? "quota" : "";
    }

    private static String user(ServiceRequestContext context) {
        Principal caller = Callers.of(context);
        return caller == null ? "" : caller.user();
    }

    private static String address(ServiceRequestContext context) {
        InetSocketAddress from = context.remoteAddress();
        return from == null ? "" : from.getAddress().getHostAddress();
    }
}
