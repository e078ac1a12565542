package bss.proto.link;

import bss.proto.v1.Block;
import bss.proto.v1.Credit;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The blocks of a request: those that arrived and wait for the backend, and how many the host may send. Guarded by its
/// session.
final class UploadStream {

    private final int window;
    private final Deque<Block> waiting = new ArrayDeque<>();
    private long request;
    private int count;
    private int received;
    private int taken;
    private int granted;

    /// @param window blocks that may be on the way
    UploadStream(int window) {
        this.window = window;
    }

    /// Begins the `blocks` blocks of a request.
    void begin(long number, int blocks) {
        request = number;
        count = blocks;
        waiting.clear();
        received = 0;
        taken = 0;
        granted = Math.min(blocks, window);
    }

    int received() {
        return received;
    }

    int granted() {
        return granted;
    }

    /// Takes in a block.
    ///
    /// @throws FrameException if it is not the next, or was not granted
    void add(Block block) {
        if (block.getRequest() != request || block.getIndex() != received || received >= granted) {
            throw new FrameException("block %s of request %d, must be %d of request %d and below %d, as granted"
                    .formatted(
                            Integer.toUnsignedString(block.getIndex()),
                            block.getRequest(),
                            received,
                            request,
                            granted));
        }
        waiting.add(block);
        received++;
    }

    /// Hands out the next block, null if none waits.
    @Nullable
    Block poll() {
        Block next = waiting.poll();
        taken += next == null ? 0 : 1;
        return next;
    }

    /// Grants more blocks if enough were taken.
    ///
    /// @return whether the host has to be told
    boolean grant() {
        int upto = Math.min(count, taken + window);
        if (upto - granted >= window / 2 || (upto == count && upto > granted)) {
            granted = upto;
            return true;
        }
        return false;
    }

    /// What the host is told.
    Credit credit() {
        return Credit.newBuilder()
                .setRequest(request)
                .setReceived(taken)
                .setUpto(granted)
                .build();
    }

    /// Bytes of blocks that wait.
    long bytes() {
        return waiting.stream().mapToLong(Block::getSerializedSize).sum();
    }
}
