package bss.emulator.silicon;

import bss.spec.random.KeyedRandom;

/// The fixed pattern of one kind: a random number for each index, found again from wafer seed, kind and index.
///
/// @param key of wafer seed and kind
record Draws(long key) {

    /// What is drawn; the order is part of every wafer, so append only.
    enum Kind {
        CELL_STUCK,
        CELL_STUCK_CODE,
        CELL_NOISE,
        CELL_DRIFT,
        PARAMETER,
        BEND,
        REFRACTORY_OUTLIER,
        RESET_BLOCK,
        CONVOFF,
        SYNAPSE,
        SYNAPSE_ROW,
        DRIVER_DEAD,
        DENMEM_DEAD,
        HREPEATER_DEAD,
        VREPEATER_DEAD,
        DELAY,
        READOUT,
        ADC_BOARD,
        ADC_NOISE,
        CORRELATION
    }

    /// @param part of the kind, for example the parameter
    @SuppressWarnings("EnumOrdinal") // the order is stated above
    static Draws of(long waferSeed, Kind kind, int part) {
        return new Draws(KeyedRandom.key(waferSeed, kind.ordinal(), part));
    }

    static Draws of(long waferSeed, Kind kind) {
        return of(waferSeed, kind, 0);
    }

    /// 64 uniform bits.
    long bits(long index) {
        return KeyedRandom.hash(key, index);
    }

    /// Uniform in 0 (inclusive) to 1 (exclusive).
    double uniform(long index) {
        return (bits(index) >>> 11) * 0x1p-53;
    }

    /// Standard normal.
    double normal(long index) {
        return NormalTable.deviate(bits(index));
    }

    /// Standard normal, another one for each `write` of the same index.
    double normal(long index, long write) {
        return NormalTable.deviate(KeyedRandom.hash(bits(index), write));
    }
}
