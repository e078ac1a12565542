package bss.spec.backend;

/// What a backend can do.
///
/// @param name what it is, for messages and result files: emulator, or the wafer's name
/// @param silicon what its circuits are like, for result files: ideal, typical, or real
/// @param canPause `advance` continues from where the last one stopped; a backend that cannot (silicon) replays the
///     experiment from 0
/// @param probe has a [WaferProbe]: only an emulator can look inside
/// @param maxConductancePerSecond largest total synaptic conductance over capacitance that the circuit represents [1/s]
public record Capabilities(
        String name, String silicon, boolean canPause, boolean probe, double maxConductancePerSecond) {}
