package bss.mapper.network.io;

import bss.mapper.network.PairList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a `pairs_file`: CSV with `source,target[,weight[,delay]]` in each line. Empty lines and lines that begin
/// with `#` are skipped.
final class PairsFile {

    private PairsFile() {}

    static PairList read(JsonField field, Path folder, int sources, int targets) throws NetworkFileException {
        String name = field.text();
        if (name.isBlank() || name.contains("/") || name.contains("\\") || name.indexOf('\0') >= 0) {
            throw field.wrong("the name of a file beside the network file");
        }
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw field.wrong("the name of a file beside the network file, there is none in %s"
                    .formatted(folder.toAbsolutePath().normalize()));
        }
        PairColumns columns = new PairColumns(sources, targets);
        String place = "%s: %s: %s".formatted(field.file(), field.path(), name);
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (@Nullable String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    add(columns, line, place, number);
                }
            }
        } catch (CharacterCodingException e) {
            throw new NetworkFileException(place + " is not UTF-8, must be UTF-8 text");
        } catch (IOException | UncheckedIOException e) {
            throw new NetworkFileException("%s cannot be read: %s".formatted(place, e.getMessage()));
        }
        return columns.toPairList();
    }

    private static void add(PairColumns columns, String line, String place, int number) throws NetworkFileException {
        String[] cells = line.split(",", -1);
        int expected = columns.width(cells.length);
        if (expected != cells.length) {
            throw new NetworkFileException("%s line %d has %d columns, must have %s"
                    .formatted(place, number, cells.length, expected == 0 ? "2, 3 or 4" : expected));
        }
        List<JsonField> entries = new ArrayList<>();
        for (int c = 0; c < cells.length; c++) {
            String text = cells[c].strip();
            entries.add(new JsonField(place, "line %d column %d".formatted(number, c + 1), json(text)));
        }
        columns.add(entries);
    }

    private static Json json(String text) {
        // stricter than parseDouble, which takes NaN, hexadecimal and 1d
        if (text.matches("[+-]?[0-9]{1,40}(\\.[0-9]{0,40})?([eE][+-]?[0-9]{1,3})?")) {
            double value = Double.parseDouble(text);
            return new Json.Numeral(value, false, 0, text);
        }
        return new Json.Text(text);
    }
}
