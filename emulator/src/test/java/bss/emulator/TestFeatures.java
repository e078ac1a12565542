package bss.emulator;

/// What the emulated machine has of the chip's plasticity: the comparisons that need it run if so.
final class TestFeatures {

    /// Whether sessions accept short-term and long-term plasticity.
    static final boolean PLASTICITY = false;

    private TestFeatures() {}
}
