package bss.mapper.parameters;

import bss.mapper.network.Plasticity;
import bss.mapper.network.Plasticity.Stdp;
import bss.mapper.network.Plasticity.TsodyksMarkram;
import bss.mapper.network.Projection;
import bss.mapper.plasticity.chip.LongTermPlan;
import bss.mapper.plasticity.chip.ShortTermPlan;
import bss.mapper.problem.MappingProblem;
import bss.mapper.rows.RowAssignment;
import bss.spec.transfer.ShortTermTransfer;
import bss.spec.transfer.StdpTransfer;
import bss.spec.translate.ParameterChange.Feature;
import java.util.List;
import java.util.Optional;

/// What plasticity comes to on the wafer, projection by projection.
final class PlasticityChanges {

    /// Deviation that is worth a line in the report.
    private static final double NOTABLE = 0.05;

    private final MappingProblem problem;
    private final RowAssignment rows;
    private final SynapseWeights weights;
    private final double speedup;
    private final List<Change> changes;

    /// @param changes is added to
    PlasticityChanges(
            MappingProblem problem, RowAssignment rows, SynapseWeights weights, double speedup, List<Change> changes) {
        this.problem = problem;
        this.rows = rows;
        this.weights = weights;
        this.speedup = speedup;
        this.changes = changes;
    }

    void add(ShortTermPlan shortTerm, LongTermPlan longTerm) {
        for (int p = 0; p < problem.projections(); p++) {
            Projection projection = problem.network().projections().get(p);
            String population = problem.population(projection.target()).label();
            switch (projection.synapse().plasticity()) {
                case Plasticity.Static _ -> {}
                case TsodyksMarkram rule -> new ShortTerm(p, rule).add(shortTerm, population, projection.label());
                case Stdp rule -> new LongTerm(p, rule).add(longTerm, population, projection.label());
            }
        }
    }

    private static boolean notable(double requested, double realised) {
        return Math.abs(realised - requested) > NOTABLE * Math.abs(requested);
    }

    private static void note(SynapseChanges in, int kind, int target, double requested, double realised) {
        if (notable(requested, realised)) {
            in.add(kind, target, requested, realised);
        }
    }

    private final class ShortTerm {
        private final int projection;
        private final TsodyksMarkram rule;

        ShortTerm(int projection, TsodyksMarkram rule) {
            this.projection = projection;
            this.rule = rule;
        }

        void add(ShortTermPlan plan, String population, String label) {
            double longest = 1e3 * speedup * ShortTermTransfer.recoverySeconds(ShortTermTransfer.MIN_DTC_CODE);
            SynapseChanges use = new SynapseChanges();
            int clipped = use.kind(Feature.CLIPPED, "a driver's utilisation is 0.25 to 0.40");
            int near = use.kind(Feature.APPROXIMATED, "drivers have eight utilisations from 0.25 to 0.40");
            SynapseChanges recovery = new SynapseChanges();
            int tooLong = recovery.kind(Feature.CLIPPED, "drivers recover in %.0f ms at most".formatted(longest));
            int shared = recovery.kind(
                    Feature.APPROXIMATED, "drivers of a quadrant share a time constant in coarse steps, fitted");
            SynapseChanges facilitation = new SynapseChanges();
            int sharedFacil = facilitation.kind(
                    Feature.APPROXIMATED, "drivers of a quadrant share a time constant in coarse steps, fitted");
            int tooLongFacil =
                    facilitation.kind(Feature.CLIPPED, "drivers recover in %.0f ms at most".formatted(longest));
            int noRecovery = recovery.kind(Feature.IGNORED, "a driver has facilitation alone, which comes nearer");
            int noFacilitation =
                    facilitation.kind(Feature.IGNORED, "a driver has depression alone, which comes nearer");
            SynapseChanges course = new SynapseChanges();
            int stationary = course.kind(
                    Feature.APPROXIMATED,
                    "part of the weight that is transmitted in the long run at the expected rate");
            double wanted = plan.wantedStationary(projection);
            for (int s = problem.firstSynapse(projection); s < problem.firstSynapse(projection + 1); s++) {
                if (!rows.realised(s)) {
                    continue;
                }
                int cell = problem.offset(problem.targetCell(projection, s - problem.firstSynapse(projection)));
                ShortTermPlan.Realised got =
                        plan.realised(projection, rows.site(s)).orElseThrow();
                boolean outside = rule.u() < ShortTermTransfer.utilisation(0)
                        || rule.u() > ShortTermTransfer.utilisation(ShortTermTransfer.CAPS - 1);
                note(use, outside ? clipped : near, cell, rule.u(), got.u());
                if (got.depression()) {
                    note(
                            recovery,
                            rule.tauRecMs() > longest ? tooLong : shared,
                            cell,
                            rule.tauRecMs(),
                            got.recoveryMs());
                    if (rule.tauFacilMs() > 0) {
                        facilitation.add(noFacilitation, cell, rule.tauFacilMs(), Double.NaN);
                    }
                } else {
                    int kind = rule.tauFacilMs() > longest ? tooLongFacil : sharedFacil;
                    note(facilitation, kind, cell, rule.tauFacilMs(), got.recoveryMs());
                    recovery.add(noRecovery, cell, rule.tauRecMs(), Double.NaN);
                }
                note(course, stationary, cell, wanted, got.stationary());
            }
            use.into(changes, population, "U of " + label);
            recovery.into(changes, population, "tau_rec of " + label);
            facilitation.into(changes, population, "tau_facil of " + label);
            course.into(changes, population, "tsodyks_markram of " + label);
        }
    }

