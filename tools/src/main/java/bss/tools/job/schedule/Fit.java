package bss.tools.job.schedule;

/// Whether a claim can be met now; [PartTable#fits] is one.
@FunctionalInterface
public interface Fit {

    /// Must not depend on anything that changes during a call of [FairQueue#next].
    ///
    /// @param keepFree what the claim must not be met from, since others wait for it
    boolean fits(Claim claim, FpgaSet keepFree);
}
