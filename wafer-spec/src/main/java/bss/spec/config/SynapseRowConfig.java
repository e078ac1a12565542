package bss.spec.config;

/// Settings of one of the 448 synapse rows (two per driver).
///
/// Register word: bit 0 `synInLeft`, 1 `synInRight`, 3..2 `decoderEven`, 5..4 `decoderOdd`, 7..6 `selGmax`,
/// 11..8 `gmaxDivLeft`, 15..12 `gmaxDivRight`. Source: halbe, `hal/HICANN/RowConfig.h`.
///
/// @param synInLeft the row feeds the left synaptic input (E_synx) of the denmems
/// @param synInRight the row feeds the right synaptic input (E_syni)
/// @param decoderEven upper two bits of the L1 addresses that the even columns listen to, 0 to 3
/// @param decoderOdd the same for the odd columns
/// @param selGmax which V_gmax of the driver's quadrant scales the row, 0 to 3
/// @param gmaxDivLeft first part of the divisor, 0 to 15
/// @param gmaxDivRight second part, 0 to 15; the divisor is the sum, sensibly 2 to 30
public record SynapseRowConfig(
        boolean synInLeft,
        boolean synInRight,
        int decoderEven,
        int decoderOdd,
        int selGmax,
        int gmaxDivLeft,
        int gmaxDivRight) {

    public static final int BITS = 16;

    public static final SynapseRowConfig RESET = fromBits(0);

    public SynapseRowConfig {
        Bits.range("driver decoder of the even columns", decoderEven, 3);
        Bits.range("driver decoder of the odd columns", decoderOdd, 3);
        Bits.range("V_gmax selector", selGmax, 3);
        Bits.range("left part of the g_max divisor", gmaxDivLeft, 15);
        Bits.range("right part of the g_max divisor", gmaxDivRight, 15);
    }

    public int bits() {
        return Bits.flag(synInLeft, 0)
                | Bits.flag(synInRight, 1)
                | decoderEven << 2
                | decoderOdd << 4
                | selGmax << 6
                | gmaxDivLeft << 8
                | gmaxDivRight << 12;
    }

    public static SynapseRowConfig fromBits(int word) {
        return new SynapseRowConfig(
                Bits.flag(word, 0),
                Bits.flag(word, 1),
                Bits.field(word, 2, 2),
                Bits.field(word, 4, 2),
                Bits.field(word, 6, 2),
                Bits.field(word, 8, 4),
                Bits.field(word, 12, 4));
    }

    /// Driver decoder of the half row that `column` belongs to.
    public int decoder(int column) {
        return (column & 1) == 0 ? decoderEven : decoderOdd;
    }

    /// Sum of both parts of the divisor, 0 to 30.
    public int gmaxDivisor() {
        return gmaxDivLeft + gmaxDivRight;
    }
}
