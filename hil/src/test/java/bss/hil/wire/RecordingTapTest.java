package bss.hil.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordingTapTest {

    private static final int FRAMES = 1_000_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /// Each frame carries its number.
    @Test
    void aMillionSmallFramesPassInOrderAndSoonEnough() throws Exception {
        try (EchoEndpoint echo = new EchoEndpoint();
                RecordingTap tap = tap(echo, Optional.of(folder.resolve("t")));
                Socket socket =
                        new Socket(tap.address().getAddress(), tap.address().getPort())) {
            long start = System.nanoTime();
            Thread sender = Thread.ofPlatform().start(() -> sendNumbers(socket));
            DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 1 << 16));
            for (int i = 0; i < FRAMES; i++) {
                assertEquals(8, in.readInt());
                assertEquals(i, in.readLong());
            }
            sender.join();
            double seconds = (System.nanoTime() - start) * 1e-9;
            System.out.printf("a million frames there and back in %.2f s%n", seconds);
            assertTrue(seconds < 20, () -> "took %.1f s".formatted(seconds));
            assertEquals(12L * FRAMES, tap.bytesDown());
            assertEquals(12L * FRAMES, tap.bytesUp());
            assertEquals(2L * FRAMES, tap.frames());
            assertTrue(tap.transcriptTrouble().isPresent());
        }
        assertTrue(folder.resolve("t").toFile().length() <= RecordingTap.TRANSCRIPT_BYTES + 100);
        var entries = Transcript.read(folder.resolve("t")).entries();
        assertEquals(Entry.Kind.FULL, entries.getLast().kind());
    }

    private static void sendNumbers(Socket socket) {
        try {
            OutputStream out = socket.getOutputStream();
            ByteBuffer many = ByteBuffer.allocate(12 * 1000);
            for (int i = 0; i < FRAMES; i++) {
                many.putInt(8).putLong(i);
                if (!many.hasRemaining()) {
                    out.write(many.array());
                    many.clear();
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void largeFramesPassUnchanged() throws Exception {
        byte[] block = new byte[1 << 20];
        new SplittableRandom(1).nextBytes(block);
        int blocks = 100;
        try (EchoEndpoint echo = new EchoEndpoint();
                RecordingTap tap = tap(echo, Optional.empty());
                Socket socket =
                        new Socket(tap.address().getAddress(), tap.address().getPort())) {
            long start = System.nanoTime();
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < blocks; i++) {
                        socket.getOutputStream()
                                .write(ByteBuffer.allocate(4)
                                        .putInt(block.length)
                                        .array());
                        socket.getOutputStream().write(block);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < blocks; i++) {
                assertEquals(block.length, in.readInt());
                assertArrayEquals(block, in.readNBytes(block.length));
            }
            sender.join();
            double seconds = (System.nanoTime() - start) * 1e-9;
            System.out.printf("%.0f MB/s there and back%n", blocks * block.length * 1e-6 / seconds);
            assertEquals(2L * blocks, tap.frames());
        }
    }

    @Test
    void aCutComesAfterExactlySoManyBytes() throws Exception {
        for (int bytes : new int[] {1, 7, 999}) {
            try (EchoEndpoint echo = new EchoEndpoint();
                    RecordingTap tap = tap(echo, Optional.empty());
                    Socket socket =
                            new Socket(tap.address().getAddress(), tap.address().getPort())) {
                tap.cutAfter(bytes);
                socket.getOutputStream().write(new byte[2000]);
                // the rest is cut off, as a network does it: with or without a reset
                try {
                    assertTrue(socket.getInputStream().readAllBytes().length <= bytes);
                } catch (IOException e) {
                    // reset
                }
                assertEquals(bytes, tap.bytesDown() + tap.bytesUp());
                try (Socket next =
                        new Socket(tap.address().getAddress(), tap.address().getPort())) {
                    next.getOutputStream().write(42);
                    assertEquals(42, next.getInputStream().read(), "later connections are let through");
                }
                assertEquals(2, tap.connections());
            }
        }
    }

    @Test
    void nothingGoesUpWhileItIsHeld() throws Exception {
        try (EchoEndpoint echo = new EchoEndpoint();
                RecordingTap tap = tap(echo, Optional.empty());
                Socket socket =
                        new Socket(tap.address().getAddress(), tap.address().getPort())) {
            tap.holdUp(true);
            socket.getOutputStream().write(1);
            socket.setSoTimeout(200);
            assertThrows(
                    SocketTimeoutException.class, () -> socket.getInputStream().read());
            tap.holdUp(false);
            socket.setSoTimeout(10_000);
            assertEquals(1, socket.getInputStream().read());
        }
    }

    @Test
    void piecesChangeNothing() throws Exception {
        byte[] bytes = new byte[5000];
        new SplittableRandom(2).nextBytes(bytes);
        try (EchoEndpoint echo = new EchoEndpoint();
                RecordingTap tap = tap(echo, Optional.empty());
                Socket socket =
                        new Socket(tap.address().getAddress(), tap.address().getPort())) {
            tap.pieces(3);
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            assertArrayEquals(bytes, socket.getInputStream().readAllBytes());
        }
    }

    @Test
    void anEndpointThatIsNotThereClosesTheConnection() throws Exception {
        Endpoint gone;
        try (EchoEndpoint echo = new EchoEndpoint()) {
            gone = echo.endpoint();
        }
        try (RecordingTap tap = new RecordingTap(gone, Secrets.NONE, Optional.empty());
                Socket socket =
                        new Socket(tap.address().getAddress(), tap.address().getPort())) {
            assertEquals(-1, socket.getInputStream().read());
            assertTrue(tap.lastFrames(5).getLast().contains("cannot be reached"), () -> "" + tap.lastFrames(5));
        }
    }

    private static RecordingTap tap(EchoEndpoint echo, Optional<Path> transcript) throws IOException {
        return new RecordingTap(echo.endpoint(), Secrets.NONE, transcript);
    }
}
