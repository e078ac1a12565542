package bss.hil.run;

import bss.hil.wire.Endpoint;
import bss.hil.wire.Entry;
import bss.hil.wire.FrameText;
import bss.hil.wire.RecordingTap;
import bss.hil.wire.Secrets;
import bss.hil.wire.Transcript;
import bss.proto.v1.Block;
import bss.proto.v1.Failed;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Plays a transcript against an endpoint: sends what hosts had sent, in the recorded order and not earlier, after the
/// answers that they had had, and compares the answers.
///
/// Not compared are numbers of sessions, names of software, credits and the order of pongs among other messages, which
/// are matters of chance and time, and the texts of refusals, which are for people.
public final class Replay {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration REAP = Duration.ofSeconds(10);

    private final List<Entry> entries;
    private final Endpoint endpoint;
    private final RecordingTap tap;
    private final String token;
    private final Optional<String> expired;
    private final Map<Integer, ReplayLink> links = new TreeMap<>();
    private final Set<String> notes = new TreeSet<>();
    private final long start = System.nanoTime();
    private int connections;
    private int sent;
    private int compared;

    private Replay(Transcript transcript, Endpoint endpoint) throws IOException {
        entries = transcript.entries();
        this.endpoint = endpoint;
        token = endpoint.token();
        expired = endpoint.expired();
        tap = new RecordingTap(endpoint, new Secrets(token, expired), Optional.empty());
    }

    /// Plays a whole transcript, or up to the first difference.
    ///
    /// @throws IOException if the endpoint cannot be reached
    public static ReplayResult play(Transcript transcript, Endpoint endpoint) throws IOException, InterruptedException {
        Replay replay = new Replay(transcript, endpoint);
        try {
            return replay.play();
        } finally {
            replay.end();
        }
    }

    private void end() {
        links.values().forEach(ReplayLink::close);
        try {
            Reaper.close(tap.address(), token, tap.sessions(), REAP);
        } catch (IOException e) {
            // what is left the endpoint ends by itself
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tap.close();
        }
    }

    private ReplayResult play() throws IOException, InterruptedException {
        for (int i = 0; i < entries.size(); i++) {
            Optional<ReplayResult.Difference> difference = step(i, entries.get(i));
            if (difference.isPresent()) {
                return result(difference);
            }
        }
        return result(Optional.empty());
    }

    private ReplayResult result(Optional<ReplayResult.Difference> difference) {
        return new ReplayResult(connections, sent, compared, difference, List.copyOf(notes));
    }

    private Optional<ReplayResult.Difference> step(int number, Entry entry) throws IOException, InterruptedException {
        if (entry.kind() == Entry.Kind.OPENED) {
            pace(entry);
            links.put(entry.connection(), new ReplayLink(tap.address()));
            connections++;
            return Optional.empty();
        }
        if (entry.kind() == Entry.Kind.FULL) {
            notes.add("the recording was cut short, what came after is not played");
            return Optional.empty();
        }
        ReplayLink link = links.get(entry.connection());
        if (link == null || entry.kind() == Entry.Kind.NOTE) {
            return Optional.empty();
        }
        return switch (entry.kind()) {
            case CLOSED -> closed(number, entry, link);
            case BYTES -> {
                if (entry.up()) {
                    notes.add("the endpoint had sent bytes that are no frame, which are not compared");
                } else {
                    pace(entry);
                    send(link, entry.payload());
                }
                yield Optional.empty();
            }
            default -> entry.up() ? answer(number, entry, link) : send(number, entry, link);
        };
    }

    /// Waits until it is as late as it was.
    private void pace(Entry entry) throws InterruptedException {
        long micros = entry.micros() - (System.nanoTime() - start) / 1000;
        if (micros > 0) {
            Thread.sleep(Duration.ofNanos(micros * 1000));
        }
    }

    private static long deadline() {
        return System.nanoTime() + PATIENCE.toNanos();
    }

    private Optional<ReplayResult.Difference> send(int number, Entry entry, ReplayLink link)
            throws InterruptedException {
        pace(entry);
        byte[] bytes = entry.payload();
        try {
            ToServer message = ToServer.parseFrom(bytes);
            if (message.hasHello()) {
                bytes = hello(message).toByteArray();
            } else if (message.hasInterrupt()) {
                link.interrupted = true;
            } else if (message.hasBlock()) {
                Block block = message.getBlock();
                boolean allowed = link.recordedCredit.getOrDefault(block.getRequest(), 0) > block.getIndex();
                if (allowed && !link.awaitCredit(block.getRequest(), block.getIndex(), deadline())) {
                    return difference(
                            number,
                            entry,
                            "credit for block %d of request %d".formatted(block.getIndex(), block.getRequest()),
                            "none");
                }
            }
        } catch (InvalidProtocolBufferException e) {
            // was no message, and is sent as it was
        }
        send(
                link,
                ByteBuffer.allocate(4 + bytes.length)
                        .putInt(bytes.length)
                        .put(bytes)
                        .array());
        sent++;
        return Optional.empty();
    }

