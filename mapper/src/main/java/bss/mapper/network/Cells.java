package bss.mapper.network;

import java.util.List;
import java.util.stream.IntStream;

/// Some cells of a population, in order.
public sealed interface Cells {

    /// Every cell.
    static Cells all() {
        return new All();
    }

    /// The indices in a population of `size` cells.
    int[] indices(int size);

    /// How many cells of a population of `size` these are.
    default int count(int size) {
        return indices(size).length;
    }

    static Cells range(int from, int to) {
        return new Range(from, to);
    }

    static Cells of(Integer... cells) {
        return new Listed(List.of(cells));
    }

    /// Every cell.
    record All() implements Cells {
        @Override
        public int[] indices(int size) {
            return IntStream.range(0, size).toArray();
        }

        @Override
        public int count(int size) {
            return size;
        }
    }

    /// Cells `from` (inclusive) to `to` (exclusive).
    record Range(int from, int to) implements Cells {
        public Range {
            if (from < 0 || to < from) {
                throw new IllegalArgumentException("range [%d, %d) must have 0 <= from <= to".formatted(from, to));
            }
        }

        @Override
        public int[] indices(int size) {
            if (to > size) {
                throw new IndexOutOfBoundsException("to is %d, must be at most %d".formatted(to, size));
            }
            return IntStream.range(from, to).toArray();
        }

        @Override
        public int count(int size) {
            return to - from;
        }
    }

    /// These cells, each at most once.
    record Listed(List<Integer> cells) implements Cells {
        public Listed {
            cells = List.copyOf(cells);
        }

        @Override
        public int[] indices(int size) {
            for (int cell : cells) {
                if (cell < 0 || cell >= size) {
                    throw new IndexOutOfBoundsException("cell is %d, must be from 0 to %d".formatted(cell, size - 1));
                }
            }
            return cells.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
