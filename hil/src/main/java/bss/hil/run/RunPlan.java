package bss.hil.run;

import bss.hil.bench.Profile;
import bss.hil.wire.Endpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What is tested, and how.
///
/// @param fpgas that may be used, ascending, at least one
/// @param seed of all random numbers
/// @param tolerances the user's file; without it that of the kind of endpoint
/// @param transcripts folder for what passes in each test
public record RunPlan(
        Endpoint endpoint,
        Profile profile,
        List<Integer> fpgas,
        long seed,
        Optional<Path> tolerances,
        Optional<Path> transcripts) {

    public RunPlan {
        fpgas = List.copyOf(fpgas);
        if (fpgas.isEmpty()) {
            throw new IllegalArgumentException("no FPGA is named, must be at least one");
        }
    }
}
