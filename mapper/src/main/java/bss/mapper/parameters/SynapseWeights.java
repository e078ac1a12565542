package bss.mapper.parameters;

import bss.mapper.network.Plasticity;
import bss.mapper.network.connect.Connections;
import bss.mapper.plasticity.chip.ShortTermPlan;
import bss.mapper.problem.MappingProblem;
import bss.mapper.rows.AssignedRow;
import bss.mapper.rows.RowAssignment;
import bss.spec.mapping.SynapseSites;
import bss.spec.random.KeyedRandom;
import bss.spec.transfer.SynapseWeightTransfer;
import bss.spec.translate.ChipTranslation;
import bss.spec.translate.GmaxSetting;
import bss.spec.translate.NeuronTranslation;
import bss.spec.translate.ParameterChange.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses the strength setting of every row by its largest weight, and the 4-bit weight of every synapse.
///
/// A weight between two of a row's 16 steps becomes the upper one with the probability that makes the expectation
/// right; the draw belongs to the mapper's seed, the projection and the synapse alone.
///
/// Source of the rule: marocco:marocco/parameter/HICANNParameters.cpp.
final class SynapseWeights {

    private static final long WEIGHT = 1;

    /// Rounding errors that do not make a weight unreachable.
    private static final double EXACT = 1e-6;

    /// Deviation that is worth a line in the report.
    private static final double NOTABLE = 0.05;

    final byte[] digital;
    /// In uS, at factor 1 of short-term plasticity.
    final float[] weight;
    final float[] delayMs;
    final List<GmaxSetting> settings = new ArrayList<>();
    final List<Change> changes = new ArrayList<>();

    private final MappingProblem problem;
    private final RowAssignment rows;
    private final ShortTermPlan shortTerm;
    private final @Nullable NeuronTranslation[] byCell;
    private final int[] rowNumber;
    private final SynapseWeightTransfer[] transfers;

    SynapseWeights(
            MappingProblem problem,
            RowAssignment rows,
            ShortTermPlan shortTerm,
            @Nullable NeuronTranslation[] byCell,
            @Nullable ChipTranslation[] chips) {
        this.problem = problem;
        this.rows = rows;
        this.shortTerm = shortTerm;
        this.byCell = byCell;
        digital = new byte[rows.size()];
        weight = new float[rows.size()];
        delayMs = new float[rows.size()];
        Arrays.fill(weight, Float.NaN);
        Arrays.fill(delayMs, Float.NaN);
        rowNumber = new int[384 * 448];
        for (int r = 0; r < rows.rows().size(); r++) {
            AssignedRow row = rows.rows().get(r);
            rowNumber[row.hicann() * 448 + row.row()] = r;
        }
        double[] largest = largest();
        transfers = new SynapseWeightTransfer[largest.length];
        for (int r = 0; r < largest.length; r++) {
            AssignedRow row = rows.rows().get(r);
            ChipTranslation chip = chips[row.hicann()];
            if (chip == null) {
                throw new IllegalStateException("row on HICANN %d without neurons".formatted(row.hicann()));
            }
            GmaxSetting setting = chip.rowSetting(row.row(), largest[r]);
            settings.add(setting);
            transfers[r] = chip.transfer(row.row(), setting);
        }
    }

    private double scale(int cell) {
        NeuronTranslation neuron = byCell[cell];
        if (neuron == null) {
            throw new IllegalStateException("a synapse is realised on a neuron without place");
        }
        return neuron.weightScale();
    }

    private int rowOf(int synapse) {
        return rowNumber[rows.site(synapse) / 256];
    }

    /// The digital weight, with fractions, of a realised synapse that stands for a weight in uS.
    double code(int synapse, int cell, double uS) {
        return transfers[rowOf(synapse)].weight(uS * scale(cell));
    }

    /// The weight in uS of a realised synapse with a digital weight.
    double ofCode(int synapse, int cell, int code) {
        return transfers[rowOf(synapse)].conductance(code) / scale(cell);
    }

