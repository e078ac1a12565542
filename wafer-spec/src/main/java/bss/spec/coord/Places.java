package bss.spec.coord;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// What all coordinates share: the list of places in index order and the message for one that does not exist.
final class Places {

    private Places() {}

    /// The places 0 to `count` - 1, made once.
    static <T> List<T> list(int count, IntFunction<T> make) {
        return IntStream.range(0, count).mapToObj(make).toList();
    }

    /// The places 0 to `count` - 1, each made when asked for; for kinds with very many places.
    static <T> List<T> view(int count, IntFunction<T> make) {
        return new View<>(count, make);
    }

    /// Returns `value` if it lies in 0 to `count` - 1.
    ///
    /// @param what the kind of place, as in "HLine on a HICANN"
    static int check(int value, int count, String what) {
        if (value < 0 || value >= count) {
            throw new IllegalArgumentException("no %s %d, there are 0 to %d".formatted(what, value, count - 1));
        }
        return value;
    }

    private static final class View<T> extends AbstractList<T> implements RandomAccess {

        private final int count;
        private final IntFunction<T> make;

        View(int count, IntFunction<T> make) {
            this.count = count;
            this.make = make;
        }

        @Override
        public T get(int index) {
            return make.apply(index);
        }

        @Override
        public int size() {
            return count;
        }
    }
}
