package bss.tools.result;

/// How much a population differs between a run and another.
///
/// @param rateHz mean rate over cells in the run, `referenceRateHz` in the other
/// @param cv mean over cells of the coefficient of variation of the intervals, of cells with at least three spikes
/// @param coincidence mean over cells of the coincidence factor at 1 ms (Kistler, Gerstner, van Hemmen 1997; Jolivet
///     et al. 2008); NaN if no cell fires in either
public record PopulationDistortion(
        String population,
        int cells,
        double rateHz,
        double referenceRateHz,
        double cv,
        double referenceCv,
        double coincidence) {

    /// Rate over the other's rate, minus 1.
    public double relativeRate() {
        return rateHz / referenceRateHz - 1;
    }
}
