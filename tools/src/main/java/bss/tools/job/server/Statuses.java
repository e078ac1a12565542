package bss.tools.job.server;

import bss.tools.job.JobException;
import io.grpc.Status;
import io.grpc.StatusException;

/// How clients see what went wrong.
final class Statuses {

    private Statuses() {}

    static StatusException of(JobException e) {
        return Status.fromCode(e.code()).withDescription(e.getMessage()).asException();
    }
}
