package bss.tools.job.wafer;

import bss.mapper.network.Bound;
import bss.mapper.network.Connector;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.PairList;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.Synapse;
import bss.mapper.network.Value;
import bss.tools.job.Columns;
import bss.tools.job.JobException;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobProjection;
import bss.tools.job.v1.StdpParameters;
import bss.tools.job.v1.TsodyksMarkramColumns;
import bss.tools.job.v1.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Projections of a job as those of a network: all of them listed pairs.
final class ProjectionColumns {

    /// More sets of short-term parameters than quadrants of a few chips could hold.
    static final int MOST_GROUPS = 64;

    private ProjectionColumns() {}

    static String where(JobProjection job) {
        return "projection '%s'".formatted(job.getLabel());
    }

    /// Adds the projections that `network`'s projection number `index` becomes.
    static SplitProjection read(int index, JobNetwork network, List<Projection> to) throws JobException {
        JobProjection job = network.getProjections(index);
        if (job.getLabel().isEmpty()) {
            throw JobException.invalid("projection %d: label is empty, must be a unique name", index);
        }
        String where = where(job);
        int[] pre = cells(where + ", pre", job.getSource(), network, job.getPre());
        int[] post = cells(where + ", post", job.getTarget(), network, job.getPost());
        if (pre.length != post.length) {
            throw JobException.invalid(
                    "%s: %d cells in pre and %d in post, must be equal", where, pre.length, post.length);
        }
        int n = pre.length;
        Value weight = PopulationColumns.value(where + ", weight", job.getWeight(), n, Bound.NON_NEGATIVE);
        Value delay = job.hasDelay()
                ? PopulationColumns.value(where + ", delay", job.getDelay(), n, Bound.POSITIVE)
                : Value.of(Synapse.DEFAULT_DELAY_MS);
        if (job.hasTsodyksMarkram() && job.hasStdp()) {
            throw JobException.invalid("%s: has tsodyks_markram and stdp, must have at most one of both", where);
        }
        Receptor receptor = receptor(where, job.getReceptor());
        int first = to.size();
        try {
            if (!job.hasTsodyksMarkram()) {
                Plasticity plasticity = job.hasStdp() ? stdp(job.getStdp()) : new Plasticity.Static();
                to.add(part(job.getLabel(), job, receptor, pre, post, new Synapse(plasticity, weight, delay)));
                return new SplitProjection(first, n, List.of());
            }
            Map<Plasticity.TsodyksMarkram, int[]> groups = groups(where, job.getTsodyksMarkram(), n);
            if (groups.size() == 1) {
                Plasticity all = groups.keySet().iterator().next();
                to.add(part(job.getLabel(), job, receptor, pre, post, new Synapse(all, weight, delay)));
                return new SplitProjection(first, n, List.of());
            }
            for (Map.Entry<Plasticity.TsodyksMarkram, int[]> group : groups.entrySet()) {
                int[] members = group.getValue();
                to.add(part(
                        "%s/%d".formatted(job.getLabel(), to.size() - first),
                        job,
                        receptor,
                        choose(pre, members),
                        choose(post, members),
                        new Synapse(group.getKey(), choose(weight, members), choose(delay, members))));
            }
            return new SplitProjection(first, n, new ArrayList<>(groups.values()));
        } catch (IllegalArgumentException e) {
            throw JobException.invalid("%s: %s", where, String.valueOf(e.getMessage()));
        }
    }

    private static Projection part(
            String label, JobProjection job, Receptor receptor, int[] pre, int[] post, Synapse synapse) {
        PairList pairs = new PairList(pre, post, column(synapse.weight()), column(synapse.delay()));
        return Projection.of(label, job.getSource(), job.getTarget(), receptor, new Connector.FromList(pairs), synapse);
    }

    /// Of a list of pairs; a value that all share stays with the synapse.
    private static Optional<DoubleSeries> column(Value value) {
        return value instanceof Value.PerCell column ? Optional.of(column.values()) : Optional.empty();
    }

