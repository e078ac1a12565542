package bss.tools.job.store.power;

/// What a disk may hold when the power fails.
enum Variant {
    /// All that was written, as after a crash of the process alone.
    WRITTEN,
    /// Only what was synced.
    SYNCED,
    /// What was synced, and any part of what was written since.
    TORN
}
