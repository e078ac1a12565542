package bss.tools.job.reference;

import bss.tools.job.JobException;
import bss.tools.job.JobListener;
import bss.tools.job.TableWriter;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Change;
import bss.tools.job.v1.ChangedParameter;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.MappingSummary;
import bss.tools.job.v1.Options;
import bss.tools.job.wafer.JobMapping;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Maps a network, and runs in double precision what the mapping makes of it: the neurons that found a
/// place with their translated parameters, the realised synapses with the weights and delays of the wafer
/// and the short-term plasticity of their drivers. What the emulated wafer does beyond that is noise,
/// mismatch and digitisation.
public final class RealisedEngine extends SimulatedEngine {

    private final Options options;
    private @Nullable JobMapping mapping;

    /// @param options must name the engine REALISED; those of mappings count
    public RealisedEngine(Options options) throws JobException {
        if (options.getEngine() != Options.Engine.REALISED) {
            throw JobException.invalid("engine is %s, must be REALISED", options.getEngine());
        }
        this.options = options;
    }

    @Override
    Realisation realise(Build build, JobListener listener) throws JobException, InterruptedException {
        JobMapping mapped = JobMapping.map(build, options, listener);
        mapping = mapped;
        return new MappedRealisation(mapped);
    }

    @Override
    MappingSummary summary(JobModel built) {
        return java.util.Objects.requireNonNull(mapping).summary();
    }

    @Override
    public Optional<MappingSummary> change(Change change, JobListener listener) throws JobException {
        if (change.getSynapsesCount() > 0) {
            throw refused("weights, delays and plasticity");
        }
        for (ChangedParameter parameter : change.getParametersList()) {
            if (isNeurons(parameter.getPopulation())) {
                throw refused("parameters of neurons");
            }
        }
        return super.change(change, listener);
    }

    private static JobException refused(String what) {
        return JobException.refused(
                "engine realised runs one mapping: %s must be set before the first run"
                        + " (engine emulator and engine reference take changes)",
                what);
    }

    @Override
    void fetchMapped(FetchRequest request, Fetch fetch, TableWriter to) throws JobException {
        JobMapping of = java.util.Objects.requireNonNull(mapping);
        switch (request.getWhatCase()) {
            case SYNAPSES -> {
                of.fetchSynapses(request.getSynapses().getProjection(), to);
                fetch.evolved(request.getSynapses().getProjection());
            }
            case PLACEMENT -> of.fetchPlacement(request.getPlacement().getPopulation(), to);
            case PARAMETERS -> of.fetchParameters(request.getParameters().getPopulation(), to);
            default -> of.fetchText(request.getText().getKind(), to);
        }
    }
}
