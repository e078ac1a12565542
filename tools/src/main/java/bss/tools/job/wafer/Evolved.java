package bss.tools.job.wafer;

import bss.mapper.network.Network;
import bss.mapper.network.Plasticity;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.tools.run.FinalWeights;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Weights that STDP has changed, when the bits of a mapping are written anew.
final class Evolved {

    private Evolved() {}

    /// A configuration in which the weights of projections with STDP are what they have become.
    ///
    /// @param next the bits to write, of `after` but for its weights
    /// @param before the mapping whose bits were written last
    /// @param after the mapping of `next`, with its synapses at the same places
    /// @param present the bits as they stand
    /// @param written projections whose weights are to be as `after` has them
    static WaferConfiguration kept(
            WaferConfiguration next,
            Network network,
            Mapping before,
            Mapping after,
            WaferConfiguration present,
            Set<Integer> written) {
        Map<Integer, HicannConfigurationBuilder> chips = new TreeMap<>();
        for (int p = 0; p < network.projections().size(); p++) {
            if (network.projections().get(p).synapse().plasticity() instanceof Plasticity.Stdp
                    && !written.contains(p)) {
                SynapseSites sites = after.synapses().get(p);
                for (int s = 0; s < sites.count(); s++) {
                    if (sites.realised(s)) {
                        int first = FinalWeights.code(before.configuration(), sites, s);
                        int now = FinalWeights.code(present, sites, s);
                        int asked = FinalWeights.code(after.configuration(), sites, s);
                        int kept = asked == first ? now : nearest(asked, FinalWeights.change(first, now));
                        if (kept != asked) {
                            HicannConfiguration chip =
                                    next.hicann(sites.hicann(s)).orElseThrow();
                            chips.computeIfAbsent(sites.hicann(s), _ -> chip.toBuilder())
                                    .synapse(
                                            sites.row(s),
                                            sites.column(s),
                                            kept,
                                            chip.decoder(sites.row(s), sites.column(s)));
                        }
                    }
                }
            }
        }
        WaferConfiguration all = next;
        for (Map.Entry<Integer, HicannConfigurationBuilder> chip : chips.entrySet()) {
            all = all.with(chip.getKey(), chip.getValue().build());
        }
        return all;
    }

    /// The digital weight that is nearest to so many times the conductance of `from`.
    private static int nearest(int from, double change) {
        int best = 0;
        for (int code = 1; code < 16; code++) {
            if (Math.abs(FinalWeights.change(from, code) - change)
                    < Math.abs(FinalWeights.change(from, best) - change)) {
                best = code;
            }
        }
        return best;
    }
}
