package bss.spec.config;

/// A background generator: the source of regular events that lock repeaters and synapse drivers, or of noise.
///
/// Register word: bits 15..0 `period`, 21..16 `address`, 22 `enable`, 23 `random`.
/// Source: halbe, `hal/HICANNContainer.h` BackgroundGenerator; ess, `systemsim/bg_event_generator.cpp`.
///
/// @param random false: one event every `period` + 1 PLL clocks; true: an event in each clock in which the linear
///     feedback register rises above `period`
/// @param period 0 to 65535
/// @param address L1 address of its events, 0 to 63; chips send 0 whatever it says when `random`
public record BackgroundGeneratorConfig(boolean enable, boolean random, int period, int address) {

    public static final int BITS = 24;

    public static final BackgroundGeneratorConfig RESET = fromBits(0);

    public BackgroundGeneratorConfig {
        Bits.range("period", period, 65535);
        Bits.range("L1 address", address, 63);
    }

    public int bits() {
        return period | address << 16 | Bits.flag(enable, 22) | Bits.flag(random, 23);
    }

    public static BackgroundGeneratorConfig fromBits(int word) {
        return new BackgroundGeneratorConfig(
                Bits.flag(word, 22), Bits.flag(word, 23), Bits.field(word, 0, 16), Bits.field(word, 16, 6));
    }

    /// Whether the events of this generator, if they arrive alone, keep repeaters and drivers locked: regular, at
    /// address 0.
    public boolean locks() {
        return enable && !random && address == 0;
    }
}