    /// An endpoint that has closed hears nothing; what it should have answered tells.
    private static void send(ReplayLink link, byte[] bytes) {
        try {
            link.send(bytes);
        } catch (IOException e) {
            // as said
        }
    }

    private ToServer hello(ToServer message) {
        String shown = message.getHello().getToken();
        if (shown.equals(Secrets.EXPIRED) && expired.isEmpty()) {
            notes.add("the recording shows a token that has expired, and none was given");
        }
        String mine =
                shown.equals(Secrets.VALID) ? token : shown.equals(Secrets.EXPIRED) ? expired.orElse(shown) : shown;
        return message.toBuilder()
                .setHello(message.getHello().toBuilder().setToken(mine))
                .build();
    }

    private Optional<ReplayResult.Difference> answer(int number, Entry entry, ReplayLink link)
            throws InterruptedException {
        ToClient recorded;
        try {
            recorded = ToClient.parseFrom(entry.payload());
        } catch (InvalidProtocolBufferException e) {
            notes.add("the endpoint had sent frames that are no message, which are not compared");
            return Optional.empty();
        }
        if (recorded.hasCredit()) {
            ReplayLink.note(link.recordedCredit, recorded.getCredit());
            return Optional.empty();
        }
        Optional<ReplayLink.Arrival> now = link.next(recorded.hasPong(), deadline());
        if (now.isEmpty()) {
            return difference(number, entry, text(recorded), "nothing within %d s".formatted(PATIENCE.toSeconds()));
        }
        if (now.get().message().isEmpty()) {
            return difference(number, entry, text(recorded), now.get().end());
        }
        compared++;
        ToClient live = now.get().message().get();
        return same(recorded, live, link) ? Optional.empty() : difference(number, entry, text(recorded), text(live));
    }

    private Optional<ReplayResult.Difference> closed(int number, Entry entry, ReplayLink link)
            throws IOException, InterruptedException {
        Entry.End end = Entry.End.values()[entry.payload()[0]];
        switch (end) {
            case HOST -> {
                try {
                    link.endDown();
                } catch (IOException e) {
                    // the endpoint was first
                }
            }
            case ENDPOINT -> {
                Optional<ReplayLink.Arrival> now = link.next(false, deadline());
                if (now.isEmpty()) {
                    return difference(
                            number,
                            entry,
                            "the end of the stream",
                            "nothing within %d s".formatted(PATIENCE.toSeconds()));
                }
                if (now.get().message().isPresent()) {
                    return difference(
                            number,
                            entry,
                            "the end of the stream",
                            text(now.get().message().get()));
                }
            }
            case CUT -> {
                notes.add("the harness had cut connections: what was under way then may differ");
                link.close();
            }
            case UNREACHED -> notes.add("the endpoint could not be reached when this was recorded");
        }
        return Optional.empty();
    }

    private static Optional<ReplayResult.Difference> difference(int number, Entry entry, String recorded, String now) {
        return Optional.of(
                new ReplayResult.Difference(number, entry.connection(), entry.micros() * 1e-6, recorded, now));
    }

    private static boolean same(ToClient recorded, ToClient now, ReplayLink link) {
        link.interrupted |= recorded.getAnswer().getFailed().getKind() == Failed.Kind.INTERRUPTED;
        if (recorded.getWelcome().hasResumed() != now.getWelcome().hasResumed()) {
            return false;
        }
        return plain(recorded, link.interrupted).equals(plain(now, link.interrupted));
    }

    /// Without what is a matter of chance or time.
    private static ToClient plain(ToClient message, boolean withoutNow) {
        ToClient.Builder plain = message.toBuilder();
        switch (message.getBodyCase()) {
            case WELCOME -> plain.getWelcomeBuilder().clearSoftware().clearResumed();
            case REFUSAL -> plain.getRefusalBuilder().clearMessage();
            case ANSWER -> {
                if (message.getAnswer().hasOpened()) {
                    plain.getAnswerBuilder().getOpenedBuilder().clearSession();
                } else if (message.getAnswer().hasFailed()) {
                    plain.getAnswerBuilder().getFailedBuilder().clearMessage();
                }
                if (withoutNow) {
                    plain.getAnswerBuilder().clearNow();
                }
            }
            default -> {}
        }
        return plain.build();
    }

    private static String text(ToClient message) {
        byte[] bytes = message.toByteArray();
        return FrameText.of(true, bytes, bytes.length);
    }

    @Override
    public String toString() {
        return "replay against " + endpoint;
    }
}
