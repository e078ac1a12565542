package bss.mapper;

import java.util.Locale;

/// How the mapper searches.
public enum Strategy {
    /// marocco's rules of 2015: the baseline.
    GREEDY,
    /// Optimises the synapses lost. Comes in a later version: until then it runs as [#GREEDY], with a notice.
    OPTIMISE;

    /// Name in options and reports.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
