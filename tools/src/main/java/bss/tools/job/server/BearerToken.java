package bss.tools.job.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Lets in who shows the token, before anything of the call is read.
final class BearerToken implements DecoratingHttpServiceFunction {

    private static final String SCHEME = "Bearer ";
    private static final String REFUSAL = "the metadata 'authorization' must be 'Bearer ' and the token of this server";

    private final byte[] token;

    BearerToken(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public HttpResponse serve(HttpService next, ServiceRequestContext context, HttpRequest request) throws Exception {
        String shown = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        return isRight(shown) ? next.serve(context, request) : HttpResponse.of(refusal());
    }

    private boolean isRight(String shown) {
        // in constant time: how long a refusal takes says nothing of the token
        return shown.startsWith(SCHEME)
                && MessageDigest.isEqual(token, shown.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
    }

    private static ResponseHeaders refusal() {
        return ResponseHeaders.builder(HttpStatus.OK)
                .endOfStream(true)
                .add(HttpHeaderNames.CONTENT_TYPE, "application/grpc")
                .add("grpc-status", Integer.toString(Status.Code.UNAUTHENTICATED.value()))
                .add("grpc-message", REFUSAL)
                .build();
    }
}
