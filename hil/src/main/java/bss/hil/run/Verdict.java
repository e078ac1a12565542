package bss.hil.run;

/// What came out of a test.
public enum Verdict {
    PASS,
    /// The endpoint does not keep a promise.
    FAIL,
    /// The endpoint has not what the test needs, and says so.
    SKIP,
    /// A failure that the tolerance file knows, with a reference.
    XFAIL,
    /// The endpoint died, hung, or answered garbage; or the harness has a fault.
    ERROR;

    /// Whether a run with it can be called good.
    public boolean isGood() {
        return this != FAIL && this != ERROR;
    }
}
