package bss.hil.suite.link;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.hil.suite.common.Frames;
import bss.hil.wire.RawLink;
import bss.proto.v1.ToClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Words sent round without waiting for each: one thread sends while another takes what comes.
final class Pings {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Words in one piece of bytes, so that the cost of a system call does not count.
    private static final int PIECE = 256;

    private Pings() {}

    /// Sends all words and demands that each comes back, once, unchanged, in order, with nothing after.
    static void require(Bench bench, RawLink link, long[] words, String what)
            throws IOException, Violation, InterruptedException {
        CompletableFuture<Void> sending = new CompletableFuture<>();
        Thread sender = Thread.ofVirtual().name("hil-words").start(() -> {
            try {
                send(link, words);
                sending.complete(null);
            } catch (IOException e) {
                sending.completeExceptionally(e);
            }
        });
        try {
            for (int k = 0; k < words.length; k++) {
                next(bench, link, words[k], what, k);
            }
        } finally {
            sender.interrupt();
        }
        try {
            sending.join();
        } catch (CompletionException e) {
            throw new IOException("%s words cannot be sent: %s".formatted(what, e.getCause()), e);
        }
        // a word that came twice would come before this one
        long last = ~words[words.length - 1] ^ 0x5a5a;
        link.send(Frames.ping(last));
        next(bench, link, last, what, words.length);
    }

    private static void send(RawLink link, long[] words) throws IOException {
        for (int from = 0; from < words.length; from += PIECE) {
            ByteArrayOutputStream piece = new ByteArrayOutputStream();
            for (long word : Arrays.copyOfRange(words, from, Math.min(from + PIECE, words.length))) {
                piece.writeBytes(Frames.frame(Frames.ping(word).toByteArray()));
            }
            link.sendBytes(piece.toByteArray());
        }
    }

    private static void next(Bench bench, RawLink link, long word, String what, int index)
            throws IOException, Violation {
        Optional<ToClient> message = link.read(PATIENCE);
        if (message.isEmpty()) {
            throw new IOException(
                    "the endpoint closed the connection before %s word %d came back".formatted(what, index));
        }
        ToClient got = message.get();
        bench.demand(
                got.hasPong() && got.getPong().getNumber() == word,
                () -> "%s word %d came back as %s 0x%x, must be a pong of 0x%x"
                        .formatted(what, index, got.getBodyCase(), got.getPong().getNumber(), word));
    }
}
