package bss.tools.job.schedule;

/// Parts of the wafer that one job has to itself until a time.
///
/// @param token what fences off former holders: later leases have higher ones, renewed ones keep theirs
/// @param job its number
/// @param parts none if the job shares nothing
/// @param untilMs when it ends unless it is renewed
public record Lease(long token, long job, FpgaSet parts, long untilMs) {}
