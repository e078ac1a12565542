package bss.mapper.defects;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.network.io.NetworkFileException;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefectsFileTest {

    /// Each row of the table of errors replaces one text of this file, which is correct as it stands.
    private static final String GOOD = """
            {"version": 1, "hicanns": [300, 0, 383], "fpgas": [47], "denmems": [[88, 511]],
             "synapse_drivers": [[88, 223], [88, 0]], "hlines": [[88, 63]], "vlines": [[88, 255]],
             "hrepeaters": [[88, 62]], "vrepeaters": [[88, 254]], "crossbar_switches": [[88, 42, 106], [88, 42, 149]],
             "synapse_switches": [[88, 0, 0], [88, 255, 223]], "mergers": [[88, "M1_0"], [89, "M3"], [90, "M0_7"], [91, "M2_1"]],
             "dnc_mergers": [[88, 7]], "synapses": [[88, 447, 255], [88, 1, 2]], "synapse_rows": [[88, 446]],
             "synapse_arrays": [[88, 1]], "high_speed_links": [12],
             "synaptic_inputs": [[88, 511, "right"], [88, 3, 0]], "analog_outputs": [[88, 1]], "background_generators": [[88, 6]],
             "fg_blocks": [[88, 3]], "synapse_switch_rows": [[88, 1, 223], [88, "left", 4]]}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void everyClassIsReadToItsPlaceOnTheChip() throws NetworkFileException {
        // switch numbers by hand: 8 * 42 + 106 / 32, 8 * 42 + 149 / 32; first and last of all synapse switches
        Defects.Builder expected = Defects.builder()
                .mark(DefectClass.HICANN, 300, 0)
                .mark(DefectClass.HICANN, 0, 0)
                .mark(DefectClass.HICANN, 383, 0)
                .mark(DefectClass.FPGA, 47, 0)
                .mark(DefectClass.DENMEM, 88, 511)
                .mark(DefectClass.SYNAPSE_DRIVER, 88, 223)
                .mark(DefectClass.SYNAPSE_DRIVER, 88, 0)
                .mark(DefectClass.HLINE, 88, 63)
                .mark(DefectClass.VLINE, 88, 255)
                .mark(DefectClass.HREPEATER, 88, 62)
                .mark(DefectClass.VREPEATER, 88, 254)
                .mark(DefectClass.CROSSBAR_SWITCH, 88, 339)
                .mark(DefectClass.CROSSBAR_SWITCH, 88, 340)
                .mark(DefectClass.SYNAPSE_SWITCH, 88, 0)
                .mark(DefectClass.SYNAPSE_SWITCH, 88, 7167)
                .mark(DefectClass.MERGER, 88, 8)
                .mark(DefectClass.MERGER, 89, 14)
                .mark(DefectClass.MERGER, 90, 7)
                .mark(DefectClass.MERGER, 91, 13)
                .mark(DefectClass.DNC_MERGER, 88, 7)
                .mark(DefectClass.SYNAPSE, 88, 447 * 256 + 255)
                .mark(DefectClass.SYNAPSE, 88, 256 + 2)
                .mark(DefectClass.SYNAPSE_ROW, 88, 446)
                .mark(DefectClass.SYNAPSE_ARRAY, 88, 1)
                .mark(DefectClass.HIGH_SPEED_LINK, 12, 0)
                .mark(DefectClass.SYNAPTIC_INPUT, 88, 1023)
                .mark(DefectClass.SYNAPTIC_INPUT, 88, 6)
                .mark(DefectClass.ANALOG_OUTPUT, 88, 1)
                .mark(DefectClass.BACKGROUND_GENERATOR, 88, 6)
                .mark(DefectClass.FG_BLOCK, 88, 3)
                .mark(DefectClass.SYNAPSE_SWITCH_ROW, 88, 447)
                .mark(DefectClass.SYNAPSE_SWITCH_ROW, 88, 4);
        Defects read = DefectsFile.read("good.json", GOOD.getBytes(StandardCharsets.UTF_8));
        assertEquals(expected.build(), read);
        for (DefectClass kind : DefectClass.values()) {
            assertTrue(read.count(kind) > 0, kind + " is not covered");
        }
    }

    @Test
    void aFileWithoutDefectsHasOnlyItsVersion() throws NetworkFileException {
        assertEquals("{\n  \"version\": 1\n}\n", new String(DefectsFile.write(Defects.NONE), StandardCharsets.UTF_8));
        assertTrue(
                DefectsFile.read("empty.json", DefectsFile.write(Defects.NONE)).isEmpty());
        assertTrue(DefectsFile.read("empty.json", "{\"version\": 1, \"mergers\": []}".getBytes(StandardCharsets.UTF_8))
                .isEmpty());
    }

    @Test
    void aComponentListedTwiceIsDefectOnce() throws NetworkFileException {
        byte[] twice = "{\"version\": 1, \"denmems\": [[3, 4], [3, 4]]}".getBytes(StandardCharsets.UTF_8);
        assertEquals(1, DefectsFile.read("twice.json", twice).count(DefectClass.DENMEM));
    }

    @Test
    void writingListsClassesAndComponentsInOrder() {
        Defects defects = Defects.builder()
                .mark(DefectClass.MERGER, 9, 8)
                .mark(DefectClass.HICANN, 300, 0)
                .mark(DefectClass.HICANN, 7, 0)
                .mark(DefectClass.CROSSBAR_SWITCH, 88, 340)
                .mark(DefectClass.SYNAPSE_SWITCH, 88, 7167)
                .mark(DefectClass.SYNAPSE, 2, 256 + 2)
                .mark(DefectClass.MERGER, 9, 0)
                .mark(DefectClass.MERGER, 8, 14)
                .build();
        assertEquals("""
                {
                  "version": 1,
                  "hicanns": [7, 300],
                  "crossbar_switches": [
                    [88, 42, 149]],
                  "synapse_switches": [
                    [88, 255, 223]],
                  "mergers": [
                    [8, "M3"],
                    [9, "M0_0"], [9, "M1_0"]],
                  "synapses": [
                    [2, 1, 2]]
                }
                """, new String(DefectsFile.write(defects), StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenIsReadBackEqual() throws IOException, NetworkFileException {
        for (long seed = 0; seed < 2; seed++) {
            Map<DefectClass, Integer> counts = new EnumMap<>(DefectClass.class);
            for (DefectClass kind : DefectClass.values()) {
                counts.put(kind, Math.min(40, kind.places() * kind.perChip()));
            }
            Defects defects = RandomDefects.of(seed, Map.of(), counts);
            byte[] bytes = DefectsFile.write(defects);
            Path file = folder.resolve("defects.json");
            Files.write(file, bytes);
            assertEquals(defects, DefectsFile.read(file), "seed " + seed);
            assertArrayEquals(bytes, DefectsFile.write(DefectsFile.read(file)), "seed " + seed);
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "version": 1              | "version": 2              | $.version | is 2, must be at most 1
            "version": 1              | "version": 0              | $.version | is 0, must be an integer from 1
            "version": 1              | "version": "1"            | $.version | is "1", must be an integer
            "version": 1,             | ``                        | $.version | is missing, must be 1
            "hicanns": [300,          | "hicann": [300,           | $.hicann  | is unknown, must be one of version, hicanns, fpgas
            "hicanns": [300, 0, 383]  | "hicanns": 300            | $.hicanns | is 300, must be an array of HICANNs
            "hicanns": [300, 0, 383]  | "hicanns": [300, 384]     | $.hicanns[1] | is 384, must be an integer from 0 to 383
            "hicanns": [300, 0, 383]  | "hicanns": [-1]           | $.hicanns[0] | is -1, must be an integer from 0 to 383
            "hicanns": [300, 0, 383]  | "hicanns": [1.5]          | $.hicanns[0] | is 1.5, must be an integer from 0 to 383
            "hicanns": [300, 0, 383]  | "hicanns": [[300]]        | $.hicanns[0] | is an array of numbers, must be an integer from 0 to 383
            "hicanns": [300, 0, 383]  | "hicanns": [], "hicanns": [1] | $.hicanns | is given twice
            "hicanns": [300, 0, 383]  | "hicanns": null           | $.hicanns | is null, must be an array of HICANNs
            "fpgas": [47]             | "fpgas": [48]             | $.fpgas[0] | is 48, must be an integer from 0 to 47
            "fpgas": [47]             | "fpgas": {"0": 1}         | $.fpgas | is an object, must be an array of FPGAs
            [[88, 511]]               | [[88, 512]]               | $.denmems[0][1] | is 512, must be an integer from 0 to 511
            [[88, 511]]               | [88, 511]                 | $.denmems[0] | is 88, must be [hicann, number]
            [[88, 511]]               | [[88, 5, 1]]              | $.denmems[0] | has 3 values, must be [hicann, number]
            [[88, 511]]               | [[]]                      | $.denmems[0] | has 0 values, must be [hicann, number]
            [[88, 511]]               | [[88, "5"]]               | $.denmems[0][1] | is "5", must be an integer from 0 to 511
            [[88, 511]]               | [[88.0, 5]]               | $.denmems[0][0] | is 88.0, must be an integer from 0 to 383
            [88, 0]]                  | [88, 224]]                | $.synapse_drivers[1][1] | is 224, must be an integer from 0 to 223
            [[88, 63]]                | [[88, 64]]                | $.hlines[0][1] | is 64, must be an integer from 0 to 63
            "vlines": [[88, 255]]     | "vlines": [[400, 255]]    | $.vlines[0][0] | is 400, must be an integer from 0 to 383
            [[88, 62]]                | [[88, 64]]                | $.hrepeaters[0][1] | is 64, must be an integer from 0 to 63
            [[88, 254]]               | [[88, 256]]               | $.vrepeaters[0][1] | is 256, must be an integer from 0 to 255
            [88, 42, 149]             | [88, 42, 11]              | $.crossbar_switches[1] | has no crossbar switch: HLine 42 and VLine 11 do not meet, must be one of VLines [10, 42, 74, 106, 149, 181, 213, 245]
            [88, 42, 149]             | [88, 64, 149]             | $.crossbar_switches[1][1] | is 64, must be an integer from 0 to 63
            [88, 42, 149]             | [88, 340]                 | $.crossbar_switches[1] | has 2 values, must be [hicann, HLine, VLine]
            [88, 0, 0]                | [88, 0, 2]                | $.synapse_switches[0] | has no synapse switch: VLine 0 and row 2 do not meet, must be one of rows [0, 1, 16, 17, 32
            [88, 0, 0]                | [88, 0, 224]              | $.synapse_switches[0][2] | is 224, must be an integer from 0 to 223
            [88, "M1_0"]              | [88, "M1_4"]              | $.mergers[0][1] | is "M1_4", must be one of M0_0 to M0_7
            [88, "M1_0"]              | [88, 8]                   | $.mergers[0][1] | is 8, must be a text
            [88, "M1_0"]              | [384, "M1_0"]             | $.mergers[0][0] | is 384, must be an integer from 0 to 383
            [88, "M1_0"]              | [8.5, "M1_0"]             | $.mergers[0][0] | is 8.5, must be an integer from 0 to 383
            [[88, 7]]                 | [[88, 8]]                 | $.dnc_mergers[0][1] | is 8, must be an integer from 0 to 7
            [88, 1, 2]                | [88, 1, 256]              | $.synapses[1][2] | is 256, must be an integer from 0 to 255
            [88, 1, 2]                | [88, 448, 2]              | $.synapses[1][1] | is 448, must be an integer from 0 to 447
            [88, 1, 2]                | [88, 300]                 | $.synapses[1] | has 2 values, must be [hicann, row, column]
            [[88, 446]]               | [[88, true]]              | $.synapse_rows[0][1] | is true, must be an integer from 0 to 447
            [[88, 1]]                 | [[88, 2]]                 | $.synapse_arrays[0][1] | is 2, must be an integer from 0 to 1
            "high_speed_links": [12]  | "high_speed_links": [[12, 0]] | $.high_speed_links[0] | is an array of numbers, must be an integer from 0 to 383
            [88, 511, "right"]        | [88, 511, "top"]          | $.synaptic_inputs[0][2] | is "top", must be "left" or 0, "right" or 1
            [88, 511, "right"]        | [88, 511, 2]              | $.synaptic_inputs[0][2] | is 2, must be "left" or 0, "right" or 1
            [88, 511, "right"]        | [88, 511, true]           | $.synaptic_inputs[0][2] | is true, must be "left" or 0, "right" or 1
            [88, 511, "right"]        | [88, 512, 1]              | $.synaptic_inputs[0][1] | is 512, must be an integer from 0 to 511
            [88, 511, "right"]        | [88, 511]                 | $.synaptic_inputs[0] | has 2 values, must be [hicann, denmem, "left"]
            "analog_outputs": [[88, 1]] | "analog_outputs": [[88, 2]] | $.analog_outputs[0][1] | is 2, must be an integer from 0 to 1
            [[88, 6]]                 | [[88, 8]]                 | $.background_generators[0][1] | is 8, must be an integer from 0 to 7
            [[88, 3]]                 | [[88, 4]]                 | $.fg_blocks[0][1] | is 4, must be an integer from 0 to 3
            [88, 1, 223]              | [88, 1, 224]              | $.synapse_switch_rows[0][2] | is 224, must be an integer from 0 to 223
            [88, 1, 223]              | [88, 2, 223]              | $.synapse_switch_rows[0][1] | is 2, must be "left" or 0, "right" or 1
            [88, 1, 223]              | [88, 223]                 | $.synapse_switch_rows[0] | has 2 values, must be [hicann, side, row]
            """)
    void whatMeansNothingIsAnErrorThatNamesItsPlace(String good, String bad, String path, String what) {
        assertTrue(GOOD.contains(good), good + " is not in the correct file");
        byte[] bytes = GOOD.replace(good, bad).getBytes(StandardCharsets.UTF_8);
        NetworkFileException e =
                assertThrows(NetworkFileException.class, () -> DefectsFile.read("defects.json", bytes));
        String expected = "defects.json: %s %s".formatted(path, what);
        assertTrue(String.valueOf(e.getMessage()).startsWith(expected), e.getMessage() + "\nexpected " + expected);
    }

    @Test
    void whatIsNoFileOrNoJsonIsNamedAsSuch() {
        fails(folder, folder + " is a folder, must be a list of defects");
        fails(folder.resolve("none.json"), folder.resolve("none.json") + " does not exist, must be a list of defects");
        NetworkFileException empty =
                assertThrows(NetworkFileException.class, () -> DefectsFile.read("e.json", new byte[0]));
        assertEquals("e.json is empty, must be a list of defects in JSON", empty.getMessage());
    }

    private static void fails(Path file, String message) {
        assertEquals(
                message,
                assertThrows(NetworkFileException.class, () -> DefectsFile.read(file))
                        .getMessage());
    }
}
