package bss.tools.job.server;

import bss.tools.job.JobEngine;
import bss.tools.job.JobException;
import bss.tools.job.reference.RealisedEngine;
import bss.tools.job.reference.ReferenceEngine;
import bss.tools.job.v1.Options;
import bss.tools.job.wafer.PartSource;
import bss.tools.job.wafer.WaferEngine;
import java.util.Optional;

/// The engines of this software.
///
/// @param part of a wafer that jobs share; empty: each job on the wafer has an emulated one of its own
public record Engines(Optional<PartSource> part) implements EngineFactory {

    /// Every job has a wafer of its own.
    public Engines() {
        this(Optional.empty());
    }

    @Override
    public JobEngine of(Options options) throws JobException {
        return switch (options.getEngine()) {
            case EMULATOR -> part.isPresent() ? new WaferEngine(options, part.get()) : new WaferEngine(options);
            case MAP -> new WaferEngine(options);
            case REFERENCE -> new ReferenceEngine(options);
            case REALISED -> new RealisedEngine(options);
            case UNRECOGNIZED ->
                throw JobException.invalid(
                        "options: engine is %d, must be EMULATOR, REFERENCE, REALISED or MAP",
                        options.getEngineValue());
        };
    }
}
