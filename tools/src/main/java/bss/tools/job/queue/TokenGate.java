package bss.tools.job.queue;

import bss.tools.job.access.Accounts;
import bss.tools.job.access.Principal;
import bss.tools.job.access.Throttle;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Lets in who shows a token of a user, before anything of the call is read. Who guesses waits longer for each
/// answer.
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
        // not the clock that says what has expired: if that is set back, delays must not last until it is there again
        long ticks = System.nanoTime() / 1_000_000;
        InetAddress from = context.remoteAddress().getAddress();
        long delayMs = throttle.delayMs(from, ticks);
        String shown = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        Optional<Principal> caller = shown.startsWith(SCHEME)
                ? accounts.authenticate(shown.substring(SCHEME.length()), clock.millis())
                : Optional.empty();
        if (caller.isPresent()) {
            Callers.set(context, caller.get());
        } else {
            throttle.failed(from, ticks);
        }
        HttpResponse answer =
                caller.isPresent() ? next.serve(context, request) : Refusals.of(request, Callers.unauthenticated());
        return delayMs == 0 ? answer : HttpResponse.delayed(answer, Duration.ofMillis(delayMs), context.eventLoop());
    }
}
