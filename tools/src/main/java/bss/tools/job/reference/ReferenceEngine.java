package bss.tools.job.reference;

import bss.tools.job.JobException;
import bss.tools.job.JobListener;
import bss.tools.job.TableWriter;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.MappingSummary;
import bss.tools.job.v1.Options;

/// Runs the network as it is written in double precision, without a wafer.
public final class ReferenceEngine extends SimulatedEngine {

    /// @param options must name the engine REFERENCE; the others mean nothing to it
    public ReferenceEngine(Options options) throws JobException {
        if (options.getEngine() != Options.Engine.REFERENCE) {
            throw JobException.invalid("engine is %s, must be REFERENCE", options.getEngine());
        }
    }

    @Override
    Realisation realise(Build build, JobListener listener) {
        return Realisation.AS_WRITTEN;
    }

    @Override
    MappingSummary summary(JobModel built) {
        return MappingSummary.newBuilder()
                .setMapped(false)
                .setNeuronsRequested(built.neurons())
                .setNeuronsPlaced(built.neurons())
                .setSynapsesRequested(built.synapses())
                .setSynapsesRealised(built.synapses())
                .build();
    }

    @Override
    void fetchMapped(FetchRequest request, Fetch fetch, TableWriter to) throws JobException {
        switch (request.getWhatCase()) {
            case SYNAPSES -> fetch.synapses(request.getSynapses().getProjection());
            case PLACEMENT -> fetch.placement(request.getPlacement().getPopulation());
            case PARAMETERS -> fetch.parameters(request.getParameters().getPopulation());
            default ->
                throw JobException.refused(
                        "engine reference maps nothing: it has no %s",
                        request.getText().getKind());
        }
    }
}
