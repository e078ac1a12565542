package bss.spec.coord;

import java.util.List;

/// Where a neighbouring chip lies. y grows downwards, so north is y - 1.
public enum Direction {
    EAST(0, 1, 0),
    WEST(1, -1, 0),
    NORTH(2, 0, -1),
    SOUTH(3, 0, 1);

    public static final int COUNT = 4;

    private static final List<Direction> ALL = List.of(values());

    private final int index;
    private final int dx;
    private final int dy;

    Direction(int index, int dx, int dy) {
        this.index = index;
        this.dx = dx;
        this.dy = dy;
    }

    /// All in index order.
    public static List<Direction> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static Direction of(int index) {
        return ALL.get(Places.check(index, COUNT, "direction"));
    }

    /// Position in [#all()].
    public int index() {
        return index;
    }

    /// Step in x, -1, 0 or 1.
    public int dx() {
        return dx;
    }

    /// Step in y, -1, 0 or 1.
    public int dy() {
        return dy;
    }

    /// The way back.
    public Direction opposite() {
        return switch (this) {
            case EAST -> WEST;
            case WEST -> EAST;
            case NORTH -> SOUTH;
            case SOUTH -> NORTH;
        };
    }

    /// Whether it leads over the left or right border.
    public boolean isHorizontal() {
        return dy == 0;
    }
}
