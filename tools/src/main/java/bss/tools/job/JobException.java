package bss.tools.job;

import com.google.errorprone.annotations.FormatMethod;
import io.grpc.Status;

/// A command that was not carried out. The message names the place, the value and what would be right.
public final class JobException extends Exception {

    private static final long serialVersionUID = 1;

    private final Status.Code code;

    public JobException(Status.Code code, String message) {
        super(message);
        this.code = code;
    }

    public JobException(Status.Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// What the client asked makes no sense.
    @FormatMethod
    public static JobException invalid(String format, Object... arguments) {
        return new JobException(Status.Code.INVALID_ARGUMENT, format.formatted(arguments));
    }

    /// The command makes sense, but not now or not on this engine.
    @FormatMethod
    public static JobException refused(String format, Object... arguments) {
        return new JobException(Status.Code.FAILED_PRECONDITION, format.formatted(arguments));
    }

    /// As which gRPC status the client sees it.
    public Status.Code code() {
        return code;
    }
}
