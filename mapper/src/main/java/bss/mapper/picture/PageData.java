package bss.mapper.picture;

import bss.mapper.explain.LossWords;
import bss.mapper.parameters.Change;
import bss.mapper.report.ChangeWriter;
import bss.mapper.report.MappingReport;
import bss.spec.coord.HicannOnWafer;
import bss.spec.defects.DefectClass;
import bss.spec.mapping.LossCause;
import bss.spec.topology.WaferTopology;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// The data of a page as JSON, in one fixed order. Lists of one kind of thing are flat:
/// `[chip, count, chip, count]`.
final class PageData {

    private static final int SCALE_SAMPLES = 33;
    private static final int MOST_REASONS = 40;

    private final WaferView view;
    private final JsonGenerator json;

    private PageData(WaferView view, JsonGenerator json) {
        this.view = view;
        this.json = json;
    }

    /// A script element ends at `</script`, whatever JSON says: no `<` may be in the data.
    private static final class WithoutTags extends CharacterEscapes {

        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
            codes['<'] = CharacterEscapes.ESCAPE_STANDARD;
            codes['>'] = CharacterEscapes.ESCAPE_STANDARD;
            codes['&'] = CharacterEscapes.ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return null;
        }
    }

    /// Writes the data; the stream stays open.
    static void write(WaferView view, OutputStream out) throws IOException {
        JsonFactory factory = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        factory.setCharacterEscapes(new WithoutTags());
        try (JsonGenerator json = factory.createGenerator(out, JsonEncoding.UTF8)) {
            new PageData(view, json).write();
        }
    }

    private void write() throws IOException {
        json.writeStartObject();
        head();
        chips();
        resources();
        populations();
        projections();
        buses();
        reasons();
        changed();
        parameters();
        colours();
        json.writeEndObject();
    }

    private void head() throws IOException {
        MappingReport report = view.report();
        json.writeStringField("network", report.network());
        json.writeStringField("strategy", report.strategy());
        json.writeNumberField("seed", report.seed());
        json.writeStringField("stopped_by", report.stoppedBy());
        json.writeNumberField("speedup", view.mapping().speedup());
        json.writeObjectFieldStart("neurons");
        json.writeNumberField("requested", report.neurons().requested());
        json.writeNumberField("placed", report.neurons().placed());
        json.writeEndObject();
        json.writeObjectFieldStart("synapses");
        json.writeNumberField("requested", report.synapses().requested());
        json.writeNumberField("realised", report.synapses().realised());
        json.writeEndObject();
        json.writeArrayFieldStart("bounds");
        for (Bound bound : Bound.of(report)) {
            json.writeStartObject();
            json.writeStringField("key", bound.key());
            json.writeStringField("words", bound.words());
            json.writeNumberField("synapses", bound.synapses());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("causes");
        for (LossCause cause : LossCause.values()) {
            json.writeStartObject();
            json.writeStringField("words", cause.key().replace('_', ' '));
            json.writeStringField("meaning", LossWords.of(cause));
            json.writeNumberField("lost", report.synapses().lostByCause().getOrDefault(cause, 0L));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void chips() throws IOException {
        json.writeObjectFieldStart("chips");
        array("x", HicannOnWafer.COUNT, WaferTopology::x);
        array("y", HicannOnWafer.COUNT, WaferTopology::y);
        array("fpga", HicannOnWafer.COUNT, WaferTopology::fpga);
        array("role", HicannOnWafer.COUNT, h -> view.role(h).ordinal());
        json.writeEndObject();
        json.writeArrayFieldStart("defects");
        for (DefectClass kind : DefectClass.values()) {
            int[] counts = new int[HicannOnWafer.COUNT];
            for (int h = 0; h < counts.length; h++) {
                counts[h] = view.defectsOn(h, kind);
            }
            if (view.defects().count(kind) > 0) {
                json.writeStartObject();
                json.writeStringField("words", kind.key().replace('_', ' '));
                json.writeNumberField("count", view.defects().count(kind));
                counts("chips", ChipCount.of(counts));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private void resources() throws IOException {
        json.writeArrayFieldStart("resources");
        for (Resource resource : Resource.values()) {
            json.writeStartObject();
            json.writeStringField("key", resource.key());
            json.writeStringField("words", resource.words());
            array("used", HicannOnWafer.COUNT, h -> view.use().used(resource, h));
            array("usable", HicannOnWafer.COUNT, h -> view.use().usable(resource, h));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void populations() throws IOException {
        json.writeArrayFieldStart("populations");
        for (PopulationView population : view.populations()) {
            json.writeStartObject();
            json.writeStringField("label", population.label());
            json.writeStringField("type", population.type());
            json.writeBooleanField("external", population.external());
            json.writeNumberField("size", population.size());
            json.writeNumberField("placed", population.placed());
            json.writeNumberField("smallest", population.smallest());
            json.writeNumberField("largest", population.largest());
            counts("chips", population.chips());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void projections() throws IOException {
        json.writeArrayFieldStart("projections");
        for (ProjectionView projection : view.projections()) {
            json.writeStartObject();
            json.writeStringField("label", projection.label());
            json.writeNumberField("source", projection.source());
            json.writeNumberField("target", projection.target());
            json.writeStringField("receptor", projection.receptor());
            json.writeNumberField("requested", projection.requested());
            json.writeNumberField("realised", projection.realised());
            counts("chips", projection.realisedByChip());
            json.writeArrayFieldStart("losses");
            for (ProjectionView.ChipLoss loss : projection.losses()) {
                numbers(loss.hicann(), loss.cause().ordinal(), loss.count());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("buses");
            for (ProjectionView.BusShare share : projection.buses()) {
                numbers(share.bus(), share.realised(), share.lost());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void buses() throws IOException {
        json.writeArrayFieldStart("buses");
        for (Bus bus : view.buses()) {
            json.writeStartObject();
            json.writeStringField("name", bus.name());
            json.writeNumberField("chip", bus.hicann());
            json.writeNumberField("track", bus.startTrack());
            json.writeArrayFieldStart("cells");
            for (Bus.PopulationCount cells : bus.cells()) {
                numbers(cells.population(), cells.cells());
            }
            json.writeEndArray();
            runs("h", bus.runs(), true);
            runs("v", bus.runs(), false);
            json.writeArrayFieldStart("junctions");
            for (Bus.Junction junction : bus.junctions()) {
                numbers(junction.x(), junction.y(), junction.hTrack(), junction.vTrack());
            }
            json.writeEndArray();
            counts("drivers", bus.drivers());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void runs(String name, List<Run> runs, boolean horizontal) throws IOException {
        json.writeArrayFieldStart(name);
        for (Run run : runs) {
            if (run.horizontal() == horizontal) {
                numbers(run.across(), run.track(), run.from(), run.to());
            }
        }
        json.writeEndArray();
    }

    private void reasons() throws IOException {
        json.writeNumberField("reason_count", view.reasons().size());
        json.writeArrayFieldStart("reasons");
        for (WaferView.Reason reason :
                view.reasons().stream().limit(MOST_REASONS).toList()) {
            json.writeStartObject();
            json.writeNumberField("cause", reason.loss().cause().ordinal());
            json.writeStringField("resource", reason.loss().resource());
            json.writeNumberField("count", reason.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void changed() throws IOException {
        json.writeArrayFieldStart("changed");
        for (Change change : view.report().changed()) {
            ChangeWriter.write(change, json);
        }
        json.writeEndArray();
    }

    private void parameters() throws IOException {
        json.writeArrayFieldStart("parameters");
        for (ParameterRange range : view.parameters()) {
            json.writeStartObject();
            json.writeStringField("of", range.of());
            json.writeStringField("parameter", range.parameter());
            json.writeStringField("unit", range.unit());
            ChangeWriter.range(
                    "requested", range.requested().min(), range.requested().max(), json);
            ChangeWriter.range(
                    "realised", range.realised().min(), range.realised().max(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void colours() throws IOException {
        json.writeObjectFieldStart("scales");
        for (Overlay overlay : Overlay.values()) {
            json.writeObjectFieldStart(overlay.key());
            samples("light", Palette.of(overlay, false));
            samples("dark", Palette.of(overlay, true));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void samples(String name, Scale scale) throws IOException {
        json.writeArrayFieldStart(name);
        for (String colour : scale.samples(SCALE_SAMPLES)) {
            json.writeString(colour);
        }
        json.writeEndArray();
    }

    private void counts(String name, List<ChipCount> counts) throws IOException {
        json.writeArrayFieldStart(name);
        for (ChipCount count : counts) {
            numbers(count.hicann(), count.count());
        }
        json.writeEndArray();
    }

    private void array(String name, int length, IntUnaryOperator value) throws IOException {
        json.writeArrayFieldStart(name);
        for (int i = 0; i < length; i++) {
            json.writeNumber(value.applyAsInt(i));
        }
        json.writeEndArray();
    }

    private void numbers(int... numbers) throws IOException {
        for (int number : numbers) {
            json.writeNumber(number);
        }
    }
}
