package bss.hil.bench;

import bss.spec.backend.BackendException;
import java.io.IOException;

/// A test of one promise of an endpoint. Has no state: what it needs it gets from its bench.
public interface ConformanceTest {

    Card card();

    /// Passes by returning.
    ///
    /// @throws Violation the endpoint does not keep its promise: FAIL
    /// @throws BackendException the endpoint refused what it must do (FAIL), or was lost or spoke garbage
    ///     (ERROR); the bench knows which from the frames
    /// @throws IOException the connection broke, or spoke garbage: ERROR
    /// @throws InterruptedException the time limit: ERROR
    void run(Bench bench) throws Violation, BackendException, IOException, InterruptedException;
}
