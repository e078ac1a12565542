package bss.tools.job.queue;

import bss.tools.job.JobException;
import bss.tools.job.access.Decision;
import bss.tools.job.access.Principal;
import bss.tools.job.access.Rules;
import bss.tools.job.store.Actor;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who makes the call that is under way, and whether they may.
final class Callers {

    private static final AttributeKey<Principal> CALLER = AttributeKey.valueOf(Callers.class, "CALLER");
    private static final AttributeKey<String> REQUEST = AttributeKey.valueOf(Callers.class, "REQUEST");
    private static final String SERVICE = "bss.v1.JobQueue/";

    /// Notes who makes a call.
    static void set(ServiceRequestContext context, Principal caller) {
        context.setAttr(CALLER, caller);
    }

    /// Notes the id of a call.
    static void setRequest(ServiceRequestContext context, String id) {
        context.setAttr(REQUEST, id);
    }

    /// Who makes a call; null: nobody that is known.
    static @Nullable Principal of(ServiceRequestContext context) {
        return context.attr(CALLER);
    }

    Principal caller() {
        return known(ServiceRequestContext.current());
    }

    /// Who makes a call that came through the gate.
    static Principal known(ServiceRequestContext call) {
        Principal caller = of(call);
        if (caller == null) {
            throw new IllegalStateException("a call without a caller came through");
        }
        return caller;
    }

    /// For the audit log.
    Actor actor() {
        ServiceRequestContext context = ServiceRequestContext.current();
        InetSocketAddress from = context.remoteAddress();
        String request = context.attr(REQUEST);
        return new Actor(
                caller().user(),
                from == null ? "" : from.getAddress().getHostAddress(),
                request == null ? context.id().text() : request);
    }

    /// Refuses what the caller may not do.
    ///
    /// @param owner whose job it is; null: there is none
    void require(String method, @Nullable String owner) throws JobException {
        if (Rules.check(caller(), SERVICE + method, Optional.ofNullable(owner)) instanceof Decision.Refused refused) {
            throw new JobException(refused.code(), refused.message());
        }
    }

    /// Whose jobs a call is about.
    ///
    /// @param named empty: the caller's
    String user(String method, String named) throws JobException {
        String user = named.isEmpty() ? caller().user() : named;
        require(method, user);
        return user;
    }

    /// The answer to who shows no token that is good.
    static Status unauthenticated() {
        return Status.UNAUTHENTICATED.withDescription(
                "the metadata 'authorization' must be 'Bearer ' and a token of this server that has not expired");
    }
}
