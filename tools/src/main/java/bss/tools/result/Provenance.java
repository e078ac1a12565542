package bss.tools.result;

import java.util.Optional;

/// How a result came to be.
///
/// @param engine emulator or reference
/// @param silicon ideal or typical, or none for the reference
/// @param waferSeed from which a typical wafer was drawn
/// @param networkSeed the network's seed
/// @param mappingSeed the seed of the search, -1 without a mapping
/// @param trial write number of the analog parameters
/// @param networkDigest SHA-256 of the canonical network
/// @param configurationDigest SHA-256 of the hardware configuration, empty for the reference of a network as written
/// @param version of this software
public record Provenance(
        String engine,
        String silicon,
        Optional<Long> waferSeed,
        long networkSeed,
        long mappingSeed,
        int trial,
        String networkDigest,
        String configurationDigest,
        String version) {}
