package bss.proto.link;

import bss.proto.v1.Block;
import bss.spec.backend.Pulses;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Pulses as bytes: 8 each, little-endian, time << 18 | address.
///
/// The real formats have 15 bits of time and overflow words (hicann-system, playback and trace frames);
/// whole times
/// make every block readable by itself.
final class PulseBlocks {

    /// Of a full block: 64 KiB.
    static final int PULSES = 8192;

    private static final int ADDRESS_BITS = 18;
    private static final int ADDRESS_MASK = (1 << ADDRESS_BITS) - 1;
    private static final long MAX_TICK = 1L << 45;

    private PulseBlocks() {}

    /// Refuses what has too many bits for the wire.
    static void require(Pulses pulses) {
        for (int i = 0; i < pulses.count(); i++) {
            long tick = pulses.tick(i);
            int address = pulses.address(i);
            if (tick < -MAX_TICK || tick >= MAX_TICK || address >>> ADDRESS_BITS != 0) {
                throw new IllegalArgumentException(
                        "pulse %d has tick %d and packed address %d, must be -2^45..2^45 - 1 and 0..2^18 - 1"
                                .formatted(i, tick, address));
            }
        }
    }

    /// Pulses `first` to `first + count - 1`, of which [#require] has nothing to say.
    static ByteString encode(Pulses pulses, int first, int count) {
        byte[] bytes = new byte[8 * count];
        ByteBuffer to = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            to.putLong(8 * i, pulses.tick(first + i) << ADDRESS_BITS | pulses.address(first + i));
        }
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    /// Puts blocks together again.
    static final class Collector {

        private long[] ticks;
        private int[] addresses;
        private int count;
        private final int most;

        /// @param blocks that will come, at most so many
        /// @param most pulses that are taken
        Collector(int blocks, int most) {
            this.most = most;
            // grows with what arrives: the number of blocks is only a promise
            int room = (int) Math.min((long) PULSES * Math.min(blocks, 16), most);
            ticks = new long[room];
            addresses = new int[room];
        }

        /// Adds the next block.
        void add(Block block) {
            if (!block.hasPulses()) {
                throw Blocks.wrongContent(block, "PULSES");
            }
            ByteString bytes = block.getPulses();
            int n = bytes.size() / 8;
            if (bytes.size() % 8 != 0 || n < 1 || n > PULSES) {
                throw new FrameException("block of %d bytes of pulses, must be 8 to %d, a multiple of 8"
                        .formatted(bytes.size(), 8 * PULSES));
            }
            if (count + n > most) {
                throw new FrameException("more than %d pulses in one request".formatted(most));
            }
            if (count + n > ticks.length) {
                int room = (int) Math.min(most, Math.max(count + n, 2L * count));
                ticks = Arrays.copyOf(ticks, room);
                addresses = Arrays.copyOf(addresses, room);
            }
            ByteBuffer from = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            int base = from.position();
            for (int i = 0; i < n; i++) {
                long word = from.getLong(base + 8 * i);
                ticks[count + i] = word >> ADDRESS_BITS;
                addresses[count + i] = (int) word & ADDRESS_MASK;
            }
            count += n;
        }

        /// All pulses so far, sorted.
        Pulses pulses() {
            return count == ticks.length
                    ? Pulses.sorted(ticks, addresses)
                    : Pulses.sorted(Arrays.copyOf(ticks, count), Arrays.copyOf(addresses, count));
        }
    }
}
