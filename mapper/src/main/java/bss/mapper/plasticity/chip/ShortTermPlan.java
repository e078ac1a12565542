package bss.mapper.plasticity.chip;

import bss.mapper.network.Plasticity.TsodyksMarkram;
import bss.mapper.plasticity.PlasticClasses;
import bss.mapper.plasticity.ShortTermFit;
import bss.mapper.plasticity.Transmission;
import bss.mapper.problem.MappingProblem;
import bss.mapper.rows.RowAssignment;
import bss.spec.fg.SharedParameter;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.L1Topology;
import bss.spec.transfer.ShortTermTransfer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The short-term plasticity of a mapped network: mode and capacitance of every driver that has it, and the
/// codes of every quadrant with such drivers.
public final class ShortTermPlan {

    private static final int ROWS = 448;

    private final MappingProblem problem;
    private final PlasticClasses classes;
    private final double speedup;
    /// By hicann * 4 + quadrant.
    private final SortedMap<Integer, QuadrantSettings> quadrants = new TreeMap<>();
    private final SortedMap<Integer, ShortTermFit> drivers = new TreeMap<>();

    private ShortTermPlan(MappingProblem problem, PlasticClasses classes, double speedup) {
        this.problem = problem;
        this.classes = classes;
        this.speedup = speedup;
    }

    /// Settings of a driver.
    ///
    /// @param driver SynapseDriverOnHicann
    public record Driver(int hicann, int driver, boolean depression, int cap) {}

    /// A shared code of a quadrant.
    public record SharedCode(int hicann, int quadrant, SharedParameter parameter, int code) {}

    /// The plan for the synapses that have a circuit.
    public static ShortTermPlan of(MappingProblem problem, PlasticClasses classes, RowAssignment rows, double speedup) {
        ShortTermPlan plan = new ShortTermPlan(problem, classes, speedup);
        SortedMap<Integer, Map<Integer, Long>> counts = new TreeMap<>();
        for (int p = 0; p < problem.projections(); p++) {
            Optional<ShortTermFit> fit = classes.fit(p);
            if (fit.isEmpty()) {
                continue;
            }
            for (int s = problem.firstSynapse(p); s < problem.firstSynapse(p + 1); s++) {
                if (rows.realised(s)) {
                    int hicann = rows.site(s) / SynapseSites.PER_HICANN;
                    int driver = row(rows.site(s)) / 2;
                    plan.drivers.put(hicann * L1Topology.DRIVERS + driver, fit.get());
                    counts.computeIfAbsent(quadrant(rows.site(s)), _ -> new LinkedHashMap<>())
                            .merge(p, 1L, Long::sum);
                }
            }
        }
        counts.forEach((quadrant, byProjection) -> plan.quadrants.put(quadrant, plan.settings(byProjection)));
        return plan;
    }

    /// @param byProjection synapses of each projection in a quadrant
    private QuadrantSettings settings(Map<Integer, Long> byProjection) {
        List<QuadrantSettings.Share> shares = new ArrayList<>();
        byProjection.forEach(
                (p, n) -> shares.add(new QuadrantSettings.Share(classes.fit(p).orElseThrow(), n)));
        int dtcCode = QuadrantSettings.dtcCode(shares, speedup);
        double recoveryMs = ShortTermTransfer.recoverySeconds(dtcCode) * 1e3 * speedup;
        List<QuadrantSettings.Share> fitted = new ArrayList<>();
        byProjection.forEach((p, n) ->
                fitted.add(new QuadrantSettings.Share(classes.fit(p, recoveryMs).orElseThrow(), n)));
        return QuadrantSettings.of(fitted, dtcCode);
    }

    private static int row(int site) {
        return site / 256 % ROWS;
    }

    /// hicann * 4 + quadrant of a circuit.
    private static int quadrant(int site) {
        return 4 * (site / SynapseSites.PER_HICANN) + L1Topology.driverQuadrant(row(site) / 2);
    }

    /// Drivers with short-term plasticity, by chip, then number.
    public List<Driver> drivers() {
        List<Driver> all = new ArrayList<>();
        drivers.forEach((at, fit) ->
                all.add(new Driver(at / L1Topology.DRIVERS, at % L1Topology.DRIVERS, fit.depression(), fit.cap())));
        return all;
    }

    /// What the floating gates of their quadrants have to hold, by chip, then quadrant.
    public List<SharedCode> codes() {
        List<SharedCode> all = new ArrayList<>();
        quadrants.forEach((at, q) -> {
            all.add(new SharedCode(at / 4, at % 4, SharedParameter.V_STDF, q.stdfCode()));
            all.add(new SharedCode(at / 4, at % 4, SharedParameter.V_DEP, q.depCode()));
            all.add(new SharedCode(at / 4, at % 4, SharedParameter.V_FAC, q.facCode()));
            all.add(new SharedCode(at / 4, at % 4, SharedParameter.V_DTC, q.dtcCode()));
        });
        return all;
    }

    /// What a circuit has to deliver at factor 1, relative to the weight in the network: the first event
    /// after a pause transmits `U` of it, and the driver's factor for that event is not 1. 1 without
    /// short-term plasticity.
    ///
    /// @param site of a realised synapse of the projection
    public double gain(int projection, int site) {
        return classes.fit(projection)
                .map(fit -> use(projection, fit) / settings(site).resting(fit.depression()))
                .orElse(1.0);
    }

    /// U of the network; where it is 0, that of the driver, so that a weight can be named at all.
    private double use(int projection, ShortTermFit fit) {
        double u = rule(projection).u();
        return u > 0 ? u : fit.utilisation();
    }

    private TsodyksMarkram rule(int projection) {
        return (TsodyksMarkram)
                problem.network().projections().get(projection).synapse().plasticity();
    }

    private QuadrantSettings settings(int site) {
        QuadrantSettings settings = quadrants.get(quadrant(site));
        if (settings == null) {
            throw new IllegalArgumentException("circuit %d has no short-term plasticity".formatted(site));
        }
        return settings;
    }

    /// How a projection's synapse of this circuit comes out.
    ///
    /// @param u realised utilisation
    /// @param recoveryMs realised time constant of the mode
    /// @param stationary fraction of the weight that a spike transmits in the stationary state at the
    ///     expected rate of the sources
    public record Realised(boolean depression, double u, double recoveryMs, double stationary) {}

    /// The realised plasticity of a projection's synapse; empty without short-term plasticity.
    ///
    /// @param site of a realised synapse of the projection
    public Optional<Realised> realised(int projection, int site) {
        return classes.fit(projection).map(fit -> {
            QuadrantSettings settings = settings(site);
            double recoveryMs = settings.recoveryMs(speedup);
            double[] inactive = Transmission.inactive(fit.utilisation(), recoveryMs, train(projection));
            double last = ShortTermTransfer.factor(
                    fit.depression(),
                    settings.stdfCode(),
                    settings.referenceCode(fit.depression()),
                    inactive[ShortTermFit.SPIKES - 1]);
            double stationary = use(projection, fit) * last / settings.resting(fit.depression());
            return new Realised(fit.depression(), fit.utilisation(), recoveryMs, stationary);
        });
    }

    /// The fraction of the weight that the network's synapse transmits in the stationary state.
    public double wantedStationary(int projection) {
        double[] transmitted = Transmission.transmitted(
                rule(projection), PlasticClasses.tauPscMs(problem.network(), projection), train(projection));
        return transmitted[ShortTermFit.SPIKES - 1];
    }

    private double[] train(int projection) {
        return Transmission.regular(PlasticClasses.rateHz(problem, projection), ShortTermFit.SPIKES);
    }
}
