package bss.tools.job.client;

import bss.tools.job.JobException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// What a call that failed means to the user: one message that names the server, the job, and what to do.
final class Failures {

    /// Bugs of a server look like answers that were lost on the way: these are tried again, but not for long.
    static final int MOST_DOUBTFUL = 4;

    /// Whether another try may help.
    enum Kind {
        LOST,
        DOUBTFUL,
        FINAL
    }

    private Failures() {}

    static Kind kind(StatusRuntimeException e) {
        if (cause(e, SSLException.class).isPresent()
                || cause(e, CertificateException.class).isPresent()
                || cause(e, UnknownHostException.class).isPresent()) {
            return Kind.FINAL;
        }
        return switch (e.getStatus().getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED -> Kind.LOST;
            // with a cause it is of the connection, not of the server
            case CANCELLED, UNKNOWN, INTERNAL, DATA_LOSS, ABORTED -> e.getCause() == null ? Kind.DOUBTFUL : Kind.LOST;
            case OK,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    UNAUTHENTICATED -> Kind.FINAL;
        };
    }

    /// @param job that the call was about; empty: none
    static JobException told(ServerAddress server, String job, StatusRuntimeException e) {
        String said = said(e.getStatus());
        String place = job.isEmpty() ? "server " + server : "job '%s' at %s".formatted(job, server);
        Optional<SSLException> tls = cause(e, SSLException.class);
        String message;
        if (tls.isPresent()) {
            message = "server %s: no TLS with it: %s; --ca names the authority of its certificate, if it is not a"
                            .formatted(server, tls.get().getMessage())
                    + " public one";
        } else if (cause(e, UnknownHostException.class).isPresent()) {
            message = "server %s: there is no such host".formatted(server);
        } else {
            message = switch (e.getStatus().getCode()) {
                case UNAUTHENTICATED ->
                    "server %s does not know the token, or it has expired: ask for another one (`bss-run users` makes it)"
                            .formatted(server);
                case NOT_FOUND ->
                    job.isEmpty()
                            ? "server %s: %s".formatted(server, said)
                            : "%s: you have no such job; `bss-run jobs` lists them".formatted(place);
                case ALREADY_EXISTS -> "%s: %s".formatted(place, said);
                case UNIMPLEMENTED -> "server %s does not serve jobs, or is older: %s".formatted(server, said);
                default -> "%s: %s".formatted(place, said);
            };
        }
        return new JobException(e.getStatus().getCode(), message, e);
    }

    /// No answer, for as long as patience lasted.
    static JobException silent(ServerAddress server, String job, long seconds, StatusRuntimeException e) {
        String what = job.isEmpty() ? "" : " for job '%s'".formatted(job);
        return new JobException(
                Status.Code.UNAVAILABLE,
                "server %s gave no answer%s within %d s (%s); is it running? The same command again goes on where this one"
                                .formatted(server, what, seconds, reason(e))
                        + " was",
                e);
    }

    /// Why there was no answer, in few words.
    static String reason(StatusRuntimeException e) {
        Throwable last = e;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        String text =
                last instanceof StatusRuntimeException s ? said(s.getStatus()) : String.valueOf(last.getMessage());
        return last.getMessage() == null ? last.getClass().getSimpleName() : text;
    }

    private static String said(Status status) {
        String text = status.getDescription();
        return text == null ? status.getCode().name() : text;
    }

    private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return Optional.of(type.cast(t));
            }
        }
        return Optional.empty();
    }
}
