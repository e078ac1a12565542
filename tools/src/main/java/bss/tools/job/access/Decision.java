package bss.tools.job.access;

import io.grpc.Status;

/// Whether a call may go on.
public sealed interface Decision {

    /// It may.
    record Allowed() implements Decision {}

    /// It may not, and the client sees this status.
    ///
    /// @param message for the client
    record Refused(Status.Code code, String message) implements Decision {

        /// As gRPC sends it.
        public Status status() {
            return Status.fromCode(code).withDescription(message);
        }
    }
}
