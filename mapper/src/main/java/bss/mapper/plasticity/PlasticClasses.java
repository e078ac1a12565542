package bss.mapper.plasticity;

import bss.mapper.network.Network;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Plasticity.Stdp;
import bss.mapper.network.Plasticity.TsodyksMarkram;
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
/// Class 0 is for synapses without plasticity. Synapses with STDP are a class of their own, as the
/// controller rewrites whole rows. Every pair of mode and utilisation that short-term plasticity needs is
/// one more, two if their time constants are of different [TimeGroups]. Classes are numbered in the order
/// of the projections that need them first.
public final class PlasticClasses {

    /// Synapses without plasticity.
    private static final int STATIC = 0;

    /// Sources that hardly ever fire are judged at this rate.
    private static final double LEAST_RATE_HZ = 1;

    private final MappingProblem problem;
    private final int[] classOf;
    private final List<Optional<ShortTermFit>> fits;
    private final DriverClasses drivers;

    private PlasticClasses(
            MappingProblem problem, int[] classOf, List<Optional<ShortTermFit>> fits, DriverClasses drivers) {
        this.problem = problem;
        this.classOf = classOf;
        this.fits = List.copyOf(fits);
        this.drivers = drivers;
    }

    /// The setting that the drivers of a class have in common.
    private record Setting(boolean depression, int cap, int group) {}

    /// The classes of a network.
    ///
    /// @param speedup hardware time runs so many times faster than biological time
    public static PlasticClasses of(MappingProblem problem, double speedup) {
        int projections = problem.projections();
        List<Optional<ShortTermFit>> fits = new ArrayList<>();
        double[] tauMs = new double[projections];
        long[] synapses = new long[projections];
        for (int p = 0; p < projections; p++) {
            Optional<ShortTermFit> fit = plasticity(problem, p) instanceof TsodyksMarkram rule
                    ? Optional.of(ShortTermFit.of(rule, tauPscMs(problem.network(), p), rateHz(problem, p), speedup))
                    : Optional.empty();
            fits.add(fit);
            tauMs[p] = fit.map(ShortTermFit::recoveryMs).orElse(Double.NaN);
            synapses[p] = problem.firstSynapse(p + 1) - (long) problem.firstSynapse(p);
        }
        int[] groups = TimeGroups.of(tauMs, synapses);
        int[] classOf = new int[projections];
        List<Optional<Setting>> settings = new ArrayList<>(List.of(Optional.empty()));
        List<Integer> group = new ArrayList<>(List.of(DriverClasses.NONE));
        int updated = DriverClasses.NONE;
        for (int p = 0; p < projections; p++) {
            int ofGroup = groups[p];
            Optional<Setting> setting = fits.get(p).map(f -> new Setting(f.depression(), f.cap(), ofGroup));
            if (setting.isPresent()) {
                classOf[p] = settings.indexOf(setting);
            } else {
                classOf[p] = plasticity(problem, p) instanceof Stdp ? updated : STATIC;
            }
            if (classOf[p] < 0) {
                classOf[p] = settings.size();
                settings.add(setting);
                group.add(ofGroup);
                updated = setting.isPresent() ? updated : classOf[p];
            }
        }
        return new PlasticClasses(problem, classOf, fits, new DriverClasses(updated, group));
    }

    private static Plasticity plasticity(MappingProblem problem, int projection) {
        return problem.network().projections().get(projection).synapse().plasticity();
    }

    /// Mean time constant of the input that a projection feeds.
    public static double tauPscMs(Network network, int projection) {
        Projection p = network.projections().get(projection);
        String name = p.receptor() == Receptor.EXCITATORY ? "tau_syn_E" : "tau_syn_I";
        return Arrays.stream(new ResolvedNetwork(network).parameter(p.target(), name))
                .average()
                .orElseThrow();
    }

    /// Mean expected rate of the sources of a projection.
    public static double rateHz(MappingProblem problem, int projection) {
        int source = problem.network().projections().get(projection).source();
        double sum = 0;
        for (int cell = problem.firstCell(source); cell < problem.firstCell(source + 1); cell++) {
            sum += problem.rateHz(cell);
        }
        return Math.max(LEAST_RATE_HZ, sum / problem.population(source).size());
    }

    /// The class of a projection.
    public int of(int projection) {
        return classOf[projection];
    }

    /// What the classes ask of the drivers.
    public DriverClasses drivers() {
        return drivers;
    }

    /// What the drivers of a projection with short-term plasticity should do.
    public Optional<ShortTermFit> fit(int projection) {
        return fits.get(projection);
    }

    /// The best that these drivers can do with another time constant.
    public Optional<ShortTermFit> fit(int projection, double recoveryMs) {
        return plasticity(problem, projection) instanceof TsodyksMarkram rule
                ? fits.get(projection)
                        .map(f -> f.at(
                                rule, tauPscMs(problem.network(), projection), rateHz(problem, projection), recoveryMs))
                : Optional.empty();
    }
}
