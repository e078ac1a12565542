package bss.spec.transfer;

/// What a [Transfer] does with a value outside its domain (calibtic's three behaviours).
public enum OutsideDomain {
    /// Refuse it with an [IllegalArgumentException] that names value and domain.
    THROW,
    /// Take the nearest end of the domain.
    CLIP,
    /// Apply the formula all the same. A table cannot, and a reverse has no unique answer there: both clip.
    IGNORE
}