    /// The largest weight that a projection's synapse ever has, 0 if it stays as it is.
    static double largest(Plasticity plasticity) {
        return plasticity instanceof Plasticity.Stdp rule ? rule.wMax() : 0;
    }

    /// The largest wanted conductance of each row in nS.
    private double[] largest() {
        double[] largest = new double[rows.rows().size()];
        for (int p = 0; p < problem.projections(); p++) {
            Connections connections = problem.connections(p);
            double grown =
                    largest(problem.network().projections().get(p).synapse().plasticity());
            for (int i = 0; i < connections.size(); i++) {
                int s = problem.firstSynapse(p) + i;
                if (rows.realised(s)) {
                    int r = rowOf(s);
                    double most = Math.max(grown, connections.weight(i)) * shortTerm.gain(p, rows.site(s));
                    largest[r] = Math.max(largest[r], most * scale(problem.targetCell(p, i)));
                }
            }
        }
        return largest;
    }

    /// Fills the columns.
    ///
    /// @param chips on the way to each driver
    void fill(long seed, double speedup, RouteLengths chips) {
        for (int p = 0; p < problem.projections(); p++) {
            Connections connections = problem.connections(p);
            String label = problem.network().projections().get(p).label();
            String population = problem.population(
                            problem.network().projections().get(p).target())
                    .label();
            SynapseChanges weights = new SynapseChanges();
            int high = weights.kind(Feature.CLIPPED, "a synapse row reaches no larger conductance");
            int low = weights.kind(Feature.CLIPPED, "weight 0 of a synapse row still delivers charge");
            int near = weights.kind(Feature.APPROXIMATED, "4-bit weights, rounded at random so that the mean is right");
            SynapseChanges delays = new SynapseChanges();
            int route = delays.kind(Feature.APPROXIMATED, "delays follow from the routes on the wafer");
            for (int i = 0; i < connections.size(); i++) {
                int s = problem.firstSynapse(p) + i;
                if (!rows.realised(s)) {
                    continue;
                }
                int target = problem.targetCell(p, i);
                double wish = connections.weight(i);
                double gain = shortTerm.gain(p, rows.site(s));
                double scale = gain * scale(target);
                SynapseWeightTransfer transfer = transfers[rowOf(s)];
                double uniform = (KeyedRandom.hash(KeyedRandom.key(seed, WEIGHT, p), i) >>> 11) * 0x1.0p-53;
                int code = transfer.digitalWeight(wish * scale, uniform);
                double got = transfer.conductance(code) / scale;
                digital[s] = (byte) code;
                weight[s] = (float) (gain == 1 ? got : got * gain);
                int cell = problem.offset(target);
                if (wish * scale > transfer.conductance(15) * (1 + EXACT)) {
                    weights.add(high, cell, wish, got);
                } else if (wish * scale < transfer.conductance(0) * (1 - EXACT)) {
                    weights.add(low, cell, wish, got);
                } else if (Math.abs(got - wish) > NOTABLE * wish) {
                    weights.add(near, cell, wish, got);
                }
                int length = chips.chips(rows.site(s) / SynapseSites.PER_HICANN, rows.site(s) / 256 % 448);
                double delay = delayMs(length, speedup);
                delayMs[s] = (float) delay;
                double wishMs = connections.delayMs(i);
                if (Math.abs(delay - wishMs) > NOTABLE * wishMs) {
                    delays.add(route, cell, wishMs, delay);
                }
            }
            weights.into(changes, population, "weight of " + label);
            delays.into(changes, population, "delay of " + label);
        }
    }

    /// Delay of a route in biological ms: 64 ns and 4 ns for each chip on the way, both ends counted
    /// (brainscales1-demos: cortical_microcircuit.rst, delay_calib).
    static double delayMs(int chips, double speedup) {
        return (64 + 4 * chips) * 1e-6 * speedup;
    }
}
