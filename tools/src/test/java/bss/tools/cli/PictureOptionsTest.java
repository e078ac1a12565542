package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures and pages as users ask for them.
class PictureOptionsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void writeNetwork() throws Exception {
        Files.writeString(folder.resolve("net.json"), BadFiles.NETWORK);
        Files.writeString(
                folder.resolve("defects.json"), "{\"version\": 1, \"hicanns\": [3], \"hlines\": [[0, 1], [0, 2]]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "use", "loss", "lines", "DEFECTS", "loss,lines,defects"})
    void aMappingIsDrawnWithEveryOverlay(String overlay) throws Exception {
        List<String> line = command("map", "-o", "a.bssmap", "--picture", "a.svg", "--route", "in[1]");
        line.addAll(List.of("--defects", file("defects.json")));
        if (!overlay.isEmpty()) {
            line.addAll(List.of("--overlay", overlay));
        }
        succeed("map", line);
        byte[] svg = Files.readAllBytes(folder.resolve("a.svg"));
        var picture = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
        String text = picture.getDocumentElement().getTextContent();
        assertTrue(text.contains("in[1] on bus "), text);
        assertTrue(text.contains("24 synapses realised"), text);
    }

    @Test
    void aRunThatMapsMakesThePagesToo() throws Exception {
        List<String> line = command("run", "-o", "a.h5", "--picture", "a.svg", "--html", "a.html");
        line.addAll(List.of("--duration", "10"));
        succeed("run", line);
        assertTrue(Files.readString(folder.resolve("a.svg")).contains("<svg"));
        assertTrue(Files.readString(folder.resolve("a.html")).contains("\"label\":\"drive\""));
    }

    @Test
    void aRefusedMappingLeavesNoPicture() throws Exception {
        Files.writeString(
                folder.resolve("net.json"),
                BadFiles.NETWORK
                        .replace("{\"neuron_size\": 8}", "{\"neuron_size\": 2}")
                        .replace("\"size\": 6", "\"size\": 600"));
        List<String> line = command("map", "-o", "a.bssmap", "--picture", "a.svg", "--html", "a.html");
        line.addAll(List.of("--max-loss", "0", "--hicanns", "0"));
        assertEquals(3, CommandRun.of("map", line).code());
        assertFalse(Files.exists(folder.resolve("a.svg")) || Files.exists(folder.resolve("a.html")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"map", "run"})
    void theHelpTellsOfPictures(String command) {
        String help = CommandRun.of(command, List.of("--help")).out();
        for (String word : List.of("--picture=FILE.svg", "--html=FILE.html", "--overlay=NAME", "--route=", "defects")) {
            assertTrue(help.contains(word), help);
        }
    }

    private List<String> command(String command, String... options) {
        List<String> line = new ArrayList<>(List.of(file("net.json")));
        for (String option : options) {
            line.add(option.matches("a\\..*") ? file(option) : option);
        }
        if (command.equals("map")) {
            line.addAll(List.of("--strategy", "greedy"));
        }
        return line;
    }

    private static void succeed(String command, List<String> line) {
        CommandRun run = CommandRun.of(command, line);
        assertEquals(0, run.code(), run.err());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
