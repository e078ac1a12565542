package bss.spec.coord;

import java.util.List;

/// The upper or lower half of a chip: synapse rows 0 to 223 with denmem row 0, or 224 to 447 with row 1.
public enum Half {
    TOP(0),
    BOTTOM(1);

    public static final int COUNT = 2;

    private static final List<Half> ALL = List.of(values());

    private final int index;

    Half(int index) {
        this.index = index;
    }

    /// All in index order.
    public static List<Half> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static Half of(int index) {
        return ALL.get(Places.check(index, COUNT, "half"));
    }

    /// Position in [#all()].
    public int index() {
        return index;
    }

    /// The other half.
    public Half opposite() {
        return this == TOP ? BOTTOM : TOP;
    }
}
