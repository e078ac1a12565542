package bss.tools.job.wafer;

import bss.tools.job.JobException;

/// Where jobs on the wafer find theirs.
public interface PartSource {

    /// The part that a job has; to be closed.
    ///
    /// @throws JobException if the wafer cannot be reached
    WaferPart open() throws JobException;
}
