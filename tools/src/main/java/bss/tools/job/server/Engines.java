package bss.tools.job.server;

import bss.tools.job.JobEngine;
import bss.tools.job.JobException;
import bss.tools.job.reference.RealisedEngine;
import bss.tools.job.reference.ReferenceEngine;
import bss.tools.job.v1.Options;

/// The engines of this software.
public final class Engines implements EngineFactory {

    @Override
    public JobEngine of(Options options) throws JobException {
        return switch (options.getEngine()) {
            case REFERENCE -> new ReferenceEngine(options);
            case REALISED -> new RealisedEngine(options);
            default -> throw JobException.refused("engine %s is not part of this server", options.getEngine());
        };
    }
}
