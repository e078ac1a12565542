package bss.mapper.route;

import java.util.Arrays;

/// A binary heap of (cost, state), the cheapest first, of equal cost the smallest state.
final class LineQueue {

    private double[] cost = new double[256];
    private int[] state = new int[256];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    double cost() {
        return cost[0];
    }

    void add(double c, int s) {
        if (size == cost.length) {
            cost = Arrays.copyOf(cost, 2 * size);
            state = Arrays.copyOf(state, 2 * size);
        }
        int at = size++;
        while (at > 0) {
            int up = (at - 1) >> 1;
            if (!before(c, s, up)) {
                break;
            }
            cost[at] = cost[up];
            state[at] = state[up];
            at = up;
        }
        cost[at] = c;
        state[at] = s;
    }

    /// Removes the first and returns its state.
    int remove() {
        int first = state[0];
        size--;
        double c = cost[size];
        int s = state[size];
        int at = 0;
        while (true) {
            int down = 2 * at + 1;
            if (down >= size) {
                break;
            }
            if (down + 1 < size && before(cost[down + 1], state[down + 1], down)) {
                down++;
            }
            if (before(c, s, down)) {
                break;
            }
            cost[at] = cost[down];
            state[at] = state[down];
            at = down;
        }
        cost[at] = c;
        state[at] = s;
        return first;
    }

    private boolean before(double c, int s, int other) {
        return c < cost[other] || (c == cost[other] && s < state[other]);
    }
}
