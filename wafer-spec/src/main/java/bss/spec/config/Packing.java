package bss.spec.config;

import java.util.Objects;

/// Register words of one [Component], packed end to end with just the bits that they have: a wafer holds 8 million of
/// them, most of a single bit or ten. Word i is in the bits from i * width on, the lowest first.
final class Packing {

    private Packing() {}

    static int[] pack(Component component, int[] words) {
        int width = component.bits();
        // one more, so that a word may always be read from two ints
        int[] packed = new int[((words.length * width) >>> 5) + 2];
        for (int i = 0; i < words.length; i++) {
            int at = i * width;
            long bits = (long) words[i] << (at & 31);
            packed[at >>> 5] |= (int) bits;
            packed[(at >>> 5) + 1] |= (int) (bits >>> 32);
        }
        return packed;
    }

    static int[] unpack(Component component, int[] packed) {
        int[] words = new int[component.count()];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(component.bits(), packed, i);
        }
        return words;
    }

    /// Word number `index`.
    ///
    /// @throws IndexOutOfBoundsException if the component has no such word
    static int word(Component component, int[] packed, int index) {
        return word(component.bits(), packed, Objects.checkIndex(index, component.count()));
    }

    private static int word(int width, int[] packed, int index) {
        int at = index * width;
        long bits = (packed[at >>> 5] & 0xffff_ffffL) | (long) packed[(at >>> 5) + 1] << 32;
        return (int) (bits >>> (at & 31)) & (1 << width) - 1;
    }
}
