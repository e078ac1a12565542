package bss.tools.job;

import bss.tools.job.v1.Build;
import bss.tools.job.v1.Change;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.MappingSummary;
import bss.tools.job.v1.Reset;
import java.util.Optional;

/// What carries out the commands of one job: a wafer, or the reference simulator. Calls come one after the other, from
/// one thread at a time.
public interface JobEngine extends AutoCloseable {

    /// Once, first; time is 0 afterwards.
    MappingSummary build(Build build, JobListener listener) throws JobException, InterruptedException;

    /// Runs until this biological time, in ms. `advance(a); advance(b)` gives what `advance(b)` gives.
    void advance(double untilMs, JobListener listener) throws JobException, InterruptedException;

    /// Changes at the present time.
    ///
    /// @return of the new mapping, if it took one
    Optional<MappingSummary> change(Change change, JobListener listener) throws JobException, InterruptedException;

    /// Back to time 0.
    void reset(Reset reset, JobListener listener) throws JobException, InterruptedException;

    /// Biological time reached, in ms.
    double nowMs();

    /// Writes what is asked for.
    void fetch(FetchRequest request, TableWriter to) throws JobException, InterruptedException;

    /// Frees the wafer; what was recorded can still be fetched.
    void end() throws JobException;

    /// Frees everything.
    @Override
    void close();
}
