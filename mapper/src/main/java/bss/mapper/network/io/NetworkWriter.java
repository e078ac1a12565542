package bss.mapper.network.io;

import bss.mapper.network.CellType;
import bss.mapper.network.Cells;
import bss.mapper.network.Connector;
import bss.mapper.network.CurrentSource;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.Network;
import bss.mapper.network.PairList;
import bss.mapper.network.PlacementRequest;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Region;
import bss.mapper.network.Value;
import bss.mapper.network.Variable;
import bss.mapper.network.Waveform;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Writes a network as JSON that [NetworkReader] reads back to an equal one.
///
/// The canonical form is one line: every key in one order, every default written out, the shortest digits of each
/// double, listed pairs in the file itself. The digest is over these bytes, so spelling does not change it.
public final class NetworkWriter {

    private final JsonGenerator json;
    private final Network network;

    private NetworkWriter(JsonGenerator json, Network network) {
        this.json = json;
        this.network = network;
    }

    /// The canonical bytes.
    public static byte[] canonical(Network network) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(network, out, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// SHA-256 of the canonical bytes, 32 bytes.
    public static byte[] digest(Network network) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            write(network, new DigestOutputStream(OutputStream.nullOutputStream(), sha), false);
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The digest as 64 hexadecimal digits.
    public static String digestHex(Network network) {
        return HexFormat.of().formatHex(digest(network));
    }

    /// Writes a file for people, the same content over many lines; `out` is not closed.
    public static void write(Network network, OutputStream out) throws IOException {
        write(network, out, true);
        out.write('\n');
    }

    private static void write(Network network, OutputStream out, boolean pretty) throws IOException {
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(out, JsonEncoding.UTF8)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            if (pretty) {
                DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
                printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
                json.setPrettyPrinter(printer);
            }
            new NetworkWriter(json, network).network();
        }
    }

