package bss.mapper.partition.hyper;

/// What a part holds: a weight, and blocks of which each takes vertices of one kind.
public final class Rules {

    /// Kinds are the numbers 0 to 3.
    static final int KINDS = 4;

    private final long capacity;
    private final int[] blockWeight;
    private final int block;
    private final int blocks;

    /// Makes rules.
    ///
    /// @param capacity of a part
    /// @param blockWeight by vertex, what it takes of a block; not copied
    /// @param block capacity of a block
    /// @param blocks of a part
    public Rules(long capacity, int[] blockWeight, int block, int blocks) {
        this.capacity = capacity;
        this.blockWeight = blockWeight;
        this.block = block;
        this.blocks = blocks;
    }

    /// A weight is all that counts.
    public static Rules weight(int vertices, long capacity) {
        return new Rules(capacity, new int[vertices], 1, 1);
    }

    long capacity() {
        return capacity;
    }

    int blockWeight(int vertex) {
        return blockWeight[vertex];
    }

    int block() {
        return block;
    }

    int blocks() {
        return blocks;
    }
}
