package bss.mapper.picture;

import bss.mapper.Mapper;
import bss.mapper.MapperOptions;
import bss.mapper.MapperProgress;
import bss.mapper.MapperResult;
import bss.mapper.PlainTranslation;
import bss.mapper.Strategy;
import bss.mapper.network.CellType;
import bss.mapper.network.Connector;
import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.Synapse;
import bss.mapper.network.Value;
import bss.mapper.network.generate.Benchmarks;
import bss.mapper.problem.MappingException;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A mapped network and what pictures are made of it.
record Mapped(Network network, Defects defects, MapperResult result, WaferView view) {

    /// What a label must not be able to do.
    static final String HOSTILE = "<script>\"&' </script>]]> ü\u0001";

    static Mapped of(Network network, Defects defects) {
        MapperOptions greedy = MapperOptions.DEFAULTS.withStrategy(Strategy.GREEDY);
        try {
            MapperResult result = new Mapper(new PlainTranslation(), defects, greedy, MapperProgress.NONE).map(network);
            return new Mapped(network, defects, result, WaferView.of(result, network, defects));
        } catch (MappingException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// A benchmark that loses synapses, on a wafer with some defects.
    static Mapped lossy() {
        Network network =
                Benchmarks.generate("random30", OptionalDouble.empty(), OptionalInt.of(300), OptionalLong.of(3));
        Defects.Builder defects = Defects.builder()
                .mark(DefectClass.HICANN, 3, 0)
                .mark(DefectClass.FPGA, 0, 0)
                .mark(DefectClass.SYNAPSE_ROW, 0, 17)
                .mark(DefectClass.VLINE, 1, 40);
        for (int driver = 0; driver < 60; driver++) {
            defects.mark(DefectClass.SYNAPSE_DRIVER, 1, driver);
        }
        return of(network, defects.build());
    }

    /// Sources and neurons, all labels hostile.
    static Mapped hostile() {
        Population in = Population.of(HOSTILE + 1, 5, CellType.SpikeSourcePoisson.of(Map.of("rate", Value.of(10.0))));
        Population out = Population.of(HOSTILE + 2, 7, CellType.IfCondExp.of(Map.of()));
        Projection projection = Projection.of(
                HOSTILE + 3, 0, 1, Receptor.EXCITATORY, new Connector.AllToAll(true), Synapse.fixed(0.005, 1));
        return of(new Network(HOSTILE + "{{data}}", 1, List.of(in, out), List.of(projection), List.of()), Defects.NONE);
    }

    String svg(List<Overlay> overlays, String route) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Optional<RouteChoice> choice =
                    route.isEmpty() ? Optional.empty() : Optional.of(RouteChoice.parse(route, network));
            WaferSvg.write(view, overlays, choice, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    String page() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            MappingPage.write(view, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
