package bss.tools.job.ops;

import bss.tools.job.store.AuditEntry;
import bss.tools.job.store.JobRecord;
import bss.tools.job.store.JobState;
import bss.tools.job.store.StoreWatch;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/// What is measured of a server. For any number of threads; nothing of it fails or waits.
public interface Meters extends StoreWatch {

    /// What was there when the server began.
    void found(Map<JobState, Long> jobs, List<JobRecord> unfinished);

    /// A call was answered.
    ///
    /// @param method as the protocol has it, or a path of few
    /// @param status as gRPC names it, or a number of HTTP
    void called(String method, String status, long nanoseconds);

    /// A call was refused.
    ///
    /// @param kind `token`, `role` or `quota`
    void refused(String kind);

    /// A worker process began.
    ///
    /// @param again another one had been there
    void workerStarted(boolean again);

    /// A worker process ended by itself.
    void workerDied();

    /// Something that is looked at when it is asked for.
    ///
    /// @param name in Prometheus' form, with its unit
    void gauge(String name, String help, DoubleSupplier value);

    /// All of it, in Prometheus' text format.
    String text();

    /// Nothing is measured.
    static Meters none() {
        return new Meters() {
            @Override
            public void found(Map<JobState, Long> jobs, List<JobRecord> unfinished) {}

            @Override
            public void called(String method, String status, long nanoseconds) {}

            @Override
            public void refused(String kind) {}

            @Override
            public void workerStarted(boolean again) {}

            @Override
            public void workerDied() {}

            @Override
            public void gauge(String name, String help, DoubleSupplier value) {}

            @Override
            public void committed(int changes, long nanoseconds) {}

            @Override
            public void changed(AuditEntry entry) {}

            @Override
            public void room(boolean there) {}

            @Override
            public String text() {
                return "";
            }
        };
    }
}
