package bss.mapper.parameters;

import bss.spec.translate.ParameterChange.Feature;

/// What could not be realised as asked, over some cells of a population.
///
/// @param feature what happened
/// @param population label of the population, of the targets where a synapse is meant
/// @param parameter PyNN's name; for synapses `weight`, `delay` or the plasticity, followed by the projection
/// @param cells cells concerned
/// @param requestedMin smallest value asked for, PyNN's unit
/// @param requestedMax largest
/// @param realisedMin smallest value realised, PyNN's unit
/// @param realisedMax largest
/// @param reason one line
public record Change(
        Feature feature,
        String population,
        String parameter,
        int cells,
        double requestedMin,
        double requestedMax,
        double realisedMin,
        double realisedMax,
        String reason) {
    /// The parameter of an injected current's amplitude in nA.
    public static final String CURRENT = "current";
}
