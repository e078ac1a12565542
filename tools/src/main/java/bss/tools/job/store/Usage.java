package bss.tools.job.store;

/// What a user has in the store, and has used.
///
/// @param queued jobs that wait
/// @param running jobs that workers have
/// @param storedBytes of payloads and results
/// @param hardwareSeconds of all results ever, also those of deleted jobs
public record Usage(long queued, long running, long storedBytes, double hardwareSeconds) {}
