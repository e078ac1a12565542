package bss.mapper.route;

import java.util.Arrays;

/// A growing list of line numbers.
final class LineList {

    private int[] lines = new int[16];
    private int size;

    LineList() {}

    LineList(LineList other) {
        lines = other.lines.clone();
        size = other.size;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int get(int i) {
        return lines[i];
    }

    int last() {
        return lines[size - 1];
    }

    void add(int line) {
        if (size == lines.length) {
            lines = Arrays.copyOf(lines, 2 * size);
        }
        lines[size++] = line;
    }

    void addAll(LineList other) {
        for (int i = 0; i < other.size; i++) {
            add(other.lines[i]);
        }
    }

    void clear() {
        size = 0;
    }
}
