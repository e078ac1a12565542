package bss.spec.config;

/// Settings of a synapse driver.
///
/// Register word: bit 0 `enable`, 1 `locin`, 2 `connectNeighbor`, 3 `stpEnable`, 4 `stpDepression`, 7..5 `stpCap`.
/// Source: halbe, `hal/HICANN/SynapseDriver.h`.
///
/// @param enable drives its two rows
/// @param locin takes events from the L1 switches of its row
/// @param connectNeighbor joined with its outer neighbour in the quadrant (
///     driver y - 2 in the top half, y + 2 in the bottom half); the joint works both ways
/// @param stpEnable short-term plasticity on
/// @param stpDepression depression instead of facilitation
/// @param stpCap utilisation, 0 to 7
public record SynapseDriverConfig(
        boolean enable, boolean locin, boolean connectNeighbor, boolean stpEnable, boolean stpDepression, int stpCap) {

    public static final int BITS = 8;

    public static final SynapseDriverConfig RESET = fromBits(0);

    public SynapseDriverConfig {
        Bits.range("STP capacitance", stpCap, 7);
    }

    /// A driver without short-term plasticity.
    public SynapseDriverConfig(boolean enable, boolean locin, boolean connectNeighbor) {
        this(enable, locin, connectNeighbor, false, false, 0);
    }

    public int bits() {
        return Bits.flag(enable, 0)
                | Bits.flag(locin, 1)
                | Bits.flag(connectNeighbor, 2)
                | Bits.flag(stpEnable, 3)
                | Bits.flag(stpDepression, 4)
                | stpCap << 5;
    }

    public static SynapseDriverConfig fromBits(int word) {
        return new SynapseDriverConfig(
                Bits.flag(word, 0),
                Bits.flag(word, 1),
                Bits.flag(word, 2),
                Bits.flag(word, 3),
                Bits.flag(word, 4),
                Bits.field(word, 5, 3));
    }
}
