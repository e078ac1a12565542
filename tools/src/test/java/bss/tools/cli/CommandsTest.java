package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bss.proto.MappingCodec;
import bss.tools.result.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What commands do that succeed, help, and what the file system can do to them.
class CommandsTest {

    private static final int HEADER = 40;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void writeNetwork() throws Exception {
        Files.writeString(folder.resolve("net.json"), BadFiles.NETWORK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"map", "map generate", "map verify", "map explain", "run"})
    void helpShowsAnExampleAndEveryCommandKnowsItsVersion(String line) {
        String[] words = line.split(" ");
        List<String> command = Arrays.asList(words).subList(1, words.length);
        CommandRun help = CommandRun.of(words[0], with(command, "--help"));
        assertEquals(0, help.code(), help.err());
        assertTrue(help.out().contains("Example") && help.out().contains("bss-" + line + " "), help.out());
        assertEquals("", help.err());
        CommandRun version = CommandRun.of(words[0], with(command, "--version"));
        assertEquals(0, version.code(), version.err());
        assertTrue(version.out().contains(Version.current()), version.out());
    }

    @Test
    void anExistingOutputIsReplacedAndNothingIsLeftAside() throws Exception {
        for (String old : List.of("a.bssmap", "a.json", "a.h5", "a-trial2.h5", "a.svg", "n.json")) {
            Files.writeString(folder.resolve(old), "old");
        }
        succeed("map", "generate", "guidebook", "-o", file("n.json"));
        succeed("map", file("net.json"), "-o", file("a.bssmap"), "--report", file("a.json"));
        assertTrue(MappingCodec.looksLikeMapping(Files.readAllBytes(folder.resolve("a.bssmap"))));
        assertTrue(Files.readString(folder.resolve("a.json")).contains("\"realised\""));
        succeed("map", "verify", file("a.bssmap"), file("net.json"));
        succeed("map", "explain", file("a.bssmap"), "--synapse", "in[0]->out[0]");
        succeed(
                "run",
                file("a.bssmap"),
                "--duration",
                "20",
                "--repeat",
                "2",
                "--raster",
                file("a.svg"),
                "-o",
                file("a.h5"));
        for (String result : List.of("a.h5", "a-trial2.h5")) {
            byte[] bytes = Files.readAllBytes(folder.resolve(result));
            assertEquals("HDF", new String(bytes, 1, 3, StandardCharsets.US_ASCII), result);
        }
        assertTrue(Files.readString(folder.resolve("a.svg")).contains("<svg"));
        assertEquals(
                Set.of("", "net.json", "n.json", "a.bssmap", "a.json", "a.h5", "a-trial2.h5", "a.svg"),
                CommandRun.snapshot(folder).keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tsodyks_markram", "stdp"})
    void plasticNetworksAreMappedVerifiedExplainedAndRunInTheReference(String type) throws Exception {
        Files.writeString(folder.resolve("net.json"), BadFiles.NETWORK.replace("static", type));
        succeed("map", file("net.json"), "-o", file("a.bssmap"), "--report", file("a.json"));
        assertTrue(Files.readString(folder.resolve("a.json")).contains(" of drive\""));
        succeed("map", "verify", file("a.bssmap"), file("net.json"));
        CommandRun explained = CommandRun.of("map", List.of("explain", file("a.bssmap"), "--synapse", "in[0]->out[0]"));
        assertTrue(explained.out().contains("  plasticity: "), explained.out());
        for (String input : List.of("net.json", "a.bssmap")) {
            succeed("run", file(input), "--duration", "50", "--engine", "reference", "-o", file("a.h5"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ac", "noisy"})
    void theReferenceRunsTheCurrentsThatTheEmulatorRefuses(String type) throws Exception {
        Files.writeString(
                folder.resolve("net.json"), BadFiles.NETWORK.replace("\"dc\", \"amplitude\": 0.1", "\"" + type + "\""));
        assertEquals(
                1,
                CommandRun.of("run", List.of(file("net.json"), "--duration", "50", "-o", file("a.h5")))
                        .code());
        succeed("run", file("net.json"), "--duration", "50", "--engine", "reference", "-o", file("a.h5"));
    }

    @Test
    void aFileSystemThatTakesNoFilesIsAFailure() {
        Path proc = Path.of("/proc");
        assumeTrue(Files.isDirectory(proc) && Files.isWritable(proc), "needs root and /proc");
        CommandRun run = CommandRun.of("map", List.of(file("net.json"), "-o", "/proc/a.bssmap"));
        assertEquals(1, run.code(), run.err());
        assertEquals(1, run.message().size(), run.err());
        assertTrue(run.message().getFirst().startsWith("bss-map: /proc/a.bssmap could not be written"), run.err());
        assertFalse(run.err().contains("Exception"), run.err());
    }

    @Test
    void aDeviceIsNotReplaced() {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "needs /dev/null");
        CommandRun run = CommandRun.of("map", List.of(file("net.json"), "-o", device.toString()));
        assertEquals(2, run.code(), run.err());
        assertTrue(run.err().contains("--output /dev/null is a device or a pipe, must be a file"), run.err());
        assertFalse(Files.isRegularFile(device));
    }

    @Test
    void aMappingWithWrongBytesAndTheRightDigestIsRefusedOrRun() throws Exception {
        succeed("map", file("net.json"), "-o", file("good.bssmap"));
        byte[] good = Files.readAllBytes(folder.resolve("good.bssmap"));
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            byte[] body = Arrays.copyOfRange(good, HEADER, good.length);
            // the first bytes are the network's text and the cells, where most can go wrong
            int at = random.nextInt(seed % 2 == 0 ? body.length : Math.min(body.length, 2500));
            body[at] = (byte) random.nextInt(256);
            BadFiles.signed(folder, "bad.bssmap", body);
            String told = "seed %d, byte %d: ".formatted(seed, at);
            CommandRun verify = CommandRun.of("map", List.of("verify", file("bad.bssmap"), file("net.json")));
            expectPlain(told, verify);
            CommandRun run = CommandRun.of("run", List.of(file("bad.bssmap"), "--duration", "1", "-o", file("bad.h5")));
            expectPlain(told, run);
            assertEquals(run.code() == 0, Files.deleteIfExists(folder.resolve("bad.h5")), told);
        }
        assertArrayEquals(good, Files.readAllBytes(folder.resolve("good.bssmap")));
    }

    private static void expectPlain(String told, CommandRun run) {
        assertTrue(Set.of(0, 1, 2).contains(run.code()), told + run.code());
        assertFalse(run.err().contains("Exception") || run.err().contains("fault of this program"), told + run.err());
        assertEquals(run.code() == 0 ? 0 : 1, run.message().size(), told + run.err());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static List<String> with(List<String> command, String option) {
        return Stream.concat(command.stream(), Stream.of(option)).toList();
    }

    private static void succeed(String command, String... args) {
        CommandRun run = CommandRun.of(command, List.of(args));
        assertEquals(0, run.code(), run.err());
        assertEquals(List.of(), run.message());
    }

    @Test
    void frozenCellsStayAndTheRestIsMappedAroundThem() throws Exception {
        Path old = folder.resolve("old.bssmap");
        Path moved = folder.resolve("moved.bssmap");
        String net = folder.resolve("net.json").toString();
        assertEquals(
                0,
                CommandRun.of("map", List.of(net, "-o", old.toString(), "--hicanns", "100-110"))
                        .code());
        Files.writeString(folder.resolve("more.json"), BadFiles.NETWORK.replace("\"seed\": 7", "\"seed\": 9"));
        CommandRun run = CommandRun.of(
                "map",
                List.of(
                        folder.resolve("more.json").toString(),
                        "-o",
                        moved.toString(),
                        "--freeze",
                        old.toString(),
                        "--freeze-populations",
                        "out"));
        assertEquals(0, run.code(), run.err());
        var before = MappingCodec.decode(Files.readAllBytes(old)).cells();
        var after = MappingCodec.decode(Files.readAllBytes(moved)).cells();
        for (int i = 0; i < 6; i++) {
            assertEquals(before.get(1).hicann(i), after.get(1).hicann(i));
            assertEquals(before.get(1).denmem(i), after.get(1).denmem(i));
        }
    }
}
