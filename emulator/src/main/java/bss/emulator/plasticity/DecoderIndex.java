package bss.emulator.plasticity;

import java.util.Arrays;

/// The decoders of the 448 half rows of one half, and the order of synapses that follows from them: by row,
/// column parity, decoder and column, so that the synapses that an event reaches lie together.
///
/// A half row is numbered 2 * row + parity. Its 128 decoders are four-bit fields of eight words: those of four
/// neighbours stand in four words, so that comparisons of four words join to one word in order.
final class DecoderIndex {

    static final int DECODERS = 16;
    /// Words that say which synapses of a half row match.
    static final int WORDS = 2;
    /// Synapses of a half row.
    static final int SYNAPSES = 128;

    private static final int PACKED = 8;
    private static final int PER_WORD = 64;
    private static final int HALF_ROWS = 2 * CorrelationArray.ROWS;
    private static final long ONES = 0x1111111111111111L;

    private final long[] decoders = new long[HALF_ROWS * PACKED];
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

    /// A bit for each of the first (0) or last (1) 64 synapses of the half row that hold `decoder`.
    long matches(int halfRow, int word, int decoder) {
        int at = PACKED * halfRow + 4 * word;
        long all = decoder * ONES;
        return equal(decoders[at] ^ all)
                | (equal(decoders[at + 1] ^ all) << 1)
                | (equal(decoders[at + 2] ^ all) << 2)
                | (equal(decoders[at + 3] ^ all) << 3);
    }

    /// The lowest bits of the fields that are 0.
    private static long equal(long difference) {
        long x = difference | (difference >>> 1);
        return ~(x | (x >>> 2)) & ONES;
    }

    /// The column of a bit of [#matches].
    static int column(int halfRow, int word, int bit) {
        return 2 * (PER_WORD * word + bit) + (halfRow & 1);
    }

    int decoder(int halfRow, int column) {
        return (int) (decoders[PACKED * halfRow + word(column)] >>> shift(column)) & 15;
    }

    private static int word(int column) {
        int synapse = column / 2;
        return 4 * (synapse / PER_WORD) + synapse % 4;
    }

    private static int shift(int column) {
        return (column / 2 % PER_WORD) & ~3;
    }

    /// Place of the synapse at a column of the half row.
    int place(int halfRow, int column) {
        int decoder = decoder(halfRow, column);
        int word = column / (2 * PER_WORD);
        int place = first(halfRow, decoder);
        for (int w = 0; w < word; w++) {
            place += Long.bitCount(matches(halfRow, w, decoder));
        }
        long before = (1L << (column / 2 % PER_WORD)) - 1;
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
        long[] words = new long[PACKED];
        for (int column = halfRow & 1; column < CorrelationArray.COLUMNS; column += 2) {
            long decoder = synapses[base + column] & 15;
            words[word(column)] |= decoder << shift(column);
        }
        int from = PACKED * halfRow;
        if (Arrays.equals(words, 0, PACKED, decoders, from, from + PACKED)) {
            return false;
        }
        System.arraycopy(words, 0, decoders, from, PACKED);
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
