package bss.hil.bench;

/// How much is tested.
public enum Profile {
    /// Twelve tests, a minute.
    SMOKE,
    /// All, a quarter of an hour on one reticle.
    FULL,
    /// Those that find what is rare, for an hour.
    SOAK
}
