package bss.tools.job.store;

/// One line of the audit.
///
/// @param number 1 and above, without gaps
/// @param timeMs milliseconds since 1970 of the store's clock
/// @param job number of the job
/// @param attempt of the job after this
/// @param action SUBMIT, LEASE, MOVE, COMMIT, END, REQUEUE, RECOVER, CANCEL or DELETE
/// @param before state before; empty if there was no job
/// @param after state after; empty if there is no job any more
/// @param detail reason or hash
/// @param hash SHA-256 in hexadecimal over all of this and the hash before
public record AuditEntry(
        long number,
        long timeMs,
        Actor actor,
        JobKey key,
        long job,
        int attempt,
        String action,
        String before,
        String after,
        String detail,
        String hash) {}
