package bss.mapper.defects;

import bss.mapper.network.io.Json;
import bss.mapper.network.io.JsonField;
import bss.mapper.network.io.JsonFile;
import bss.mapper.network.io.NetworkFileException;
import bss.spec.coord.CrossbarSwitchOnHicann;
import bss.spec.coord.HLineOnHicann;
import bss.spec.coord.MergerOnHicann;
import bss.spec.coord.NeuronOnHicann;
import bss.spec.coord.Side;
import bss.spec.coord.SynapseDriverOnHicann;
import bss.spec.coord.SynapseOnHicann;
import bss.spec.coord.SynapseRowOnHicann;
import bss.spec.coord.SynapseSwitchOnHicann;
import bss.spec.coord.SynapseSwitchRowOnHicann;
import bss.spec.coord.VLineOnHicann;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.L1Topology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Reads and writes defects files: JSON with one list for each class of components, `{"version": 1, "hicanns":
/// [300], "denmems": [[88, 7]]}`.
///
/// A class that is absent has no defects; a component that is listed twice is defect once. Chips, FPGAs and
/// high-speed links are numbers, `crossbar_switches` [hicann, HLine, VLine], `synapse_switches` [hicann, VLine,
/// row], `synapses` [hicann, row, column], `mergers` [hicann, "M1_0"], `synaptic_inputs` [hicann, denmem,
/// "left"], `synapse_switch_rows` [hicann, side, row], all others [hicann, number]. A side is 0 or "left", 1 or
/// "right".
public final class DefectsFile {

    private static final int VERSION = 1;
    private static final String WHAT = "list of defects";
    private static final String[] KEYS = Stream.concat(
                    Stream.of("version"), Arrays.stream(DefectClass.values()).map(DefectClass::key))
            .toArray(String[]::new);

    private DefectsFile() {}

    /// Reads a file.
    ///
    /// @throws NetworkFileException names the file, the JSON path, the value and what would be right
    public static Defects read(Path file) throws NetworkFileException {
        return read(file.toString(), JsonFile.bytes(file, WHAT));
    }

    /// Reads the bytes of a file.
    ///
    /// @param name of the file, for messages
    /// @throws NetworkFileException names the file, the JSON path, the value and what would be right
    public static Defects read(String name, byte[] bytes) throws NetworkFileException {
        JsonField root = JsonFile.root(name, bytes, WHAT);
        JsonFile.requireVersion(root, VERSION);
        root.object(KEYS);
        Defects.Builder defects = Defects.builder();
        for (DefectClass kind : DefectClass.values()) {
            if (root.has(kind.key())) {
                String form = form(kind);
                for (JsonField entry : root.required(kind.key(), "an array").elements("an array of " + form)) {
                    mark(defects, kind, entry, form);
                }
            }
        }
        return defects.build();
    }

    private static String form(DefectClass kind) {
        return switch (kind) {
            case HICANN, HIGH_SPEED_LINK -> "HICANNs";
            case FPGA -> "FPGAs";
            case CROSSBAR_SWITCH -> "[hicann, HLine, VLine]";
            case SYNAPSE_SWITCH -> "[hicann, VLine, row]";
            case SYNAPSE -> "[hicann, row, column]";
            case MERGER -> "[hicann, \"M1_0\"]";
            case SYNAPTIC_INPUT -> "[hicann, denmem, \"left\"]";
            case SYNAPSE_SWITCH_ROW -> "[hicann, side, row]";
            case DENMEM,
                    SYNAPSE_DRIVER,
                    HLINE,
                    VLINE,
                    HREPEATER,
                    VREPEATER,
                    DNC_MERGER,
                    SYNAPSE_ROW,
                    SYNAPSE_ARRAY,
                    ANALOG_OUTPUT,
                    BACKGROUND_GENERATOR,
                    FG_BLOCK -> "[hicann, number]";
        };
    }

