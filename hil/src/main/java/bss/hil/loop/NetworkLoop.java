package bss.hil.loop;

import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.WaferBackend;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// A mapped network in the loop: weights by projection and synapse, spikes by population and cell, times in biological
/// ms. See [WaferLoop] for what happens on the wafer.
///
/// Synapses are numbered within their projection in the order of the mapping, which is that of the network's connector
/// (`all_to_all`: by source, then target).
public final class NetworkLoop implements AutoCloseable {

    /// Longest iteration in ms: an hour.
    public static final double MAX_MS = 3.6e6;

    /// A weight that does not exist, because the synapse is lost.
    public static final int LOST = -1;

    private final Mapping mapping;
    private final WaferLoop wafer;
    private final InputTrains inputs;
    private final @Nullable SynapseScale[][] scales;

    private NetworkLoop(Mapping mapping, WaferLoop wafer) {
        this.mapping = mapping;
        this.wafer = wafer;
        inputs = new InputTrains(mapping);
        scales = new @Nullable SynapseScale[mapping.synapses().size()][];
    }

    /// Takes the FPGAs of the chips in use and writes all stages; sources are silent.
    ///
    /// @param trial write number of the analog parameters
    public static NetworkLoop open(WaferBackend backend, Mapping mapping, int trial) throws BackendException {
        return new NetworkLoop(mapping, WaferLoop.open(backend, mapping.configuration(), trial));
    }

    public Mapping mapping() {
        return mapping;
    }

    /// The number of a population, by its label.
    public int population(String label) {
        return number(
                "population",
                label,
                mapping.cells().stream().map(c -> c.label()).toList());
    }

    /// The number of a projection, by its label.
    public int projection(String label) {
        return number(
                "projection",
                label,
                mapping.synapses().stream().map(SynapseSites::label).toList());
    }

    private static int number(String kind, String label, List<String> labels) {
        int found = labels.indexOf(label);
        if (found < 0) {
            throw new IllegalArgumentException(
                    "there is no %s \"%s\", must be one of %s".formatted(kind, label, labels));
        }
        return found;
    }

    /// The digital weights of a projection in the next iteration, LOST where a synapse is lost.
    public int[] weights(int projection) {
        SynapseSites sites = sites(projection);
        return filled(
                sites.count(),
                s -> sites.realised(s) ? wafer.weight(sites.hicann(s), sites.row(s), sites.column(s)) : LOST);
    }

    /// Sets the digital weights of all synapses of a projection; those of lost ones count for nothing.
    ///
    /// @param weights 0 to 15, by synapse
    public void setWeights(int projection, int[] weights) {
        SynapseSites sites = sites(projection);
        requireCount(sites, weights.length);
        for (int s = 0; s < weights.length; s++) {
            requireWeight(sites, s, weights[s]);
        }
        for (int s = 0; s < weights.length; s++) {
            setWeight(projection, s, weights[s]);
        }
    }

    /// Sets the digital weight of one synapse; of a lost one it counts for nothing.
    ///
    /// @param weight 0 to 15
    public void setWeight(int projection, int synapse, int weight) {
        SynapseSites sites = sites(projection);
        requireSynapse(sites, synapse);
        requireWeight(sites, synapse, weight);
        if (sites.realised(synapse)) {
            wafer.setWeight(sites.hicann(synapse), sites.row(synapse), sites.column(synapse), weight);
        }
    }

    /// Refuses weights before any of them is set.
    ///
    /// @param synapses which ones each of the weights is for
    /// @param weights 0 to 15 where a synapse is realised
    public void requireWeights(int projection, int[][] synapses, int[] weights) {
        SynapseSites sites = sites(projection);
        for (int i = 0; i < weights.length; i++) {
            for (int s : synapses[i]) {
                requireSynapse(sites, s);
                requireWeight(sites, s, weights[i]);
            }
        }
    }

    private static void requireWeight(SynapseSites sites, int synapse, int weight) {
        if ((weight < 0 || weight > 15) && sites.realised(synapse)) {
            throw new IllegalArgumentException(
                    "weight of synapse %d of \"%s\" is %d, must be 0 to 15".formatted(synapse, sites.label(), weight));
        }
    }

    private static void requireCount(SynapseSites sites, int count) {
        if (count != sites.count()) {
            throw new IllegalArgumentException(
                    "%d weights for \"%s\", which has %d synapses".formatted(count, sites.label(), sites.count()));
        }
    }

    private static void requireSynapse(SynapseSites sites, int synapse) {
        if (synapse < 0 || synapse >= sites.count()) {
            throw new IllegalArgumentException(
                    "synapse of \"%s\" is %d, must be 0 to %d".formatted(sites.label(), synapse, sites.count() - 1));
        }
    }

    /// The weights of a projection in uS as the mapping scales them, NaN where a synapse is lost.
    public double[] biologicalWeights(int projection) {
        int[] digital = weights(projection);
        double[] uS = new double[digital.length];
        for (int s = 0; s < uS.length; s++) {
            uS[s] = digital[s] == LOST ? Double.NaN : scale(projection, s).uS(digital[s]);
        }
        return uS;
    }

