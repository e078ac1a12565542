package bss.hil.bench;

/// What an endpoint must have for a test; without it the test is skipped.
public enum Need {
    /// At least two FPGAs among the parts.
    TWO_FPGAS,
    /// An advance goes on where the last one stopped (`Capabilities.can_pause`).
    PAUSE,
    /// A look inside (`Capabilities.probe`).
    PROBE,
    /// The harness was given a token, so the endpoint asks for one.
    TOKEN
}
