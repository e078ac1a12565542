package bss.hil.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameScannerTest {

    private static final int STREAMS = 200;

    /// What a scanner found: `f:` and the bytes of a frame, `b:` and bytes that are none, neighbours joined.
    private static final class Found implements FrameScanner.Sink {

        final List<String> frames = new ArrayList<>();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void frame(byte[] from, int at, int length) {
            frames.add(HexFormat.of().formatHex(from, at, at + length));
        }

        @Override
        public void bytes(byte[] from, int at, int length) {
            bytes.write(from, at, length);
        }
    }

    @Test
    void framesAreFoundHoweverTheStreamIsCut() {
        for (int seed = 0; seed < STREAMS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                byte[] frame = new byte[1 + random.nextInt(random.nextBoolean() ? 6 : 3000)];
                random.nextBytes(frame);
                stream.writeBytes(ByteBuffer.allocate(4).putInt(frame.length).array());
                stream.writeBytes(frame);
                expected.add(HexFormat.of().formatHex(frame));
            }
            byte[] rest = {0, 0, 1};
            stream.writeBytes(rest);
            Found found = scan(stream.toByteArray(), random);
            assertEquals(expected, found.frames, "seed " + seed);
            assertEquals(
                    HexFormat.of().formatHex(rest),
                    HexFormat.of().formatHex(found.bytes.toByteArray()),
                    "seed " + seed);
        }
    }

    @Test
    void afterALengthThatNoFrameHasAllIsBytes() {
        for (int seed = 0; seed < STREAMS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] garbage = new byte[500];
            random.nextBytes(garbage);
            garbage[0] = (byte) 0xff;
            byte[] stream = new byte[6 + garbage.length];
            System.arraycopy(new byte[] {0, 0, 0, 2, 7, 8}, 0, stream, 0, 6);
            System.arraycopy(garbage, 0, stream, 6, garbage.length);
            Found found = scan(stream, random);
            assertEquals(List.of("0708"), found.frames, "seed " + seed);
            assertEquals(
                    HexFormat.of().formatHex(garbage),
                    HexFormat.of().formatHex(found.bytes.toByteArray()),
                    "seed " + seed);
        }
    }

    private static Found scan(byte[] stream, SplittableRandom random) {
        Found found = new Found();
        FrameScanner scanner = new FrameScanner(found);
        int most = random.nextBoolean() ? 3 : 2000;
        for (int at = 0; at < stream.length; ) {
            int length = Math.min(1 + random.nextInt(most), stream.length - at);
            // in the middle of an array, as from a socket that is read again into the same
            byte[] buffer = new byte[length + 5];
            Arrays.fill(buffer, (byte) -1);
            System.arraycopy(stream, at, buffer, 2, length);
            scanner.feed(buffer, 2, length);
            at += length;
        }
        scanner.end();
        return found;
    }
}
