package bss.spec.config;

/// The four switches inside a quad of 2 x 2 denmems.
///
/// Register word: bit 0 `verticalLeft`, 1 `verticalRight`, 2 `horizontalTop`, 3 `horizontalBottom`.
/// Source: halbe, `hal/HICANNContainer.h` NeuronQuad.
///
/// @param verticalLeft joins top and bottom denmem of the even column
/// @param verticalRight joins top and bottom denmem of the odd column
/// @param horizontalTop joins the two denmems of the top row
/// @param horizontalBottom joins the two denmems of the bottom row
public record QuadConfig(boolean verticalLeft, boolean verticalRight, boolean horizontalTop, boolean horizontalBottom) {

    public static final int BITS = 4;

    /// After reset: all switches open.
    public static final QuadConfig RESET = fromBits(0);

    public int bits() {
        return Bits.flag(verticalLeft, 0)
                | Bits.flag(verticalRight, 1)
                | Bits.flag(horizontalTop, 2)
                | Bits.flag(horizontalBottom, 3);
    }

    public static QuadConfig fromBits(int word) {
        return new QuadConfig(Bits.flag(word, 0), Bits.flag(word, 1), Bits.flag(word, 2), Bits.flag(word, 3));
    }
}
