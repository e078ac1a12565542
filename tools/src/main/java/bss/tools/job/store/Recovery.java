package bss.tools.job.store;

/// What a start found left over from the server before.
///
/// @param requeued jobs that will run again
/// @param interrupted jobs that may not run twice
/// @param cancelled jobs whose cancel had been asked
/// @param removedFiles files that belong to no job
public record Recovery(int requeued, int interrupted, int cancelled, int removedFiles) {}
