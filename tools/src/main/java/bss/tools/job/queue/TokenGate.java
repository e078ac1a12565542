package bss.tools.job.queue;

import bss.tools.job.access.Accounts;
import bss.tools.job.access.Principal;
import bss.tools.job.access.Throttle;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Lets in who shows a token of a user, before anything of the call is read. Who guesses waits longer for each answer.
final class TokenGate implements DecoratingHttpServiceFunction {

    private static final String SCHEME = "Bearer ";

    private final Accounts accounts;
    private final InstantSource clock;
    private final Throttle throttle = new Throttle();

    TokenGate(Accounts accounts, InstantSource clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public HttpResponse serve(HttpService next, ServiceRequestContext context, HttpRequest request) throws Exception {
        long now = clock.millis();
        InetAddress from = context.remoteAddress().getAddress();
        long delayMs = throttle.delayMs(from, now);
        String shown = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        Optional<Principal> caller = shown.startsWith(SCHEME)
                ? accounts.authenticate(shown.substring(SCHEME.length()), now)
                : Optional.empty();
        if (caller.isPresent()) {
            Callers.set(context, caller.get());
        } else {
            throttle.failed(from, now);
        }
        HttpResponse answer = caller.isPresent() ? next.serve(context, request) : refusal(request);
        return delayMs == 0 ? answer : HttpResponse.delayed(answer, Duration.ofMillis(delayMs), context.eventLoop());
    }

    private static HttpResponse refusal(HttpRequest request) {
        Status status = Callers.unauthenticated();
        MediaType type = request.contentType();
        if (type == null || !type.subtype().startsWith("grpc")) {
            return HttpResponse.of(HttpStatus.UNAUTHORIZED, MediaType.PLAIN_TEXT_UTF_8, "%s", status.getDescription());
        }
        return HttpResponse.of(ResponseHeaders.builder(HttpStatus.OK)
                .endOfStream(true)
                .add(HttpHeaderNames.CONTENT_TYPE, "application/grpc")
                .add("grpc-status", Integer.toString(status.getCode().value()))
                .add("grpc-message", String.valueOf(status.getDescription()))
                .build());
    }
}
