package bss.hil.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import bss.proto.v1.Hello;
import bss.proto.v1.ToServer;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLW9mLTMyLWJ5dGVz";
    private static final String OLD = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.YW5vdGhlciBzaWduYXR1cmU";

    private final Secrets secrets = new Secrets(TOKEN, Optional.of(OLD));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aHelloTellsWhichTokenItHad() throws Exception {
        assertEquals(Secrets.VALID, kept(TOKEN));
        assertEquals(Secrets.EXPIRED, kept(OLD));
        assertEquals(Secrets.WRONG, kept(TOKEN + "x"));
        assertEquals("", kept(""));
    }

    private String kept(String token) throws Exception {
        return ToServer.parseFrom(secrets.frame(hello(token).toByteArray()))
                .getHello()
                .getToken();
    }

    private static ToServer hello(String token) {
        return ToServer.newBuilder()
                .setHello(Hello.newBuilder().setMajor(1).setToken(token))
                .build();
    }

    @Test
    void bytesWithoutATokenStayAsTheyAre() {
        byte[] bytes = new byte[3000];
        new SplittableRandom(3).nextBytes(bytes);
        assertArrayEquals(bytes, secrets.bytes(bytes));
        assertArrayEquals(bytes, secrets.frame(bytes));
    }

    /// Hellos that are cut, changed and sent in the wrong place: 16 characters of a token that follow each other appear
    /// in no transcript.
    @Test
    void noPartOfATokenComesIntoATranscript() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Path file = folder.resolve("t" + seed);
            byte[] message = hello(random.nextBoolean() ? TOKEN : OLD).toByteArray();
            byte[] bytes = ByteBuffer.allocate(4 + message.length)
                    .putInt(message.length)
                    .put(message)
                    .array();
            try (EchoEndpoint echo = new EchoEndpoint();
                    RecordingTap tap = new RecordingTap(echo.endpoint(), secrets, Optional.of(file))) {
                try (Socket socket =
                        new Socket(tap.address().getAddress(), tap.address().getPort())) {
                    socket.getOutputStream().write(disturbed(bytes, random, seed % 4));
                    // not read to the end: the echo is what a server never does, and is not looked at
                    tap.holdUp(true);
                    socket.shutdownOutput();
                    Thread.sleep(20);
                }
                lookFor(String.join("\n", tap.lastFrames(10)), seed);
            }
            ByteArrayOutputStream down = new ByteArrayOutputStream();
            Transcript.read(file).entries().stream().filter(e -> !e.up()).forEach(e -> down.writeBytes(e.payload()));
            lookFor(down.toString(StandardCharsets.ISO_8859_1), seed);
        }
    }

    private static byte[] disturbed(byte[] bytes, SplittableRandom random, int how) {
        byte[] changed = bytes.clone();
        switch (how) {
            case 0 -> changed = java.util.Arrays.copyOf(bytes, 40 + random.nextInt(bytes.length - 40));
            case 1 -> changed[0] = (byte) 0xff;
            case 2 -> changed[4 + random.nextInt(3)] ^= (byte) (1 << random.nextInt(8));
            default -> changed[3] -= (byte) random.nextInt(10);
        }
        return changed;
    }

    private void lookFor(String text, int seed) {
        for (String token : new String[] {TOKEN, OLD}) {
            for (int at = 0; at + 16 <= token.length(); at++) {
                String part = token.substring(at, at + 16);
                assertFalse(text.contains(part), () -> "seed %d: %s".formatted(seed, part));
            }
        }
    }

    @Test
    void aTranscriptComesBackAsItWasWritten() throws Exception {
        Path file = folder.resolve("t");
        TranscriptWriter writer = new TranscriptWriter(file, 1 << 20);
        Entry entry = new Entry(Entry.Kind.FRAME, 3, 5_000_000_000L, true, new byte[] {1, 2, 3});
        writer.write(new Entry(Entry.Kind.OPENED, 3, 17, false, new byte[0]));
        writer.write(entry);
        assertFalse(Files.exists(file), "a file that is not whole has another name");
        writer.close();
        Entry read = Transcript.read(file).entries().get(1);
        assertEquals(entry.kind(), read.kind());
        assertEquals(entry.connection(), read.connection());
        assertEquals(entry.micros(), read.micros());
        assertEquals(entry.up(), read.up());
        assertArrayEquals(entry.payload(), read.payload());
    }
}
