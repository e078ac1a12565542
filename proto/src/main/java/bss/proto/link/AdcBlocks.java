package bss.proto.link;

import bss.proto.v1.AdcBlock;
import bss.proto.v1.AdcSource;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Recordings as blocks: two bytes per 12-bit code, little-endian.
final class AdcBlocks {

    /// Of a full block: 64 KiB.
    static final int SAMPLES = 32768;

    private AdcBlocks() {}

    static AdcBlock encode(AdcSamples recording, int first) {
        int n = Math.min(SAMPLES, recording.count() - first);
        byte[] codes = new byte[2 * n];
        for (int i = 0; i < n; i++) {
            int code = recording.code(first + i);
            codes[2 * i] = (byte) code;
            codes[2 * i + 1] = (byte) (code >>> 8);
        }
        AdcBlock.Builder block = AdcBlock.newBuilder().setCodes(UnsafeByteOperations.unsafeWrap(codes));
        if (first == 0) {
            block.setSource(encode(recording.request()))
                    .setFirstCycle(recording.firstCycle())
                    .setSamples(recording.count());
        }
        return block.build();
    }

    static AdcSource encode(AdcRequest request) {
        AdcSource.Builder source = AdcSource.newBuilder()
                .setHicann(request.hicann())
                .setOutput(request.output())
                .setSamples(request.samples());
        request.cell()
                .ifPresent(c -> source.setCell(bss.proto.v1.Cell.newBuilder()
                        .setBlock(c.block())
                        .setRow(c.row())
                        .setColumn(c.column())));
        return source.build();
    }

    /// @throws IllegalArgumentException if something is out of range
    static AdcRequest decode(AdcSource source) {
        var cell = source.getCell();
        return new AdcRequest(
                source.getHicann(),
                source.getOutput(),
                source.getSamples(),
                source.hasCell()
                        ? Optional.of(new AdcRequest.Cell(cell.getBlock(), cell.getRow(), cell.getColumn()))
                        : Optional.empty());
    }

    /// Puts recordings together again.
    static final class Collector {

        private final List<AdcSamples> recordings = new ArrayList<>();
        private AdcBlock head = AdcBlock.getDefaultInstance();
        private short[] codes = {};
        private int count;

        void add(AdcBlock block) {
            if (block.hasSource()) {
                requireComplete();
                head = block.toBuilder().clearCodes().build();
                codes = new short[Math.min(SAMPLES, Math.max(0, head.getSamples()))];
                count = 0;
            }
            ByteString bytes = block.getCodes();
            int n = bytes.size() / 2;
            if (!head.hasSource() || bytes.size() % 2 != 0 || n > SAMPLES || n > head.getSamples() - count) {
                throw new FrameException("%d bytes of ADC codes after %d of %d samples"
                        .formatted(bytes.size(), count, head.getSamples()));
            }
            if (count + n > codes.length) {
                codes = Arrays.copyOf(codes, (int) Math.min(head.getSamples(), Math.max(count + n, 2L * count)));
            }
            for (int i = 0; i < n; i++) {
                codes[count + i] = (short) ((bytes.byteAt(2 * i) & 0xff) | (bytes.byteAt(2 * i + 1) & 0xff) << 8);
            }
            count += n;
            if (count == head.getSamples()) {
                recordings.add(new AdcSamples(decode(head.getSource()), head.getFirstCycle(), codes));
                head = AdcBlock.getDefaultInstance();
                count = 0;
            }
        }

        List<AdcSamples> recordings() {
            requireComplete();
            return recordings;
        }

        private void requireComplete() {
            if (head.hasSource()) {
                throw new FrameException("recording ends after %d of %d samples".formatted(count, head.getSamples()));
            }
        }
    }
}
