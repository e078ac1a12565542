package bss.mapper.report;

import bss.mapper.parameters.Change;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;

/// Writes what could not be realised as asked.
public final class ChangeWriter {

    private ChangeWriter() {}

    /// Writes a change as a JSON object.
    public static void write(Change change, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("feature", change.feature().name().toLowerCase(Locale.ROOT));
        json.writeStringField("population", change.population());
        json.writeStringField("parameter", change.parameter());
        json.writeNumberField("cells", change.cells());
        range("requested", change.requestedMin(), change.requestedMax(), json);
        range("realised", change.realisedMin(), change.realisedMax(), json);
        json.writeStringField("reason", change.reason());
        json.writeEndObject();
    }

    /// Writes two numbers as an array, or null where there are none.
    public static void range(String name, double min, double max, JsonGenerator json) throws IOException {
        if (Double.isNaN(min)) {
            json.writeNullField(name);
            return;
        }
        json.writeArrayFieldStart(name);
        json.writeNumber(min);
        json.writeNumber(max);
        json.writeEndArray();
    }
}
