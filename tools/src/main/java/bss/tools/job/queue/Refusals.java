package bss.tools.job.queue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a client is told about a request that is not carried out: a status and one sentence, never what the
/// program looks like inside.
final class Refusals implements ServerErrorHandler, GrpcExceptionHandlerFunction, UnframedGrpcErrorHandler {

    /// Names of classes, and what a parser says about its objects.
    private static final Pattern INSIDE =
            Pattern.compile("(\\b(?:[a-z_][a-z0-9_]*\\.){2,}[A-Z][\\w$]*(@[0-9a-f]+)?:? ?)"
                    + "|(\\b\\w*(?:Exception|Error)\\b:? ?)|(\\s*(at )?\\[Source: [^\\n]*)");

    private final ServingLimits.Links limits;
    private final UnframedGrpcErrorHandler json = UnframedGrpcErrorHandler.ofJson();

    Refusals(ServingLimits.Links limits) {
        this.limits = limits;
    }

    /// An answer to a request that goes no further, in the form in which it was made.
    static HttpResponse of(HttpRequest request, Status status) {
        MediaType type = request.contentType();
        String message = String.valueOf(status.getDescription());
        if (type == null || !type.subtype().startsWith("grpc")) {
            return HttpResponse.of(http(status), MediaType.PLAIN_TEXT_UTF_8, "%s", message);
        }
        return HttpResponse.of(ResponseHeaders.builder(HttpStatus.OK)
                .endOfStream(true)
                .add(HttpHeaderNames.CONTENT_TYPE, "application/grpc")
                .add("grpc-status", Integer.toString(status.getCode().value()))
                .add("grpc-message", message)
                .build());
    }

    private static HttpStatus http(Status status) {
        return switch (status.getCode()) {
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case RESOURCE_EXHAUSTED -> HttpStatus.TOO_MANY_REQUESTS;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            default -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    static String clean(@Nullable String message) {
        return message == null ? "" : INSIDE.matcher(message).replaceAll("").strip();
    }

    @Override
    public @Nullable Status apply(RequestContext call, Status status, Throwable cause, Metadata metadata) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof InvalidProtocolBufferException malformed) {
                return Status.INVALID_ARGUMENT.withDescription(
                        "the request is no message of this call: " + clean(malformed.getMessage()));
            }
        }
        return switch (status.getCode()) {
            case UNKNOWN, INTERNAL ->
                Status.fromCode(status.getCode())
                        .withDescription(
                                status.getDescription() == null
                                        ? "the server failed at this call; its log says why"
                                        : clean(status.getDescription()));
            case RESOURCE_EXHAUSTED -> Status.RESOURCE_EXHAUSTED.withDescription(tooLong(status.getDescription()));
            default -> Status.fromCode(status.getCode()).withDescription(clean(status.getDescription()));
        };
    }

    private String tooLong(@Nullable String description) {
        String said = clean(description);
        return said.contains(Integer.toString(limits.messageBytes()))
                ? said
                : said + (said.isEmpty() ? "" : "; ") + "a request has at most " + limits.messageBytes() + " bytes";
    }

    @Override
    public HttpResponse handle(ServiceRequestContext call, Status status, AggregatedHttpResponse response) {
        return json.handle(
                call, status.withDescription(clean(status.getDescription())).withCause(null), response);
    }

    @Override
    public @Nullable HttpResponse onServiceException(ServiceRequestContext call, Throwable cause) {
        return null;
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext call,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        String said = description == null ? status.reasonPhrase() : clean(description);
        String more = switch (status.code()) {
            case 413 -> ": a request has at most %d bytes".formatted(limits.messageBytes());
            case 414, 431 -> ": the head of a request has at most %d bytes".formatted(limits.headBytes());
            default -> "";
        };
        return status.isContentAlwaysEmpty()
                ? AggregatedHttpResponse.of(ResponseHeaders.of(status))
                : AggregatedHttpResponse.of(
                        status, MediaType.PLAIN_TEXT_UTF_8, "%d %s%s%n".formatted(status.code(), said, more));
    }
}