    private final class LongTerm {
        private final int projection;
        private final Stdp rule;

        LongTerm(int projection, Stdp rule) {
            this.projection = projection;
            this.rule = rule;
        }

        void add(LongTermPlan plan, String population, String label) {
            SynapseChanges all = new SynapseChanges();
            int updated = all.kind(
                    Feature.APPROXIMATED,
                    "synapses collect pairs of neighbouring spikes; the controller then changes 4-bit weights by table");
            int fixed =
                    all.kind(Feature.IGNORED, "other synapses lie between the rows, or no step of the weight is left");
            SynapseChanges[] of = new SynapseChanges[6];
            int kind = 0;
            String shared = "a half of a chip has one table of 4-bit weights and one threshold";
            String low = shared + "; weight 0 still delivers charge";
            String tau = "the time constants of the synapse circuits cannot be set";
            for (int i = 0; i < of.length; i++) {
                of[i] = new SynapseChanges();
                kind = of[i].kind(Feature.APPROXIMATED, i < 2 ? tau : i == 4 ? low : shared);
            }
            double tauMs = 1e3 * speedup * StdpTransfer.TAU_SECONDS;
            for (int s = problem.firstSynapse(projection); s < problem.firstSynapse(projection + 1); s++) {
                if (!rows.realised(s)) {
                    continue;
                }
                int target = problem.targetCell(projection, s - problem.firstSynapse(projection));
                int cell = problem.offset(target);
                Optional<LongTermPlan.Realised> got = plan.realised(
                        rule, rows.site(s), weights.code(s, target, rule.wMin()), weights.code(s, target, rule.wMax()));
                all.add(got.isPresent() ? updated : fixed, cell, Double.NaN, Double.NaN);
                if (got.isPresent()) {
                    note(of[0], kind, cell, rule.tauPlusMs(), tauMs);
                    note(of[1], kind, cell, rule.tauMinusMs(), tauMs);
                    note(of[2], kind, cell, rule.aPlus(), got.get().aPlus());
                    note(of[3], kind, cell, rule.aMinus(), got.get().aMinus());
                    note(
                            of[4],
                            kind,
                            cell,
                            rule.wMin(),
                            weights.ofCode(s, target, got.get().lowCode()));
                    note(
                            of[5],
                            kind,
                            cell,
                            rule.wMax(),
                            weights.ofCode(s, target, got.get().highCode()));
                }
            }
            all.into(changes, population, "stdp of " + label);
            List<String> names = List.of("tau_plus", "tau_minus", "A_plus", "A_minus", "w_min", "w_max");
            for (int i = 0; i < of.length; i++) {
                of[i].into(changes, population, names.get(i) + " of " + label);
            }
        }
    }
}
