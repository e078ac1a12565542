package bss.tools.job.server;

import bss.tools.job.JobEngine;
import bss.tools.job.JobException;
import bss.tools.job.v1.Options;

/// The engines of this software.
public final class Engines implements EngineFactory {

    @Override
    public JobEngine of(Options options) throws JobException {
        throw JobException.refused("engine %s is not part of this server", options.getEngine());
    }
}