    private static void mark(Defects.Builder defects, DefectClass kind, JsonField entry, String form)
            throws NetworkFileException {
        if (kind.perChip() == 1) {
            defects.mark(kind, below(entry, kind.places()), 0);
            return;
        }
        List<JsonField> parts = entry.elements(form);
        int length = switch (kind) {
            case CROSSBAR_SWITCH, SYNAPSE_SWITCH, SYNAPSE, SYNAPTIC_INPUT, SYNAPSE_SWITCH_ROW -> 3;
            default -> 2;
        };
        if (parts.size() != length) {
            throw entry.error("has %d values, must be %s".formatted(parts.size(), form));
        }
        int hicann = below(parts.get(0), kind.places());
        int index = switch (kind) {
            case CROSSBAR_SWITCH -> {
                int hline = below(parts.get(1), HLineOnHicann.COUNT);
                int vline = below(parts.get(2), VLineOnHicann.COUNT);
                if (!CrossbarSwitchOnHicann.exists(hline, vline)) {
                    throw entry.error(
                            "has no crossbar switch: HLine %d and VLine %d do not meet, must be one of VLines %s"
                                    .formatted(hline, vline, Arrays.toString(L1Topology.vlinesOf(hline))));
                }
                yield CrossbarSwitchOnHicann.index(hline, vline);
            }
            case SYNAPSE_SWITCH -> {
                int vline = below(parts.get(1), VLineOnHicann.COUNT);
                int row = below(parts.get(2), SynapseDriverOnHicann.COUNT);
                if (!SynapseSwitchOnHicann.exists(vline, row)) {
                    throw entry.error("has no synapse switch: VLine %d and row %d do not meet, must be one of rows %s"
                            .formatted(vline, row, Arrays.toString(L1Topology.rowsOf(vline))));
                }
                yield SynapseSwitchOnHicann.index(vline, row);
            }
            case SYNAPSE ->
                below(parts.get(1), SynapseRowOnHicann.COUNT) * SynapseOnHicann.COLUMNS
                        + below(parts.get(2), SynapseOnHicann.COLUMNS);
            case MERGER -> merger(parts.get(1));
            case SYNAPTIC_INPUT -> 2 * below(parts.get(1), NeuronOnHicann.COUNT) + side(parts.get(2));
            case SYNAPSE_SWITCH_ROW ->
                SynapseSwitchRowOnHicann.ROWS * side(parts.get(1)) + below(parts.get(2), SynapseSwitchRowOnHicann.ROWS);
            default -> below(parts.get(1), kind.perChip());
        };
        defects.mark(kind, hicann, index);
    }

    private static int below(JsonField field, int count) throws NetworkFileException {
        return (int) field.integer(0, count - 1);
    }

    private static int side(JsonField field) throws NetworkFileException {
        for (Side side : Side.all()) {
            boolean named = switch (field.json()) {
                case Json.Text text -> text.value().equals(name(side));
                case Json.Numeral number -> number.integral() && number.integer() == side.index();
                default -> false;
            };
            if (named) {
                return side.index();
            }
        }
        throw field.wrong("\"left\" or 0, \"right\" or 1");
    }

    private static String name(Side side) {
        return side == Side.LEFT ? "left" : "right";
    }

    private static int merger(JsonField field) throws NetworkFileException {
        String name = field.text();
        for (MergerOnHicann merger : MergerOnHicann.all()) {
            if (merger.toString().equals(name)) {
                return merger.index();
            }
        }
        throw field.wrong("one of M0_0 to M0_7, M1_0 to M1_3, M2_0, M2_1, M3");
    }

    /// The bytes of a file that [#read] reads back to the same defects: classes in the order of [DefectClass],
    /// without those that have none, components ascending, one chip a line.
    public static byte[] write(Defects defects) {
        StringBuilder out = new StringBuilder("{\n  \"version\": ").append(VERSION);
        for (DefectClass kind : DefectClass.values()) {
            int count = defects.count(kind);
            if (count > 0) {
                out.append(",\n  \"").append(kind.key()).append("\": [");
                append(out, defects, kind, count);
                out.append(']');
            }
        }
        return out.append("\n}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder out, Defects defects, DefectClass kind, int count) {
        int written = 0;
        for (int place = 0; place < kind.places() && written < count; place++) {
            boolean firstOfPlace = kind.perChip() > 1;
            for (int index = 0; index < kind.perChip() && written < count; index++) {
                if (defects.has(kind, place, index)) {
                    out.append(written == 0 ? "" : ",");
                    out.append(firstOfPlace ? "\n    " : written == 0 ? "" : " ");
                    out.append(entry(kind, place, index));
                    firstOfPlace = false;
                    written++;
                }
            }
        }
    }

    private static String entry(DefectClass kind, int place, int index) {
        if (kind.perChip() == 1) {
            return Integer.toString(place);
        }
        return "[%d, %s]"
                .formatted(
                        place,
                        switch (kind) {
                            case CROSSBAR_SWITCH -> {
                                CrossbarSwitchOnHicann s = CrossbarSwitchOnHicann.of(index);
                                yield s.hline() + ", " + s.vline();
                            }
                            case SYNAPSE_SWITCH ->
                                SynapseSwitchOnHicann.vlineOf(index) + ", " + SynapseSwitchOnHicann.rowOf(index);
                            case SYNAPSE -> index / SynapseOnHicann.COLUMNS + ", " + index % SynapseOnHicann.COLUMNS;
                            case MERGER -> "\"" + MergerOnHicann.of(index) + "\"";
                            case SYNAPTIC_INPUT -> index / 2 + ", \"" + name(Side.of(index % 2)) + "\"";
                            case SYNAPSE_SWITCH_ROW ->
                                index / SynapseSwitchRowOnHicann.ROWS + ", " + index % SynapseSwitchRowOnHicann.ROWS;
                            default -> Integer.toString(index);
                        });
    }
}
