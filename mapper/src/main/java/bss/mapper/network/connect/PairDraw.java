package bss.mapper.network.connect;

import bss.mapper.network.PairList;
import bss.spec.random.KeyedRandom;
import java.util.Arrays;
import java.util.BitSet;

/// Two growing columns of pairs, and the rules that fill them.
final class PairDraw {

    private final int[] sourceCells;
    private final int[] targetCells;
    private final boolean samePopulation;
    private final KeyedRandom random;

    private int[] sources = new int[16];
    private int[] targets = new int[16];
    private int size;

    PairDraw(int[] sourceCells, int[] targetCells, boolean samePopulation, KeyedRandom random) {
        this.sourceCells = sourceCells;
        this.targetCells = targetCells;
        this.samePopulation = samePopulation;
        this.random = random;
    }

    int size() {
        return size;
    }

    int[] sources() {
        return sources.length == size ? sources : Arrays.copyOf(sources, size);
    }

    int[] targets() {
        return targets.length == size ? targets : Arrays.copyOf(targets, size);
    }

    private void reserve(long capacity) {
        int n = Math.toIntExact(capacity);
        if (n > sources.length) {
            sources = Arrays.copyOf(sources, n);
            targets = Arrays.copyOf(targets, n);
        }
    }

    private void add(int source, int target) {
        if (size == sources.length) {
            reserve(size + (size >> 1) + 1L);
        }
        sources[size] = source;
        targets[size++] = target;
    }

    private boolean allowed(int source, int target, boolean allowSelf) {
        return allowSelf || !samePopulation || source != target;
    }

    void allToAll(boolean allowSelf) {
        reserve((long) sourceCells.length * targetCells.length);
        for (int source : sourceCells) {
            for (int target : targetCells) {
                if (allowed(source, target, allowSelf)) {
                    add(source, target);
                }
            }
        }
    }

    void oneToOne() {
        reserve(sourceCells.length);
        for (int i = 0; i < sourceCells.length; i++) {
            add(sourceCells[i], targetCells[i]);
        }
    }

    /// Jumps from hit to hit: the gap between two hits of independent trials is geometric.
    void fixedProbability(double p, boolean allowSelf) {
        if (p == 0) {
            return;
        }
        if (p == 1) {
            allToAll(allowSelf);
            return;
        }
        double perTrial = StrictMath.log1p(-p);
        long pairs = (long) sourceCells.length * targetCells.length;
        long pair = -1;
        while (true) {
            // nextExponential is -log(1 - u); the cast saturates, and a gap beyond the end ends the loop
            long gap = (long) StrictMath.floor(-random.nextExponential() / perTrial);
            if (gap >= pairs - pair - 1) {
                return;
            }
            pair += gap + 1;
            int source = sourceCells[(int) (pair / targetCells.length)];
            int target = targetCells[(int) (pair % targetCells.length)];
            if (allowed(source, target, allowSelf)) {
                add(source, target);
            }
        }
    }

    /// `n` choices for every target (`byTarget`) or for every source.
    void fixedDegree(int n, boolean withReplacement, boolean allowSelf, boolean byTarget) {
        int[] each = byTarget ? targetCells : sourceCells;
        int[] choices = (byTarget ? sourceCells : targetCells).clone();
        reserve((long) n * each.length);
        for (int cell : each) {
            int taken = 0;
            for (int k = 0; k < n; ) {
                int pick;
                if (withReplacement) {
                    pick = choices[random.nextInt(choices.length)];
                } else {
                    // partial shuffle: any order of the rest is as good as another, so it is never undone
                    int at = taken + random.nextInt(choices.length - taken);
                    pick = choices[at];
                    choices[at] = choices[taken];
                    choices[taken++] = pick;
                }
                if (allowed(pick, cell, allowSelf)) {
                    if (byTarget) {
                        add(pick, cell);
                    } else {
                        add(cell, pick);
                    }
                    k++;
                }
            }
        }
    }

    void totalWithReplacement(int n, boolean allowSelf) {
        reserve(n);
        while (size < n) {
            int source = sourceCells[random.nextInt(sourceCells.length)];
            int target = targetCells[random.nextInt(targetCells.length)];
            if (allowed(source, target, allowSelf)) {
                add(source, target);
            }
        }
    }

    /// Marks `n` pairs, or those to leave out if they are fewer, then collects by source.
    void totalWithoutReplacement(int n, boolean allowSelf) {
        int ns = sourceCells.length;
        int nt = targetCells.length;
        long eligible = 0;
        for (int source : sourceCells) {
            eligible += nt;
            if (!allowSelf && samePopulation) {
                eligible -= Arrays.stream(targetCells).filter(t -> t == source).count();
            }
        }
        boolean invert = n > eligible / 2;
        long toMark = invert ? eligible - n : n;
        BitSet[] marked = new BitSet[ns];
        for (int i = 0; i < ns; i++) {
            marked[i] = new BitSet();
        }
        for (long k = 0; k < toMark; ) {
            int i = random.nextInt(ns);
            int j = random.nextInt(nt);
            if (!marked[i].get(j) && allowed(sourceCells[i], targetCells[j], allowSelf)) {
                marked[i].set(j);
                k++;
            }
        }
        reserve(n);
        for (int i = 0; i < ns; i++) {
            int j = invert ? marked[i].nextClearBit(0) : marked[i].nextSetBit(0);
            while (j >= 0 && j < nt) {
                if (allowed(sourceCells[i], targetCells[j], allowSelf)) {
                    add(sourceCells[i], targetCells[j]);
                }
                j = invert ? marked[i].nextClearBit(j + 1) : marked[i].nextSetBit(j + 1);
            }
        }
    }

    void listed(PairList pairs) {
        reserve(pairs.size());
        for (int k = 0; k < pairs.size(); k++) {
            add(sourceCells[pairs.source(k)], targetCells[pairs.target(k)]);
        }
    }
}
