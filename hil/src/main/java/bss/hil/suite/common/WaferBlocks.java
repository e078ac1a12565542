package bss.hil.suite.common;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.proto.FormatException;
import bss.proto.WaferConfigurationCodec;
import bss.proto.v1.Block;
import bss.spec.backend.Pulses;
import bss.spec.config.WaferConfiguration;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Contents of blocks: chips that were read back, and pulses.
public final class WaferBlocks {

    /// Pulses of a full block.
    public static final int PULSES = 8192;

    private static final int ADDRESS_BITS = 18;

    private WaferBlocks() {}

    /// The chips that were read back.
    ///
    /// @throws Violation if they do not ascend, or are none
    public static WaferConfiguration decode(Bench bench, List<Block> blocks) throws Violation {
        WaferConfiguration wafer = WaferConfiguration.empty();
        int last = -1;
        for (Block block : blocks) {
            int h = block.getChip().getIndex();
            int before = last;
            bench.demand(
                    block.hasChip() && h > before && h < WaferConfiguration.HICANNS,
                    () -> "block %d of what was read back holds %s, HICANN %d after %d, must be chips that ascend"
                            .formatted(block.getIndex(), block.getContentCase(), h, before));
            last = h;
            try {
                wafer = wafer.with(h, WaferConfigurationCodec.decode(block.getChip()));
            } catch (FormatException e) {
                throw new Violation("HICANN %d was read back as what no chip can be: %s".formatted(h, e.getMessage()));
            }
        }
        return wafer;
    }

    /// Pulses `from` (inclusive) to `to` as a block: 8 bytes each, little-endian, time << 18 | address.
    public static Block.Builder encode(Pulses pulses, int from, int to) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * (to - from)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = from; i < to; i++) {
            bytes.putLong(pulses.tick(i) << ADDRESS_BITS | pulses.address(i));
        }
        return Block.newBuilder().setPulses(ByteString.copyFrom(bytes.array()));
    }

    /// The pulses of a trace's blocks.
    ///
    /// @throws Violation if they have no right length, or do not ascend
    public static Pulses pulses(Bench bench, List<Block> blocks) throws Violation {
        int count = 0;
        for (Block block : blocks) {
            int bytes = block.getPulses().size();
            bench.demand(
                    block.hasPulses() && bytes > 0 && bytes <= 8 * PULSES && bytes % 8 == 0,
                    () -> "block %d of a trace has %s of %d bytes, must be pulses of 8 to %d, a multiple of 8"
                            .formatted(block.getIndex(), block.getContentCase(), bytes, 8 * PULSES));
            count += bytes / 8;
        }
        long[] ticks = new long[count];
        int[] addresses = new int[count];
        int n = 0;
        long last = Long.MIN_VALUE;
        for (Block block : blocks) {
            ByteBuffer bytes = block.getPulses().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                long word = bytes.getLong();
                long before = last;
                int at = n;
                bench.demand(
                        word >= before,
                        () -> "pulse %d of a trace, 0x%x, follows 0x%x, must not descend".formatted(at, word, before));
                last = word;
                ticks[n] = word >> ADDRESS_BITS;
                addresses[n++] = (int) word & (1 << ADDRESS_BITS) - 1;
            }
        }
        return Pulses.sorted(ticks, addresses);
    }
}
