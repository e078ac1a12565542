package bss.emulator.plasticity;

import java.util.Arrays;

/// The decoders of the 448 half rows of one half, and the order of synapses that follows from them: by row,
/// column parity, decoder and column, so that the synapses that an event reaches lie together.
///
/// A half row is numbered 2 * row + parity. Its 128 decoders are four-bit fields of eight words.
final class DecoderIndex {

    static final int DECODERS = 16;
    /// Words of a half row.
    static final int WORDS = 8;
    /// Synapses of a half row.
    static final int SYNAPSES = 128;

    private static final int PER_WORD = 16;
    private static final int HALF_ROWS = 2 * CorrelationArray.ROWS;
    private static final long ONES = 0x1111111111111111L;

    private final long[] decoders = new long[HALF_ROWS * WORDS];
    /// How many synapses of the half row have a smaller decoder, by half row and decoder.
    private final byte[] first = new byte[HALF_ROWS * DECODERS];

    /// All decoders are 0.
    DecoderIndex() {
        for (int halfRow = 0; halfRow < HALF_ROWS; halfRow++) {
            order(halfRow);
        }
    }

    /// Place of the first synapse with this decoder, or where it would be.
    int first(int halfRow, int decoder) {
        return SYNAPSES * halfRow + (first[DECODERS * halfRow + decoder] & 0xff);
    }

    /// The lowest bits of the fields of a word that hold `decoder`.
    long matches(int halfRow, int word, int decoder) {
        long x = decoders[WORDS * halfRow + word] ^ decoder * ONES;
        x |= x >>> 1;
        x |= x >>> 2;
        return ~x & ONES;
    }

    /// The column of a field by the place of its lowest bit.
    static int column(int halfRow, int word, int bit) {
        return 2 * (PER_WORD * word + (bit >> 2)) + (halfRow & 1);
    }

    int decoder(int halfRow, int column) {
        return (int) (decoders[WORDS * halfRow + column / (2 * PER_WORD)] >>> (4 * (column / 2 % PER_WORD))) & 15;
    }

    /// Place of the synapse at a column of the half row.
    int place(int halfRow, int column) {
        int decoder = decoder(halfRow, column);
        int word = column / (2 * PER_WORD);
        int place = first(halfRow, decoder);
        for (int w = 0; w < word; w++) {
            place += Long.bitCount(matches(halfRow, w, decoder));
        }
        long before = (1L << (4 * (column / 2 % PER_WORD))) - 1;
        return place + Long.bitCount(matches(halfRow, word, decoder) & before);
    }

    /// The places of the synapses of a half row, by column.
    void places(int halfRow, int[] places) {
        int[] next = new int[DECODERS];
        for (int decoder = 0; decoder < DECODERS; decoder++) {
            next[decoder] = first(halfRow, decoder);
        }
        for (int column = halfRow & 1; column < CorrelationArray.COLUMNS; column += 2) {
            places[column] = next[decoder(halfRow, column)]++;
        }
    }

    /// Takes the decoders of a half row; whether one changed.
    ///
    /// @param synapses decoders in the lower four bits
    /// @param base place of the row's first synapse
    boolean set(int halfRow, byte[] synapses, int base) {
        long[] words = new long[WORDS];
        for (int column = halfRow & 1; column < CorrelationArray.COLUMNS; column += 2) {
            long decoder = synapses[base + column] & 15;
            words[column / (2 * PER_WORD)] |= decoder << (4 * (column / 2 % PER_WORD));
        }
        int from = WORDS * halfRow;
        if (Arrays.equals(words, 0, WORDS, decoders, from, from + WORDS)) {
            return false;
        }
        System.arraycopy(words, 0, decoders, from, WORDS);
        order(halfRow);
        return true;
    }

    private void order(int halfRow) {
        int sum = 0;
        for (int decoder = 0; decoder < DECODERS; decoder++) {
            first[DECODERS * halfRow + decoder] = (byte) sum;
            for (int word = 0; word < WORDS; word++) {
                sum += Long.bitCount(matches(halfRow, word, decoder));
            }
        }
    }
}
