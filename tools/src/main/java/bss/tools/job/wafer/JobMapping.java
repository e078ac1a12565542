package bss.tools.job.wafer;

import bss.mapper.Freeze;
import bss.mapper.Mapper;
import bss.mapper.MapperOptions;
import bss.mapper.MapperResult;
import bss.mapper.network.Network;
import bss.mapper.parameters.Change;
import bss.mapper.picture.Overlay;
import bss.mapper.picture.WaferSvg;
import bss.mapper.picture.WaferView;
import bss.mapper.problem.MappingException;
import bss.mapper.report.MappingReport;
import bss.mapper.report.ReportWriter;
import bss.spec.mapping.Mapping;
import bss.spec.translate.ParameterChange.Feature;
import bss.tools.calibration.CalibrationChoice;
import bss.tools.job.JobException;
import bss.tools.job.JobListener;
import bss.tools.job.TableWriter;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.FetchText;
import bss.tools.job.v1.MappingSummary;
import bss.tools.job.v1.Options;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The network of a job, mapped. Immutable.
public final class JobMapping {

    private final WaferOptions options;
    private final WaferNetwork network;
    private final MapperResult result;

    private JobMapping(WaferOptions options, WaferNetwork network, MapperResult result) {
        this.options = options;
        this.network = network;
        this.result = result;
    }

    /// Maps the network of a build.
    ///
    /// @param options of the job; those of `build` are not looked at
    /// @throws JobException if something makes no sense, the wafer has no such cells, or what was asked for by hand
    ///     cannot be met
    public static JobMapping map(Build build, Options options, JobListener listener)
            throws JobException, InterruptedException {
        return map(WaferNetwork.of(build.getNetwork()), WaferOptions.of(options), null, listener);
    }

    /// @param stay whose cells stay where they are
    static JobMapping map(WaferNetwork network, WaferOptions options, @Nullable JobMapping stay, JobListener listener)
            throws JobException, InterruptedException {
        if (stay == null
                && options.calibration().isPresent()
                && options.calibration().get().header().synthetic()) {
            listener.notice(true, CalibrationChoice.SYNTHETIC);
        }
        MapperOptions mapper =
                stay == null ? options.mapper() : options.mapper().withFreeze(new Freeze(stay.mapping(), Set.of()));
        return of(
                options,
                network,
                listener,
                () -> mapper(options, mapper, listener).map(network.network()));
    }

    /// The same cells, connections and plasticity with other values, everything in its place.
    JobMapping translated(WaferNetwork values, JobListener listener) throws JobException, InterruptedException {
        return of(
                options,
                values,
                listener,
                () -> mapper(options, options.mapper(), listener).translate(values.network(), result));
    }

    /// The same mapping of a network that differs in what is not mapped.
    JobMapping with(WaferNetwork other) {
        return new JobMapping(options, other, result);
    }

    private static Mapper mapper(WaferOptions options, MapperOptions mapper, JobListener listener) {
        return new Mapper(options.translation(), options.unusable(), mapper, listener::progress);
    }

    private interface Mapped {
        MapperResult result() throws MappingException, InterruptedException;
    }

    private static JobMapping of(WaferOptions options, WaferNetwork network, JobListener listener, Mapped mapped)
            throws JobException, InterruptedException {
        MapperResult result;
        try {
            result = mapped.result();
        } catch (MappingException | IllegalArgumentException e) {
            throw JobException.invalid("%s", String.valueOf(e.getMessage()));
        }
        result.notices().forEach(n -> listener.notice(false, n));
        result.report().changed().stream()
                .filter(c -> c.feature() == Feature.CLIPPED && c.parameter().equals(Change.CURRENT))
                .forEach(c -> listener.notice(
                        true,
                        "currents of %s nA into %d cells of %s become %s nA: %s"
                                .formatted(
                                        span(c.requestedMin(), c.requestedMax()),
                                        c.cells(),
                                        c.population(),
                                        span(c.realisedMin(), c.realisedMax()),
                                        c.reason())));
        return new JobMapping(options, network, result);
    }

    private static String span(double least, double most) {
        String from = String.format(Locale.ROOT, "%.3f", least);
        String to = String.format(Locale.ROOT, "%.3f", most);
        return from.equals(to) ? from : from + " to " + to;
    }

    /// The network as it was mapped.
    public Network network() {
        return network.network();
    }

    /// By projection of the job, where it is in the network.
    public List<SplitProjection> projections() {
        return network.projections();
    }

    /// Bits, and the way back from them to the network.
    public Mapping mapping() {
        return result.mapping();
    }

    /// What was realised, lost and used.
    public MappingReport report() {
        return result.report();
    }

    /// The same in a few numbers.
    public MappingSummary summary() {
        MappingReport report = report();
        MappingSummary.Builder summary = MappingSummary.newBuilder()
                .setMapped(true)
                .setNeuronsRequested(report.neurons().requested())
                .setNeuronsPlaced(report.neurons().placed())
                .setSynapsesRequested(report.synapses().requested())
                .setSynapsesRealised(report.synapses().realised())
                .setBoundFree(report.bounds().free())
                .setBoundPlaced(report.bounds().placed())
                .setBoundRouted(report.bounds().routed())
                .setHicanns((int) report.resources().stream()
                        .filter(u -> u.resource().equals("hicanns"))
                        .mapToLong(MappingReport.Usage::used)
                        .sum())
                .setClipped(result.clipped());
        report.synapses().lostByCause().forEach((cause, count) -> {
            if (count > 0) {
                summary.putLostByCause(cause.key(), count);
            }
        });
        return summary.build();
    }

    /// Writes where the cells of a population are.
    public void fetchPlacement(int population, TableWriter to) throws JobException {
        MappingColumns.placement(this, population, to);
    }

    /// Writes the parameters of a population as they are realised.
    public void fetchParameters(int population, TableWriter to) throws JobException {
        MappingColumns.parameters(this, population, to);
    }

    /// Writes `weight`, `realised_weight` and `realised_delay` of a projection of the job.
    public void fetchSynapses(int projection, TableWriter to) throws JobException {
        MappingColumns.synapses(this, projection, to);
    }

    /// Writes the report or the picture.
    public void fetchText(FetchText.Kind kind, TableWriter to) throws JobException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            switch (kind) {
                // the same job has the same result, byte for byte
                case REPORT -> ReportWriter.write(report().withoutCost(), bytes);
                case PICTURE ->
                    WaferSvg.write(
                            WaferView.of(result, network(), options.unusable()),
                            List.of(Overlay.USE),
                            Optional.empty(),
                            bytes);
                case COUNTERS, UNRECOGNIZED ->
                    throw JobException.invalid("text is %s, must be REPORT or PICTURE of a mapping", kind);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        to.text("text", bytes.toString(StandardCharsets.UTF_8));
    }
}
