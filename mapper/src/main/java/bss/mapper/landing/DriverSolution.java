package bss.mapper.landing;

/// The interval of slots that each landing got; length 0 for those that got none.
public final class DriverSolution {

    private final int[] from;
    private final int[] length;

    DriverSolution(int[] from, int[] length) {
        this.from = from.clone();
        this.length = length.clone();
    }

    public int from(int landing) {
        return from[landing];
    }

    public int length(int landing) {
        return length[landing];
    }
}
