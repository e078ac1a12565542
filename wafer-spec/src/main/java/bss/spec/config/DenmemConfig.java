package bss.spec.config;

/// Digital settings of one denmem (neuron circuit).
///
/// Register word: bits 5..0 `address`, 6 `activateFiring`, 7 `enableSpl1Output`, 8 `enableFireInput`,
/// 9 `enableAout`, 10 `enableCurrentInput`. Source: halbe, `hal/HICANNContainer.h` struct Neuron.
///
/// @param address L1 address it sends, 0 to 63
/// @param activateFiring the comparator is on: without it there is no spike and no reset
/// @param enableSpl1Output the spike goes to the priority encoder of its block; needs `activateFiring`
/// @param enableFireInput at the border of a quad: joined to the neighbouring quad's denmem in the same row, whose
///     spikes reset it (a left-hand denmem, even x, listens to x - 1; a right-hand one, odd x, to x + 1)
/// @param enableAout membrane on the analog readout line of its quad position
/// @param enableCurrentInput current stimulus of its shared floating-gate block
public record DenmemConfig(
        int address,
        boolean activateFiring,
        boolean enableSpl1Output,
        boolean enableFireInput,
        boolean enableAout,
        boolean enableCurrentInput) {

    /// Width of the register word.
    public static final int BITS = 11;

    /// After reset: everything off.
    public static final DenmemConfig RESET = fromBits(0);

    public DenmemConfig {
        Bits.range("L1 address", address, 63);
    }

    public int bits() {
        return address
                | Bits.flag(activateFiring, 6)
                | Bits.flag(enableSpl1Output, 7)
                | Bits.flag(enableFireInput, 8)
                | Bits.flag(enableAout, 9)
                | Bits.flag(enableCurrentInput, 10);
    }

    public static DenmemConfig fromBits(int word) {
        return new DenmemConfig(
                Bits.field(word, 0, 6),
                Bits.flag(word, 6),
                Bits.flag(word, 7),
                Bits.flag(word, 8),
                Bits.flag(word, 9),
                Bits.flag(word, 10));
    }
}