    private static int[] choose(int[] from, int[] members) {
        return IntStream.of(members).map(i -> from[i]).toArray();
    }

    private static Value choose(Value from, int[] members) {
        return from instanceof Value.PerCell column
                ? new Value.PerCell(DoubleSeries.of(IntStream.of(members)
                        .mapToDouble(i -> column.values().get(i))
                        .toArray()))
                : from;
    }

    private static int[] cells(String where, int population, JobNetwork network, com.google.protobuf.ByteString bytes)
            throws JobException {
        if (population < 0 || population >= network.getPopulationsCount()) {
            throw JobException.invalid(
                    "%s: population is %d, must be 0 to %d", where, population, network.getPopulationsCount() - 1);
        }
        int size = network.getPopulations(population).getSize();
        int[] cells = Columns.i32(where, bytes);
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] < 0 || cells[i] >= size) {
                throw JobException.invalid("%s: cell %d is %d, must be 0 to %d", where, i, cells[i], size - 1);
            }
        }
        return cells;
    }

    private static Receptor receptor(String where, String name) throws JobException {
        for (Receptor receptor : Receptor.values()) {
            if (receptor.label().equals(name)) {
                return receptor;
            }
        }
        throw JobException.invalid("%s: receptor is '%s', must be excitatory or inhibitory", where, name);
    }

    private static Plasticity.Stdp stdp(StdpParameters p) {
        return new Plasticity.Stdp(
                p.getTauPlus(), p.getTauMinus(), p.getAPlus(), p.getAMinus(), p.getWMin(), p.getWMax());
    }

    /// The connections by their parameters, in the order of the first of each.
    private static Map<Plasticity.TsodyksMarkram, int[]> groups(String where, TsodyksMarkramColumns job, int n)
            throws JobException {
        if (constant(job.getU()) && constant(job.getTauRec()) && constant(job.getTauFacil())) {
            return Map.of(
                    new Plasticity.TsodyksMarkram(
                            job.getU().getAll(),
                            job.getTauRec().getAll(),
                            job.getTauFacil().getAll()),
                    new int[0]);
        }
        double[] u = Columns.values(where + ", U", job.getU(), n);
        double[] rec = Columns.values(where + ", tau_rec", job.getTauRec(), n);
        double[] facil = Columns.values(where + ", tau_facil", job.getTauFacil(), n);
        Map<Plasticity.TsodyksMarkram, int[]> groups = new LinkedHashMap<>();
        int[] counts = new int[MOST_GROUPS];
        Map<Plasticity.TsodyksMarkram, Integer> number = new LinkedHashMap<>();
        int[] of = new int[n];
        for (int i = 0; i < n; i++) {
            Plasticity.TsodyksMarkram key = new Plasticity.TsodyksMarkram(u[i], rec[i], facil[i]);
            Integer known = number.get(key);
            if (known == null) {
                if (number.size() == MOST_GROUPS) {
                    throw JobException.invalid(
                            "%s: more than %d different (U, tau_rec, tau_facil), must be at most %d on the wafer, where"
                                    + " all synapses of a driver share them",
                            where, MOST_GROUPS, MOST_GROUPS);
                }
                known = number.size();
                number.put(key, known);
            }
            of[i] = known;
            counts[known]++;
        }
        List<int[]> members = new ArrayList<>();
        for (int g = 0; g < number.size(); g++) {
            members.add(new int[counts[g]]);
        }
        Arrays.fill(counts, 0);
        for (int i = 0; i < n; i++) {
            members.get(of[i])[counts[of[i]]++] = i;
        }
        number.forEach((key, g) -> groups.put(key, members.get(g)));
        if (groups.isEmpty()) {
            // no connections: any parameters do
            groups.put(new Plasticity.TsodyksMarkram(0.5, 100, 0), new int[0]);
        }
        return groups;
    }

    private static boolean constant(Values values) {
        return values.getOfCase() != Values.OfCase.F64;
    }
}
