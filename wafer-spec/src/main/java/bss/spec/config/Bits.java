package bss.spec.config;

/// Fields of a register word.
final class Bits {

    private Bits() {}

    static int flag(boolean value, int position) {
        return value ? 1 << position : 0;
    }

    static boolean flag(int word, int position) {
        return (word >>> position & 1) != 0;
    }

    static int field(int word, int position, int width) {
        return word >>> position & (1 << width) - 1;
    }

    static int range(String what, int value, int last) {
        if (value < 0 || value > last) {
            throw new IllegalArgumentException("%s is %d, must be 0 to %d".formatted(what, value, last));
        }
        return value;
    }
}
