package bss.tools.job.server;

import bss.tools.job.JobEngine;
import bss.tools.job.JobException;
import bss.tools.job.reference.RealisedEngine;
import bss.tools.job.reference.ReferenceEngine;
import bss.tools.job.v1.Options;
import bss.tools.job.wafer.WaferEngine;

/// The engines of this software.
public final class Engines implements EngineFactory {

    @Override
    public JobEngine of(Options options) throws JobException {
        return switch (options.getEngine()) {
            case EMULATOR, MAP -> new WaferEngine(options);
            case REFERENCE -> new ReferenceEngine(options);
            case REALISED -> new RealisedEngine(options);
            case UNRECOGNIZED ->
                throw JobException.invalid(
                        "options: engine is %d, must be EMULATOR, REFERENCE, REALISED or MAP",
                        options.getEngineValue());
        };
    }
}
