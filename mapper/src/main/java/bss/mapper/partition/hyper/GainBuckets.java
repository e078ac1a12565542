package bss.mapper.partition.hyper;

import java.util.Arrays;

/// Vertices in doubly linked lists by gain, the best at hand: the buckets of Fiduccia and Mattheyses (DAC 1982).
final class GainBuckets {

    static final int NONE = -1;

    private final int[] gain;
    private final int[] head;
    private final int[] next;
    private final int[] prev;
    private final boolean[] inside;
    private final int offset;
    private int top = -1;

    /// Makes empty buckets.
    ///
    /// @param gain by vertex; only [#change] may change that of a vertex inside
    /// @param most of the absolute value of a gain
    GainBuckets(int[] gain, int most) {
        this.gain = gain;
        head = new int[2 * most + 1];
        Arrays.fill(head, NONE);
        next = new int[gain.length];
        prev = new int[gain.length];
        inside = new boolean[gain.length];
        offset = most;
    }

    void add(int vertex) {
        int bucket = gain[vertex] + offset;
        next[vertex] = head[bucket];
        prev[vertex] = NONE;
        if (head[bucket] != NONE) {
            prev[head[bucket]] = vertex;
        }
        head[bucket] = vertex;
        inside[vertex] = true;
        top = Math.max(top, bucket);
    }

    void remove(int vertex) {
        if (prev[vertex] == NONE) {
            head[gain[vertex] + offset] = next[vertex];
        } else {
            next[prev[vertex]] = next[vertex];
        }
        if (next[vertex] != NONE) {
            prev[next[vertex]] = prev[vertex];
        }
        inside[vertex] = false;
    }

    void change(int vertex, int by) {
        if (inside[vertex]) {
            remove(vertex);
            gain[vertex] += by;
            add(vertex);
        }
    }

    /// The vertex of highest gain; none if empty.
    int first() {
        while (top >= 0 && head[top] == NONE) {
            top--;
        }
        return top < 0 ? NONE : head[top];
    }

    /// The one after it in the order of gains.
    int after(int vertex) {
        if (next[vertex] != NONE) {
            return next[vertex];
        }
        for (int bucket = gain[vertex] + offset - 1; bucket >= 0; bucket--) {
            if (head[bucket] != NONE) {
                return head[bucket];
            }
        }
        return NONE;
    }

    void clear() {
        Arrays.fill(head, NONE);
        Arrays.fill(inside, false);
        top = -1;
    }
}
