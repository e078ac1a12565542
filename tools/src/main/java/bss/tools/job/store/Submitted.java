package bss.tools.job.store;

/// Answer to a submission.
///
/// @param fresh false if the same job was there before
public record Submitted(JobRecord job, boolean fresh) {}
