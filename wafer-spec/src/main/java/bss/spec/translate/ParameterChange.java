package bss.spec.translate;

/// A value that the hardware cannot hold as asked.
///
/// @param feature what happened to it
/// @param parameter the PyNN name, or `weight` for a synaptic weight
/// @param requested in the parameter's PyNN unit
/// @param realised in the same unit
/// @param reason one line for the report
public record ParameterChange(Feature feature, String parameter, double requested, double realised, String reason) {

    /// The report's words for it.
    public enum Feature {
        /// Beyond what the circuit reaches: the nearest value it does reach.
        CLIPPED,
        /// Realised in another way, or coarser than 5 %.
        APPROXIMATED,
        /// Not realised at all.
        IGNORED
    }
}
