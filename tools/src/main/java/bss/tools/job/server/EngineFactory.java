package bss.tools.job.server;

import bss.tools.job.JobEngine;
import bss.tools.job.JobException;
import bss.tools.job.v1.Options;

/// Makes what carries out a job.
@FunctionalInterface
public interface EngineFactory {

    /// A new engine, for one job alone.
    ///
    /// @throws JobException if the options make no sense
    JobEngine of(Options options) throws JobException;
}
