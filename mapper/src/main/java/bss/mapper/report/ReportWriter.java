package bss.mapper.report;

import bss.mapper.parameters.Change;
import bss.spec.mapping.LossCause;
import bss.spec.translate.CalibrationIdentity;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/// Writes a report as JSON, keys in one fixed order.
public final class ReportWriter {

    private final JsonGenerator json;

    private ReportWriter(JsonGenerator json) {
        this.json = json;
    }

    /// Writes the report; the stream stays open.
    public static void write(MappingReport report, OutputStream out) throws IOException {
        JsonFactory factory = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        try (JsonGenerator json = factory.createGenerator(out, JsonEncoding.UTF8)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            new ReportWriter(json).report(report);
            json.writeRaw('\n');
        }
    }

    private void report(MappingReport report) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", MappingReport.VERSION);
        json.writeStringField("network", report.network());
        json.writeStringField("strategy", report.strategy());
        json.writeNumberField("seed", report.seed());
        json.writeStringField("stopped_by", report.stoppedBy());
        json.writeObjectFieldStart("neurons");
        json.writeNumberField("requested", report.neurons().requested());
        json.writeNumberField("placed", report.neurons().placed());
        json.writeEndObject();
        json.writeObjectFieldStart("synapses");
        tally(report.synapses());
        json.writeObjectFieldStart("bounds");
        json.writeNumberField("free", report.bounds().free());
        json.writeNumberField("placed", report.bounds().placed());
        json.writeNumberField("routed", report.bounds().routed());
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayFieldStart("projections");
        for (MappingReport.ProjectionTally projection : report.projections()) {
            json.writeStartObject();
            json.writeStringField("label", projection.label());
            tally(projection.tally());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("resources");
        for (MappingReport.Usage usage : report.resources()) {
            json.writeObjectFieldStart(usage.resource());
            json.writeNumberField("used", usage.used());
            json.writeNumberField("available", usage.available());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("changed");
        for (Change change : report.changed()) {
            ChangeWriter.write(change, json);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("voltage_window");
        json.writeNumberField("alpha", report.window().alpha());
        json.writeNumberField("shift", report.window().shift());
        json.writeEndObject();
        if (report.calibration().isPresent()) {
            calibration(report.calibration().get(), report.notices());
        }
        json.writeObjectFieldStart("seconds");
        for (Map.Entry<String, Double> stage : report.seconds().entrySet()) {
            json.writeNumberField(stage.getKey(), stage.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("peak_memory_mib", report.peakMemoryMib());
        json.writeEndObject();
    }

    private void calibration(CalibrationIdentity identity, List<String> notices) throws IOException {
        json.writeObjectFieldStart("calibration");
        json.writeStringField("wafer", identity.wafer());
        json.writeStringField("silicon", identity.silicon());
        if (identity.seed().isPresent()) {
            json.writeNumberField("seed", identity.seed().get());
        }
        json.writeStringField("date", identity.date());
        json.writeBooleanField("synthetic", identity.synthetic());
        json.writeArrayFieldStart("notices");
        for (String notice : notices) {
            json.writeString(notice);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void tally(MappingReport.Tally tally) throws IOException {
        json.writeNumberField("requested", tally.requested());
        json.writeNumberField("realised", tally.realised());
        json.writeNumberField("lost", tally.lost());
        json.writeObjectFieldStart("lost_by_cause");
        for (Map.Entry<LossCause, Long> cause : tally.lostByCause().entrySet()) {
            json.writeNumberField(cause.getKey().key(), cause.getValue());
        }
        json.writeEndObject();
    }
}
