package bss.tools.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.hil.loop.NetworkLoop;
import bss.proto.link.LinkLimits;
import bss.proto.link.LinkServer;
import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;
import bss.spec.mapping.Mapping;
import bss.tools.wire.Ends;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Lines of JSON in, lines of JSON out.
class LoopConversationTest {

    private static final String STRONG =
            "{\"do\":\"weights\",\"projection\":\"left excitatory\",\"digital\":%s}".formatted(repeated("15", 192));
    private static final String WEAK = STRONG.replace("15", "0");
    private static final String SPIKES = "{\"do\":\"spikes\",\"population\":\"inputs\",\"times\":%s}"
            .formatted(repeated("[20, 22, 24, 26, 28]", 48));
    private static final String RUN = "{\"do\":\"run\",\"duration\":60}";

    private static Mapping mapping;

    @BeforeAll
    static void map() throws Exception {
        mapping = ClassifierNetwork.ideal();
    }

    private static String repeated(String entry, int count) {
        return "[" + String.join(",", Collections.nCopies(count, entry)) + "]";
    }

    private static List<JsonNode> talk(WaferBackend wafer, String... lines) throws Exception {
        StringWriter out = new StringWriter();
        try (NetworkLoop loop = NetworkLoop.open(wafer, mapping, 1)) {
            new LoopConversation(loop, ClassifierNetwork.network(), new PrintWriter(out))
                    .hold(new BufferedReader(new StringReader(String.join("\n", lines))));
        }
        List<JsonNode> answers = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            answers.add(LoopCommands.json().readTree(line));
        }
        return answers;
    }

    private static List<JsonNode> talk(String... lines) throws Exception {
        return talk(EmulatedWafer.ideal(), lines);
    }

    private static int spikes(JsonNode answer, String population) {
        int count = 0;
        for (JsonNode cell : answer.get("spikes").get(population)) {
            count += cell.size();
        }
        return count;
    }

    @Test
    void theFirstLineDescribesTheNetwork() throws Exception {
        JsonNode greeting = talk().getFirst();
        assertTrue(greeting.get("ok").asBoolean());
        assertEquals(1, greeting.get("protocol").asInt());
        assertEquals("classifier", greeting.get("network").asText());
        assertEquals("sources", greeting.at("/populations/0/kind").asText());
        assertEquals(48, greeting.at("/populations/0/size").asInt());
        assertEquals(192, greeting.at("/projections/1/synapses").asInt());
        assertEquals("inhibitory", greeting.at("/projections/1/receptor").asText());
        assertEquals(0, greeting.at("/projections/1/lost").asInt());
    }

    @Test
    void weightsAndSpikesDecideWhoFires() throws Exception {
        List<JsonNode> answers = talk(
                SPIKES,
                WEAK.replace("excitatory", "inhibitory"),
                STRONG,
                RUN,
                WEAK,
                STRONG.replace("excitatory", "inhibitory"),
                RUN);
        assertTrue(spikes(answers.get(4), "left") >= 4, answers.get(4).toString());
        assertEquals(0, spikes(answers.get(7), "left"), answers.get(7).toString());
        assertEquals(0, answers.get(4).get("stray").asInt());
        for (JsonNode cell : answers.get(4).get("spikes").get("left")) {
            for (JsonNode ms : cell) {
                assertTrue(ms.asDouble() > 20 && ms.asDouble() < 60, ms.toString());
            }
        }
    }

    @Test
    void anIterationDoesNotDependOnThoseBefore() throws Exception {
        List<JsonNode> once = talk(SPIKES, STRONG, RUN);
        List<JsonNode> again = talk(SPIKES, WEAK, RUN, STRONG, RUN, RUN);
        assertEquals(once.getLast().get("spikes"), again.get(5).get("spikes"));
        assertEquals(once.getLast().get("spikes"), again.get(6).get("spikes"));
        assertNotEquals(once.getLast().get("spikes"), again.get(3).get("spikes"));
        assertEquals(once.getLast().get("counters"), again.get(5).get("counters"));
    }

    @Test
    void behindTheWireItIsTheSame() throws Exception {
        String[] lines = {SPIKES, STRONG, RUN, WEAK, RUN, "{\"do\":\"readback\",\"projection\":\"left excitatory\"}"};
        List<JsonNode> here = talk(lines);
        try (LinkServer server = Ends.serve(EmulatedWafer.ideal(), LinkLimits.DEFAULT);
                var wafer = Ends.connect(server.port())) {
            List<JsonNode> there = talk(wafer, lines);
            for (int i : new int[] {3, 5}) {
                assertEquals(here.get(i).get("spikes"), there.get(i).get("spikes"));
            }
            assertEquals(here.getLast(), there.getLast());
            assertEquals(repeated("0", 192), there.getLast().get("digital").toString());
            assertEquals(7.2, there.get(3).at("/timing/programming_seconds").asDouble(), 1e-9);
            assertEquals(0, there.get(5).at("/timing/programming_seconds").asDouble());
        }
    }

    @Test
    void biologicalWeightsAreThoseOfTheMappingAndRoundBack() throws Exception {
        String ask = "{\"do\":\"synapses\",\"projection\":\"right inhibitory\"}";
        JsonNode first = talk(ask).getLast();
        for (int s = 0; s < 192; s++) {
            assertEquals(
                    mapping.synapses().get(3).weight(s), first.get("uS").get(s).asDouble(), 1e-8);
            assertEquals(s / 4, first.get("pre").get(s).asInt());
            assertEquals(s % 4, first.get("post").get(s).asInt());
        }
        // in the middle between two digital weights
        String set = "{\"do\":\"weights\",\"projection\":\"right inhibitory\",\"uS\":%s%s}";
        double between =
                (first.get("uS").get(0).asDouble() * (94 + 1.5 * 81 - 1.6 * 2.3)) / (94 + 15 * 81.3 - 1.6 * 225);
        String all = repeated(Double.toString(between), 192);
        List<JsonNode> set2 = talk(
                set.formatted(all, ""),
                ask,
                set.formatted(all, ",\"rounding\":\"stochastic\",\"seed\":1"),
                ask,
                set.formatted(all, ",\"rounding\":\"stochastic\",\"seed\":2"),
                ask,
                set.formatted(all, ",\"rounding\":\"stochastic\",\"seed\":1"),
                ask);
        assertEquals(1, distinct(set2.get(2)), "nearest");
        assertEquals(2, distinct(set2.get(4)), "stochastic");
        assertEquals(set2.get(4), set2.get(8), "the same seed");
        assertNotEquals(set2.get(4), set2.get(6), "another seed");
    }

    private static long distinct(JsonNode answer) {
        return answer.get("digital").valueStream().distinct().count();
    }

    @Test
    void weightsGoToThePairsThatAreNamed() throws Exception {
        JsonNode last = talk(
                        WEAK,
                        "{\"do\":\"weights\",\"projection\":\"left excitatory\",\"pre\":[3,0],\"post\":[1,2],\"digital\":[7,9]}",
                        "{\"do\":\"weights\",\"projection\":\"left excitatory\",\"synapses\":[191],\"digital\":[4]}",
                        "{\"do\":\"synapses\",\"projection\":\"left excitatory\"}")
                .getLast();
        for (int s = 0; s < 192; s++) {
            int wanted = s == 13 ? 7 : s == 2 ? 9 : s == 191 ? 4 : 0;
            assertEquals(wanted, last.get("digital").get(s).asInt(), "synapse " + s);
        }
    }

    @Test
    void statisticsCountIterationsAndHardwareTime() throws Exception {
        JsonNode last = talk(RUN, RUN, RUN, "{\"do\":\"statistics\",\"id\":17}").getLast();
        assertEquals(17, last.get("id").asInt());
        assertEquals(3, last.get("iterations").asInt());
        // 60 ms at a speed-up of 10,000 are 750 cycles of 8 ns, and 1000 more bring the last spikes up
        assertEquals(3 * 1750 * 8e-9, last.get("hardware_seconds").asDouble(), 1e-12);
        assertEquals(7.2, last.get("programming_seconds").asDouble(), 1e-9);
        assertTrue(last.at("/latency/median").asDouble() > 0);
        assertTrue(
                last.at("/latency/p99").asDouble() >= last.at("/latency/median").asDouble());
    }

    @Test
    void everyBadLineIsAnsweredByOneErrorAndChangesNothing() throws Exception {
        String[][] bad = {
            {"{", "is not JSON"},
            {"{\"do\":\"run\",\"duration\":1} x", "is not JSON"},
            {"[1]", "a command is an object"},
            {"{}", "field \"do\" is missing, must be one of describe"},
            {"{\"do\":\"dance\"}", "field \"do\" is \"dance\", must be one of describe"},
            {"{\"do\":\"run\"}", "field \"duration\" is missing, must be a number"},
            {"{\"do\":\"run\",\"duration\":\"long\"}", "field \"duration\" is \"long\", must be a number"},
            {"{\"do\":\"run\",\"duration\":0}", "an iteration is 0.0 ms long, must be above 0"},
            {"{\"do\":\"run\",\"duration\":1e9}", "must be above 0 and at most"},
            {"{\"do\":\"run\",\"duration\":1,\"speed\":2}", "field \"speed\" is not known, must be one of do, duration"
            },
            {"{\"do\":\"run\",\"duration\":1,\"duration\":2}", "Duplicate"},
            {"{\"do\":\"run\",\"duration\":1,\"populations\":[\"inputs\"]}", "is of sources"},
            {"{\"do\":\"synapses\",\"projection\":\"up\"}", "there is no projection \"up\", must be one of [left exc"},
            {"{\"do\":\"weights\",\"projection\":\"left excitatory\"}", "needs one of the fields \"digital\" and \"uS\""
            },
            {"{\"do\":\"weights\",\"projection\":\"left excitatory\",\"digital\":[1]}", "has 1 entries, must have 192"},
            {STRONG.replace("15]", "16]"), "weight of synapse 191 of \"left excitatory\" is 16, must be 0 to 15"},
            {STRONG.replace("15]", "1.5]"), "field \"digital[191]\" is 1.5, must be a whole number"},
            {
                "{\"do\":\"weights\",\"projection\":\"left excitatory\",\"synapses\":[0,192],\"digital\":[1,1]}",
                "field \"synapses[1]\" is 192, must be 0 to 191"
            },
            {
                "{\"do\":\"weights\",\"projection\":\"left excitatory\",\"pre\":[0],\"post\":[4],\"digital\":[1]}",
                "no synapse leads from cell 0 (pre[0]) to cell 4 (post[0])"
            },
            {
                "{\"do\":\"weights\",\"projection\":\"left excitatory\",\"synapses\":[0,1],\"uS\":[0.001,-1]}",
                "field \"uS[1]\" is -1.0, must be finite and not negative"
            },
            {
                "{\"do\":\"weights\",\"projection\":\"left excitatory\",\"synapses\":[0],\"uS\":[1],\"rounding\":\"up\"}",
                "field \"rounding\" is \"up\", must be nearest or stochastic"
            },
            {"{\"do\":\"spikes\",\"population\":\"inputs\",\"times\":[[1]]}", "has 1 entries, must have 48"},
            {
                "{\"do\":\"spikes\",\"population\":\"inputs\",\"cells\":[0,48],\"times\":[[1],[1]]}",
                "cell of population \"inputs\" is 48, must be 0 to 47"
            },
            {
                "{\"do\":\"spikes\",\"population\":\"inputs\",\"cells\":[0,1],\"times\":[[1],[-1]]}",
                "spike 0 of inputs[1] is at -1.0 ms, must be 0 to"
            },
            {"{\"do\":\"spikes\",\"population\":\"left\",\"times\":[[1],[],[],[]]}", "is of neurons"},
        };
        List<String> lines = new ArrayList<>();
        for (String[] each : bad) {
            lines.add(each[0]);
        }
        lines.add("{\"do\":\"synapses\",\"projection\":\"left excitatory\"}");
        lines.add(RUN);
        List<JsonNode> answers = talk(lines.toArray(String[]::new));
        assertEquals(lines.size() + 1, answers.size());
        for (int i = 0; i < bad.length; i++) {
            JsonNode answer = answers.get(i + 1);
            assertFalse(answer.get("ok").asBoolean(), bad[i][0]);
            assertEquals("invalid", answer.get("kind").asText());
            String error = answer.get("error").asText();
            assertTrue(error.startsWith("line %d: ".formatted(i + 1)), error);
            assertTrue(error.contains(bad[i][1]), bad[i][0] + " -> " + error);
            assertFalse(error.contains("\n"), error);
        }
        JsonNode untouched =
                talk("{\"do\":\"synapses\",\"projection\":\"left excitatory\"}").getLast();
        assertEquals(untouched, answers.get(bad.length + 1));
        JsonNode run = answers.getLast();
        assertEquals(0, run.get("iteration").asInt());
        assertEquals(0, run.at("/counters/pulses_played").asInt());
    }

    @Test
    void aWaferThatIsLostIsToldInALineAndEndsTheConversation() throws Exception {
        WaferBackend ideal = EmulatedWafer.ideal();
        WaferBackend dies = new WaferBackend() {

            @Override
            public Capabilities capabilities() {
                return ideal.capabilities();
            }

            @Override
            public WaferSession open(Lease lease) throws BackendException {
                return diesAtTheSecondRun(ideal.open(lease));
            }
        };
        StringWriter out = new StringWriter();
        try (NetworkLoop loop = NetworkLoop.open(dies, mapping, 1)) {
            LoopConversation conversation =
                    new LoopConversation(loop, ClassifierNetwork.network(), new PrintWriter(out));
            BufferedReader in = new BufferedReader(new StringReader(RUN + "\n" + RUN + "\n" + RUN));
            assertThrows(BackendException.class, () -> conversation.hold(in));
        }
        List<String> lines = out.toString().lines().toList();
        assertEquals(3, lines.size(), lines.toString());
        assertEquals("{\"ok\":false,\"kind\":\"wafer\",\"error\":\"line 2: connection lost\"}", lines.get(2));
    }

    private static WaferSession diesAtTheSecondRun(WaferSession session) {
        AtomicInteger runs = new AtomicInteger();
        return (WaferSession) Proxy.newProxyInstance(
                WaferSession.class.getClassLoader(), new Class<?>[] {WaferSession.class}, (_, method, arguments) -> {
                    if (method.getName().equals("advance") && runs.incrementAndGet() == 2) {
                        throw new BackendException("connection lost");
                    }
                    return method.invoke(session, arguments);
                });
    }

    @Test
    void nothingIsReadAfterQuit() throws Exception {
        List<JsonNode> answers = talk("{\"do\":\"quit\"}", RUN);
        assertEquals(2, answers.size());
        assertTrue(answers.getLast().get("ok").asBoolean());
    }
}