    private void network() throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", NetworkReader.VERSION);
        json.writeStringField("name", network.name());
        json.writeNumberField("seed", network.seed());
        json.writeArrayFieldStart("populations");
        for (Population population : network.populations()) {
            population(population);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("projections");
        for (Projection projection : network.projections()) {
            projection(projection);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("currents");
        for (CurrentSource current : network.currents()) {
            current(current);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void population(Population p) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", p.label());
        json.writeNumberField("size", p.size());
        json.writeObjectFieldStart("cell");
        json.writeStringField("type", p.cell().name());
        json.writeObjectFieldStart("parameters");
        if (p.cell() instanceof CellType.SpikeSourceArray array) {
            json.writeArrayFieldStart("spike_times");
            for (DoubleSeries train : array.spikeTimes()) {
                series(train);
            }
            json.writeEndArray();
        }
        for (String name : p.cell().parameters().names()) {
            value(name, p.cell().parameters().get(name));
        }
        json.writeEndObject();
        json.writeEndObject();
        if (!p.initialValues().isEmpty()) {
            json.writeObjectFieldStart("initial_values");
            for (Map.Entry<Variable, Value> entry : p.initialValues().entrySet()) {
                value(entry.getKey().label(), entry.getValue());
            }
            json.writeEndObject();
        }
        json.writeArrayFieldStart("record");
        for (Variable variable : p.record()) {
            json.writeString(variable.label());
        }
        json.writeEndArray();
        cells("record_cells", p.recordCells());
        json.writeNumberField("sampling_interval", p.samplingIntervalMs());
        json.writeNumberField("expected_rate", p.expectedRateHz());
        placement(p.placement());
        json.writeEndObject();
    }

    private void placement(PlacementRequest placement) throws IOException {
        if (placement.equals(PlacementRequest.NONE)) {
            return;
        }
        json.writeObjectFieldStart("placement");
        if (placement.neuronSize().isPresent()) {
            json.writeNumberField("neuron_size", placement.neuronSize().getAsInt());
        }
        integers("hicanns", placement.hicanns());
        integers("neuron_blocks", placement.neuronBlocks());
        if (placement.region().isPresent()) {
            Region region = placement.region().get();
            json.writeObjectFieldStart("region");
            integers("x", List.of(region.xFrom(), region.xTo()));
            integers("y", List.of(region.yFrom(), region.yTo()));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void integers(String key, List<Integer> values) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        json.writeFieldName(key);
        json.writeArray(values.stream().mapToInt(Integer::intValue).toArray(), 0, values.size());
    }

    private void projection(Projection p) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", p.label());
        json.writeStringField("source", network.populations().get(p.source()).label());
        json.writeStringField("target", network.populations().get(p.target()).label());
        json.writeStringField("receptor", p.receptor().label());
        json.writeObjectFieldStart("connector");
        json.writeStringField("rule", p.connector().rule());
        connector(p.connector());
        json.writeEndObject();
        json.writeObjectFieldStart("synapse");
        json.writeStringField("type", p.synapse().plasticity().name());
        if (!(p.connector() instanceof Connector.FromList(PairList pairs)
                && pairs.weights().isPresent())) {
            value("weight", p.synapse().weight());
        }
        if (!(p.connector() instanceof Connector.FromList(PairList pairs)
                && pairs.delays().isPresent())) {
            value("delay", p.synapse().delay());
        }
        plasticity(p.synapse().plasticity());
        json.writeEndObject();
        cells("source_cells", p.sourceCells());
        cells("target_cells", p.targetCells());
        json.writeEndObject();
    }

    private void connector(Connector connector) throws IOException {
        switch (connector) {
            case Connector.AllToAll c -> json.writeBooleanField("allow_self", c.allowSelf());
            case Connector.OneToOne _ -> {}
            case Connector.FixedProbability c -> {
                json.writeNumberField("p", c.p());
                json.writeBooleanField("allow_self", c.allowSelf());
            }
            case Connector.FixedIndegree c -> drawn(c.n(), c.withReplacement(), c.allowSelf());
            case Connector.FixedOutdegree c -> drawn(c.n(), c.withReplacement(), c.allowSelf());
            case Connector.FixedTotalNumber c -> drawn(c.n(), c.withReplacement(), c.allowSelf());
            case Connector.FromList c -> pairs(c.pairs());
        }
    }

    private void drawn(int n, boolean withReplacement, boolean allowSelf) throws IOException {
        json.writeNumberField("n", n);
        json.writeBooleanField("with_replacement", withReplacement);
        json.writeBooleanField("allow_self", allowSelf);
    }

    private void pairs(PairList pairs) throws IOException {
        json.writeArrayFieldStart("pairs");
        for (int i = 0; i < pairs.size(); i++) {
            json.writeStartArray();
            json.writeNumber(pairs.source(i));
            json.writeNumber(pairs.target(i));
            if (pairs.weights().isPresent()) {
                json.writeNumber(pairs.weights().get().get(i));
            }
            if (pairs.delays().isPresent()) {
                json.writeNumber(pairs.delays().get().get(i));
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private void plasticity(Plasticity plasticity) throws IOException {
        switch (plasticity) {
            case Plasticity.Static _ -> {}
            case Plasticity.TsodyksMarkram t -> {
                json.writeNumberField("U", t.u());
                json.writeNumberField("tau_rec", t.tauRecMs());
                json.writeNumberField("tau_facil", t.tauFacilMs());
            }
            case Plasticity.Stdp s -> {
                json.writeNumberField("tau_plus", s.tauPlusMs());
                json.writeNumberField("tau_minus", s.tauMinusMs());
                json.writeNumberField("A_plus", s.aPlus());
                json.writeNumberField("A_minus", s.aMinus());
                json.writeNumberField("w_min", s.wMin());
                json.writeNumberField("w_max", s.wMax());
            }
        }
    }

    private void current(CurrentSource current) throws IOException {
        json.writeStartObject();
        json.writeStringField(
                "target", network.populations().get(current.target()).label());
        cells("cells", current.cells());
        json.writeStringField("type", current.waveform().name());
        switch (current.waveform()) {
            case Waveform.Dc dc -> {
                json.writeNumberField("amplitude", dc.amplitude());
                interval(dc.startMs(), dc.stopMs());
            }
            case Waveform.Step step -> {
                json.writeFieldName("times");
                series(step.timesMs());
                json.writeFieldName("amplitudes");
                series(step.amplitudes());
            }
            case Waveform.Ac ac -> {
                json.writeNumberField("amplitude", ac.amplitude());
                interval(ac.startMs(), ac.stopMs());
                json.writeNumberField("frequency", ac.frequencyHz());
                json.writeNumberField("offset", ac.offset());
                json.writeNumberField("phase", ac.phaseDegrees());
            }
            case Waveform.Noisy noisy -> {
                json.writeNumberField("mean", noisy.mean());
                json.writeNumberField("stdev", noisy.stdev());
                interval(noisy.startMs(), noisy.stopMs());
                json.writeNumberField("dt", noisy.dtMs());
            }
        }
        json.writeEndObject();
    }

    private void interval(double start, double stop) throws IOException {
        json.writeNumberField("start", start);
        json.writeNumberField("stop", stop);
    }

    private void cells(String key, Cells cells) throws IOException {
        switch (cells) {
            case Cells.All _ -> {}
            case Cells.Range range -> {
                json.writeObjectFieldStart(key);
                json.writeNumberField("from", range.from());
                json.writeNumberField("to", range.to());
                json.writeEndObject();
            }
            case Cells.Listed listed -> {
                json.writeFieldName(key);
                json.writeArray(
                        listed.cells().stream().mapToInt(Integer::intValue).toArray(),
                        0,
                        listed.cells().size());
            }
        }
    }

    private void value(String key, Value value) throws IOException {
        json.writeFieldName(key);
        switch (value) {
            case Value.Constant constant -> json.writeNumber(constant.value());
            case Value.PerCell perCell -> series(perCell.values());
            case Value.Normal normal -> distribution("normal", "mu", normal.mu(), "sigma", normal.sigma());
            case Value.LogNormal normal -> distribution("lognormal", "mu", normal.mu(), "sigma", normal.sigma());
            case Value.Uniform uniform -> distribution("uniform", "low", uniform.low(), "high", uniform.high());
            case Value.Exponential exponential -> {
                json.writeStartObject();
                json.writeStringField("distribution", "exponential");
                json.writeNumberField("beta", exponential.beta());
                json.writeEndObject();
            }
        }
    }

    private void distribution(String name, String first, double a, String second, double b) throws IOException {
        json.writeStartObject();
        json.writeStringField("distribution", name);
        json.writeNumberField(first, a);
        json.writeNumberField(second, b);
        json.writeEndObject();
    }

    private void series(DoubleSeries series) throws IOException {
        json.writeArray(series.toArray(), 0, series.size());
    }
}
