package bss.spec.coord;

import java.util.List;

/// The left or right side of a chip or of its synapse array; index 0 left, 1 right.
public enum Side {
    LEFT(0),
    RIGHT(1);

    public static final int COUNT = 2;

    private static final List<Side> ALL = List.of(values());

    private final int index;

    Side(int index) {
        this.index = index;
    }

    /// All in index order.
    public static List<Side> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static Side of(int index) {
        return ALL.get(Places.check(index, COUNT, "side"));
    }

    /// Position in [#all()].
    public int index() {
        return index;
    }

    /// The other side.
    public Side opposite() {
        return this == LEFT ? RIGHT : LEFT;
    }
}
