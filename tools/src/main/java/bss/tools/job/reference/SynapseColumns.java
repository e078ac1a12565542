package bss.tools.job.reference;

import bss.mapper.network.Synapse;
import bss.tools.job.Columns;
import bss.tools.job.JobException;
import bss.tools.job.v1.ChangedSynapses;
import bss.tools.job.v1.JobProjection;
import bss.tools.job.v1.StdpParameters;
import bss.tools.job.v1.TsodyksMarkramColumns;
import bss.tools.job.v1.Values;
import bss.tools.reference.Plasticity;
import bss.tools.reference.Projection;
import bss.tools.reference.Receptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the columns of projections.
final class SynapseColumns {

    private static final Values DEFAULT_DELAY =
            Values.newBuilder().setAll(Synapse.DEFAULT_DELAY_MS).build();

    private SynapseColumns() {}

    static Projection read(JobProjection p, JobCells source, JobCells target) throws JobException {
        String where = where(p.getLabel());
        if (target.isSource()) {
            throw JobException.invalid(
                    "%s: its target %s is a %s, must be of neurons", where, target.where(), target.cellType);
        }
        int[] pre = indices(where + ", pre", p.getPre(), source.size, source.first);
        int[] post = indices(where + ", post", p.getPost(), target.size, target.first);
        if (pre.length != post.length) {
            throw JobException.invalid("%s: %d pre and %d post, must be as many", where, pre.length, post.length);
        }
        Receptor receptor = switch (p.getReceptor()) {
            case "excitatory" -> Receptor.EXCITATORY;
            case "inhibitory" -> Receptor.INHIBITORY;
            default ->
                throw JobException.invalid(
                        "%s: receptor is '%s', must be excitatory or inhibitory", where, p.getReceptor());
        };
        if (p.hasTsodyksMarkram() && p.hasStdp()) {
            throw JobException.invalid("%s has tsodyks_markram and stdp, must have at most one", where);
        }
        double[] weights = Columns.values(where + ", weight", p.getWeight(), pre.length);
        double[] delays = Columns.values(where + ", delay", p.hasDelay() ? p.getDelay() : DEFAULT_DELAY, pre.length);
        List<? extends Plasticity> rules = List.of(Plasticity.FIXED);
        try {
            if (p.hasTsodyksMarkram()) {
                rules = shortTerm(where, p.getTsodyksMarkram(), pre.length);
            } else if (p.hasStdp()) {
                rules = List.of(stdp(p.getStdp()));
            }
            Projection projection = new Projection(
                    source.isSource() ? Projection.Origin.SOURCES : Projection.Origin.NEURONS,
                    receptor,
                    rules,
                    pre,
                    post,
                    weights,
                    delays);
            checkSigns(where, projection, target);
            return projection;
        } catch (IllegalArgumentException e) {
            throw JobException.invalid("%s: %s", where, String.valueOf(e.getMessage()));
        }
    }

    static Projection change(String label, Projection before, ChangedSynapses c, JobCells target) throws JobException {
        String where = where(label);
        int n = before.size();
        double[] weights = c.hasWeight() ? Columns.values(where + ", weight", c.getWeight(), n) : before.weights();
        double[] delays = c.hasDelay() ? Columns.values(where + ", delay", c.getDelay(), n) : before.delaysMs();
        List<? extends Plasticity> rules = before.rules();
        boolean kept = (!c.hasTsodyksMarkram() || before.plasticity() instanceof Plasticity.TsodyksMarkram)
                && (!c.hasStdp() || before.plasticity() instanceof Plasticity.SpikePairStdp);
        if (!kept) {
            throw JobException.refused("%s: its plasticity can change its parameters, not its kind", where);
        }
        try {
            if (c.hasTsodyksMarkram()) {
                rules = shortTerm(where, c.getTsodyksMarkram(), n);
            } else if (c.hasStdp()) {
                rules = List.of(stdp(c.getStdp()));
            }
            Projection projection = before.with(rules, weights, delays);
            checkSigns(where, projection, target);
            return projection;
        } catch (IllegalArgumentException e) {
            throw JobException.invalid("%s: %s", where, String.valueOf(e.getMessage()));
        }
    }

    private static String where(String label) {
        return "projection '%s'".formatted(label);
    }

    private static int[] indices(String where, com.google.protobuf.ByteString bytes, int size, int first)
            throws JobException {
        int[] indices = Columns.i32(where, bytes);
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= size) {
                throw JobException.invalid(
                        "%s: cell of connection %d is %d, must be 0 to %d", where, i, indices[i], size - 1);
            }
            indices[i] += first;
        }
        return indices;
    }

    private static void checkSigns(String where, Projection projection, JobCells target) throws JobException {
        boolean conductances = target.kind.orElseThrow().conductanceBased();
        boolean negative = !conductances && projection.receptor() == Receptor.INHIBITORY;
        for (int i = 0; i < projection.size(); i++) {
            double weight = projection.weight(i);
            if (negative ? weight > 0 : weight < 0) {
                throw JobException.invalid(
                        "%s: weight of connection %d is %s %s, must not be %s",
                        where, i, weight, conductances ? "uS" : "nA", negative ? "positive" : "negative");
            }
        }
    }

    /// One rule per synapse, equal ones shared.
    private static List<Plasticity> shortTerm(String where, TsodyksMarkramColumns columns, int n) throws JobException {
        double[] u = Columns.values(where + ", U", columns.getU(), n);
        double[] recovery = Columns.values(where + ", tau_rec", columns.getTauRec(), n);
        double[] facilitation = Columns.values(where + ", tau_facil", columns.getTauFacil(), n);
        Map<Plasticity, Plasticity> known = new HashMap<>(); // never iterated
        List<Plasticity> rules = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            Plasticity rule = new Plasticity.TsodyksMarkram(u[i], recovery[i], facilitation[i]);
            rules.add(known.computeIfAbsent(rule, r -> r));
        }
        return known.size() == 1 ? List.of(rules.getFirst()) : rules.isEmpty() ? List.of(none(columns)) : rules;
    }

    /// The rule of a projection without synapses.
    private static Plasticity none(TsodyksMarkramColumns columns) {
        return new Plasticity.TsodyksMarkram(
                columns.getU().getAll(), Math.max(1e-3, columns.getTauRec().getAll()), 0);
    }

    private static Plasticity stdp(StdpParameters p) {
        return new Plasticity.SpikePairStdp(
                p.getTauPlus(),
                p.getTauMinus(),
                p.getAPlus(),
                p.getAMinus(),
                p.getWMin(),
                p.getWMax(),
                p.getDendriticDelayFraction());
    }
}
