package bss.hil.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.hil.HealthyEndpoint;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.suite.Suite;
import bss.hil.wire.Endpoint;
import bss.hil.wire.Entry;
import bss.hil.wire.Transcript;
import bss.proto.link.LinkLimits;
import bss.proto.v1.ToClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ReplayTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Transcript recorded(Endpoint endpoint, String id) throws IOException, InterruptedException {
        ConformanceTest test = Suite.all().stream()
                .filter(t -> t.card().id().equals(id))
                .findFirst()
                .orElseThrow();
        RunPlan plan = new RunPlan(
                endpoint, Profile.SMOKE, List.of(0, 1), 1, Optional.empty(), Optional.of(folder.resolve("run")));
        Outcome outcome = new Runner(plan, RunListener.SILENT)
                .run(List.of(test))
                .outcomes()
                .getFirst();
        assertEquals(Verdict.PASS, outcome.verdict(), outcome.message());
        return Transcript.read(outcome.transcript().orElseThrow());
    }

    /// Tokens, refusals, configurations, pulses, words; at another endpoint with another secret and other numbers of
    /// sessions.
    @Test
    void theRecordingOfAHealthyEndpointIsTheSameAtAnother() throws Exception {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        try (HealthyEndpoint recorded = HealthyEndpoint.gated(HealthyEndpoint.idealWafer(), LinkLimits.DEFAULT, first);
                HealthyEndpoint other =
                        HealthyEndpoint.gated(HealthyEndpoint.idealWafer(), LinkLimits.DEFAULT, second)) {
            for (String id : List.of("L01", "L02", "A06", "J13", "C17")) {
                Transcript transcript = recorded(recorded.endpoint(), id);
                ReplayResult result = Replay.play(transcript, other.endpoint());
                assertTrue(result.difference().isEmpty(), () -> "%s: %s".formatted(id, result));
                assertTrue(result.compared() > 10, () -> "%s: %s".formatted(id, result));
            }
        }
    }

    @Test
    void theFirstAnswerThatDiffersIsTold() throws Exception {
        try (HealthyEndpoint healthy = HealthyEndpoint.ideal()) {
            List<Entry> entries =
                    new ArrayList<>(recorded(healthy.endpoint(), "J13").entries());
            int changed = 0;
            for (int i = 0; i < entries.size() && changed == 0; i++) {
                Entry entry = entries.get(i);
                if (entry.up() && entry.kind() == Entry.Kind.FRAME) {
                    ToClient.Builder message = ToClient.parseFrom(entry.payload()).toBuilder();
                    if (message.getAnswer().hasOpened()) {
                        message.getAnswerBuilder()
                                .getOpenedBuilder()
                                .getFpgasBuilder(0)
                                .getChipsBuilder(3)
                                .setJtagId(0x14849435);
                        entries.set(
                                i,
                                new Entry(
                                        entry.kind(),
                                        entry.connection(),
                                        entry.micros(),
                                        true,
                                        message.build().toByteArray()));
                        changed = i;
                    }
                }
            }
            ReplayResult result = Replay.play(new Transcript(entries), healthy.endpoint());
            ReplayResult.Difference difference = result.difference().orElseThrow();
            assertEquals(changed, difference.entry());
            assertFalse(difference.recorded().equals(difference.now()), difference::toString);
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsADifference() throws Exception {
        try (HealthyEndpoint healthy = HealthyEndpoint.ideal()) {
            Transcript transcript = recorded(healthy.endpoint(), "J13");
            try (FaultyRelay relay = new FaultyRelay(healthy.endpoint(), FaultyRelay.Fault.TRUNCATED, 9, 1)) {
                ReplayResult result = Replay.play(transcript, relay.endpoint());
                assertTrue(result.difference().isPresent(), result::toString);
            }
        }
    }

    @Test
    void noTokenIsInATranscript() throws Exception {
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        try (HealthyEndpoint healthy =
                HealthyEndpoint.gated(HealthyEndpoint.idealWafer(), LinkLimits.DEFAULT, secrets)) {
            recorded(healthy.endpoint(), "L02");
            recorded(healthy.endpoint(), "L03");
            for (String id : List.of("L02", "L03")) {
                String bytes =
                        Files.readString(folder.resolve("run").resolve(id + ".bsshil"), StandardCharsets.ISO_8859_1);
                for (String name : List.of("token", "expired")) {
                    String token = Files.readString(secrets.resolve(name));
                    String signature = token.substring(token.lastIndexOf('.') + 1);
                    for (int at = 0; at + 16 <= signature.length(); at++) {
                        String part = signature.substring(at, at + 16);
                        assertFalse(bytes.contains(part), () -> id + " has a part of the signature of " + name);
                    }
                }
            }
        }
    }

    @Test
    void whatIsNoTranscriptIsRefusedWithItsName() throws Exception {
        Path file = Files.writeString(folder.resolve("x.bsshil"), "BSSHIL1\n\u0001\u0002");
        IOException broken =
                org.junit.jupiter.api.Assertions.assertThrows(IOException.class, () -> Transcript.read(file));
        assertTrue(String.valueOf(broken.getMessage()).contains("x.bsshil is no transcript"), broken::toString);
        Files.writeString(file, "something else");
        IOException other =
                org.junit.jupiter.api.Assertions.assertThrows(IOException.class, () -> Transcript.read(file));
        assertTrue(String.valueOf(other.getMessage()).contains("must begin with BSSHIL1"), other::toString);
    }
}
