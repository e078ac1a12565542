package bss.tools.job.access;

/// What a user is there for. A user has one or more; each adds to what the others allow, see [Rules].
public enum Role {
    /// The status of own jobs.
    READER,
    /// Own jobs: submit, status, results, cancel.
    USER,
    /// All jobs: status and cancel, but no results of others.
    OPERATOR,
    /// The metrics, but no jobs and no results; users, tokens and the audit log are files of the server's host.
    ADMIN
}
