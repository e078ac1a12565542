package bss.mapper.plasticity;

import bss.mapper.network.Network;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.problem.MappingProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which projections may share synapse drivers: those of one class.
///
/// Class 0 is for synapses without plasticity. Synapses with STDP are a class of their own, as the controller
/// rewrites whole rows. Every pair of mode and utilisation that short-term plasticity needs is one more. Classes are
/// numbered in the order of the projections that need them first.
public final class PlasticClasses {

    /// Synapses without plasticity.
    public static final int STATIC = 0;
    /// No class: nothing is rewritten.
    public static final int NONE = -1;

    /// Sources that hardly ever fire are judged at this rate.
    private static final double LEAST_RATE_HZ = 1;

    private final int[] classOf;
    private final List<Optional<ShortTermFit>> fits;
    private final int count;
    private final int updated;

    private PlasticClasses(int[] classOf, List<Optional<ShortTermFit>> fits, int count, int updated) {
        this.classOf = classOf;
        this.fits = List.copyOf(fits);
        this.count = count;
        this.updated = updated;
    }

    /// The classes of a network.
    ///
    /// @param speedup hardware time runs so many times faster than biological time
    public static PlasticClasses of(MappingProblem problem, double speedup) {
        int[] classOf = new int[problem.projections()];
        List<Optional<ShortTermFit>> fits = new ArrayList<>();
        List<Integer> settings = new ArrayList<>(List.of(NONE));
        int updated = NONE;
        for (int p = 0; p < classOf.length; p++) {
            Optional<ShortTermFit> fit = Optional.empty();
            switch (problem.network().projections().get(p).synapse().plasticity()) {
                case Plasticity.Static _ -> classOf[p] = STATIC;
                case Plasticity.Stdp _ -> {
                    if (updated == NONE) {
                        updated = settings.size();
                        settings.add(NONE);
                    }
                    classOf[p] = updated;
                }
                case Plasticity.TsodyksMarkram rule -> {
                    ShortTermFit found =
                            ShortTermFit.of(rule, tauPscMs(problem.network(), p), rateHz(problem, p), speedup);
                    int setting = 2 * found.cap() + (found.depression() ? 1 : 0);
                    if (!settings.contains(setting)) {
                        settings.add(setting);
                    }
                    classOf[p] = settings.indexOf(setting);
                    fit = Optional.of(found);
                }
            }
            fits.add(fit);
        }
        return new PlasticClasses(classOf, fits, settings.size(), updated);
    }

    /// Mean time constant of the input that a projection feeds.
    static double tauPscMs(Network network, int projection) {
        Projection p = network.projections().get(projection);
        String name = p.receptor() == Receptor.EXCITATORY ? "tau_syn_E" : "tau_syn_I";
        return Arrays.stream(new ResolvedNetwork(network).parameter(p.target(), name))
                .average()
                .orElseThrow();
    }

    /// Mean expected rate of the sources of a projection.
    static double rateHz(MappingProblem problem, int projection) {
        int source = problem.network().projections().get(projection).source();
        double sum = 0;
        for (int cell = problem.firstCell(source); cell < problem.firstCell(source + 1); cell++) {
            sum += problem.rateHz(cell);
        }
        return Math.max(LEAST_RATE_HZ, sum / problem.population(source).size());
    }

    /// Classes, [#STATIC] included.
    public int count() {
        return count;
    }

    /// The class of a projection.
    public int of(int projection) {
        return classOf[projection];
    }

    /// The class of synapses with STDP, or [#NONE].
    public int updated() {
        return updated;
    }

    /// What the drivers of a projection with short-term plasticity should do.
    Optional<ShortTermFit> fit(int projection) {
        return fits.get(projection);
    }
}
