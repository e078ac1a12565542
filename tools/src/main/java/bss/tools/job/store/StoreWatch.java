package bss.tools.job.store;

/// Told what the store does. What it throws is not heard.
public interface StoreWatch {

    /// Changes were written together, by the thread that writes: this must be quick.
    ///
    /// @param changes in the transaction, 1 and above
    /// @param nanoseconds until they were on the disk
    void committed(int changes, long nanoseconds);

    /// A change of a job is on the disk. In the order of the audit, from one thread.
    void changed(AuditEntry entry);

    /// There is room for new jobs again, or there is none any more. From that thread too.
    void room(boolean there);

    /// Nobody.
    static StoreWatch none() {
        return new StoreWatch() {
            @Override
            public void committed(int changes, long nanoseconds) {}

            @Override
            public void changed(AuditEntry entry) {}

            @Override
            public void room(boolean there) {}
        };
    }

    /// Both of them.
    static StoreWatch both(StoreWatch one, StoreWatch other) {
        return new StoreWatch() {
            @Override
            public void committed(int changes, long nanoseconds) {
                one.committed(changes, nanoseconds);
                other.committed(changes, nanoseconds);
            }

            @Override
            public void changed(AuditEntry entry) {
                one.changed(entry);
                other.changed(entry);
            }

            @Override
            public void room(boolean there) {
                one.room(there);
                other.room(there);
            }
        };
    }
}