    /// Sets the weight of one synapse in uS. It becomes one of the two neighbouring digital weights, clipped at both
    /// ends.
    ///
    /// @param uS not negative
    /// @param uniform decides which one, see [#nearest] and [#stochastic]
    public void setBiologicalWeight(int projection, int synapse, double uS, double uniform) {
        SynapseSites sites = sites(projection);
        requireSynapse(sites, synapse);
        if (!sites.realised(synapse)) {
            return;
        }
        if (!(uS >= 0 && uS < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "weight of synapse %d of \"%s\" is %s uS, must be finite and not negative"
                            .formatted(synapse, sites.label(), uS));
        }
        setWeight(projection, synapse, scale(projection, synapse).digital(uS, uniform));
    }

    /// Whether the mapping tells what the weights of a projection are in uS.
    public boolean scaled(int projection) {
        SynapseSites sites = sites(projection);
        for (int s = 0; s < sites.count(); s++) {
            if (sites.realised(s) && known(projection, s).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /// Rounds to the nearer digital weight.
    public static double nearest() {
        return 0.5;
    }

    /// Rounds so that the mean is right.
    public static double stochastic(SplittableRandom random) {
        return random.nextDouble();
    }

    private SynapseScale scale(int projection, int synapse) {
        return known(projection, synapse)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the mapping does not tell what weights of synapse %d of \"%s\" are in uS, set digital ones"
                                .formatted(synapse, sites(projection).label())));
    }

    private Optional<SynapseScale> known(int projection, int synapse) {
        SynapseSites sites = sites(projection);
        @Nullable SynapseScale[] known = scales[projection];
        if (known == null) {
            known = new @Nullable SynapseScale[sites.count()];
            scales[projection] = known;
        }
        SynapseScale scale = known[synapse];
        if (scale != null) {
            return Optional.of(scale);
        }
        Optional<SynapseScale> found = SynapseScale.of(mapping, sites, synapse);
        known[synapse] = found.orElse(null);
        return found;
    }

    private SynapseSites sites(int projection) {
        if (projection < 0 || projection >= mapping.synapses().size()) {
            throw new IllegalArgumentException("projection is %d, must be 0 to %d"
                    .formatted(projection, mapping.synapses().size() - 1));
        }
        return mapping.synapses().get(projection);
    }

    private static int[] filled(int count, IntUnaryOperator entry) {
        int[] all = new int[count];
        for (int i = 0; i < count; i++) {
            all[i] = entry.applyAsInt(i);
        }
        return all;
    }

    /// The digital weights of a projection as they stand on the wafer, LOST where a synapse is lost: what its own
    /// plasticity has made of them in the last iteration. Reading a wafer takes long.
    public int[] weightsOnWafer(int projection) throws BackendException {
        SynapseSites sites = sites(projection);
        WaferConfiguration after = wafer.readBack();
        return filled(
                sites.count(),
                s -> sites.realised(s)
                        ? after.hicann(sites.hicann(s))
                                .orElse(HicannConfiguration.RESET)
                                .weight(sites.row(s), sites.column(s))
                        : LOST);
    }

    /// Sets what a source plays in the next iteration and those after it.
    ///
    /// @param timesMs in any order, 0 to [#MAX_MS]; those after the end of an iteration are left out of it
    public void setSpikes(int population, int cell, double... timesMs) {
        requirePopulation(population);
        inputs.set(population, cell, timesMs);
    }

    /// Refuses spikes before any of them is set.
    public void requireSpikes(int population, int cell, double... timesMs) {
        requirePopulation(population);
        inputs.require(population, cell, timesMs);
    }

    private void requirePopulation(int population) {
        if (population < 0 || population >= mapping.cells().size()) {
            throw new IllegalArgumentException("population is %d, must be 0 to %d"
                    .formatted(population, mapping.cells().size() - 1));
        }
    }

    /// Runs once from time 0.
    ///
    /// @param durationMs above 0, at most [#MAX_MS]
    public Iteration run(double durationMs) throws BackendException, InterruptedException {
        if (!(durationMs > 0 && durationMs <= MAX_MS)) {
            throw new IllegalArgumentException(
                    "an iteration is %s ms long, must be above 0 and at most %s ms".formatted(durationMs, MAX_MS));
        }
        Recording recording =
                wafer.run(inputs.pulses(durationMs), HardwareTime.msToCycle(durationMs, mapping.speedup()));
        return new Iteration(
                durationMs,
                CellSpikes.of(mapping, recording.pulses(), durationMs),
                recording.counters(),
                recording.timing());
    }

    /// How long each iteration so far took, in order.
    public List<IterationTiming> timings() {
        return wafer.timings();
    }

    public LoopStatistics statistics() {
        return wafer.statistics();
    }

    @Override
    public void close() throws BackendException {
        wafer.close();
    }
}
