package bss.mapper.parameters;

import bss.mapper.network.connect.Connections;
import bss.mapper.plasticity.PlasticClasses;
import bss.mapper.plasticity.chip.LongTermPlan;
import bss.mapper.plasticity.chip.ShortTermPlan;
import bss.mapper.problem.MappingException;
import bss.mapper.problem.MappingProblem;
import bss.mapper.rows.RowAssignment;
import bss.mapper.stage.DriverAllocation;
import bss.mapper.stage.Placement;
import bss.spec.mapping.RealisedCells;
import bss.spec.translate.CellParameter;
import bss.spec.translate.CellParameters;
import bss.spec.translate.ChipTranslation;
import bss.spec.translate.NeuronRequest;
import bss.spec.translate.NeuronTranslation;
import bss.spec.translate.ParameterChange;
import bss.spec.translate.ParameterTranslation;
import bss.spec.translate.TranslationOptions;
import bss.spec.translate.TranslationPlan;
import bss.spec.translate.WeightRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Translates the placed neurons, then the weights of the realised synapses and the injected currents.
public final class ParameterStage {

    private final MappingProblem problem;
    private final Placement placement;
    private final DriverAllocation drivers;
    private final RowAssignment rows;

    public ParameterStage(MappingProblem problem, Placement placement, DriverAllocation drivers, RowAssignment rows) {
        this.problem = problem;
        this.placement = placement;
        this.drivers = drivers;
        this.rows = rows;
    }

    /// Translates everything.
    ///
    /// @param seed of the random rounding of weights
    /// @throws MappingException if an injected current cannot be had on the wafer
    public ParameterResult run(ParameterTranslation translation, TranslationOptions options, long seed)
            throws MappingException {
        PlasticClasses classes = PlasticClasses.of(problem, options.speedup());
        ShortTermPlan shortTerm = ShortTermPlan.of(problem, classes, rows, options.speedup());
        List<Integer> cells = new ArrayList<>();
        List<NeuronRequest> requests = requests(cells, shortTerm);
        TranslationPlan plan = translation.plan(requests, options);
        @Nullable NeuronTranslation[] byCell = new @Nullable NeuronTranslation[problem.cells()];
        for (int i = 0; i < cells.size(); i++) {
            byCell[cells.get(i)] = plan.neurons().get(i);
        }
        @Nullable ChipTranslation[] chips = new @Nullable ChipTranslation[384];
        for (ChipTranslation chip : plan.chips()) {
            chips[chip.hicann()] = chip;
        }
        ChangeList changes = new ChangeList();
        for (int i = 0; i < cells.size(); i++) {
            note(changes, cells.get(i), plan.neurons().get(i));
        }
        SynapseWeights weights = new SynapseWeights(problem, rows, shortTerm, byCell, chips);
        weights.fill(seed, plan.speedup(), new RouteLengths(drivers));
        LongTermPlan longTerm = LongTermPlan.of(problem, classes, rows, weights::code, plan.speedup());
        List<CurrentStimulus> currents = new CurrentTables(
                        problem,
                        placement,
                        byCell,
                        plan.speedup(),
                        plan.window().alpha(),
                        changes)
                .all();
        List<Change> all = new ArrayList<>(changes.list());
        all.addAll(weights.changes);
        new PlasticityChanges(problem, rows, weights, plan.speedup(), all).add(shortTerm, longTerm);
        return new ParameterResult(
                plan, byCell, weights.settings, weights, shortTerm, longTerm, currents, realised(byCell), all);
    }

    private List<NeuronRequest> requests(List<Integer> cells, ShortTermPlan shortTerm) {
        double[][] range = ranges(shortTerm);
        List<NeuronRequest> requests = new ArrayList<>();
        for (int p = 0; p < problem.populations(); p++) {
            if (problem.population(p).cell().isSource()) {
                continue;
            }
            NetworkCells parameters = new NetworkCells(problem.network(), p);
            for (int cell = problem.firstCell(p); cell < problem.firstCell(p + 1); cell++) {
                if (placement.placed(cell)) {
                    cells.add(cell);
                    requests.add(new NeuronRequest(
                            placement.hicann(cell),
                            placement.column(cell),
                            placement.size(cell),
                            parameters.cell(problem.offset(cell)),
                            range(range[0][cell], range[1][cell]),
                            range(range[2][cell], range[3][cell])));
                }
            }
        }
        return requests;
    }

    private static WeightRange range(double min, double max) {
        return max < 0 ? WeightRange.NONE : new WeightRange(min, max);
    }

    /// Smallest and largest realised excitatory, then inhibitory weight by cell.
    private double[][] ranges(ShortTermPlan shortTerm) {
        double[][] range = new double[4][problem.cells()];
        Arrays.fill(range[0], Double.POSITIVE_INFINITY);
        Arrays.fill(range[1], -1);
        Arrays.fill(range[2], Double.POSITIVE_INFINITY);
        Arrays.fill(range[3], -1);
        for (int p = 0; p < problem.projections(); p++) {
            Connections connections = problem.connections(p);
            int at = switch (problem.receptor(p)) {
                case EXCITATORY -> 0;
                case INHIBITORY -> 2;
            };
            double grown = SynapseWeights.largest(
                    problem.network().projections().get(p).synapse().plasticity());
            for (int i = 0; i < connections.size(); i++) {
                int s = problem.firstSynapse(p) + i;
                if (rows.realised(s)) {
                    int cell = problem.targetCell(p, i);
                    double w = connections.weight(i) * shortTerm.gain(p, rows.site(s));
                    range[at][cell] = Math.min(range[at][cell], w);
                    range[at + 1][cell] = Math.max(range[at + 1][cell], Math.max(w, grown));
                }
            }
        }
        return range;
    }

    /// Weights are reported by projection, so the neuron's own note of them is left out.
    private void note(ChangeList changes, int cell, NeuronTranslation neuron) {
        String label = problem.population(problem.populationOf(cell)).label();
        for (ParameterChange change : neuron.changes()) {
            if (!change.parameter().equals("weight")) {
                changes.add(
                        change.feature(),
                        label,
                        change.parameter(),
                        cell,
                        change.requested(),
                        change.realised(),
                        change.reason());
            }
        }
    }

    private List<RealisedCells> realised(@Nullable NeuronTranslation[] byCell) {
        List<RealisedCells> realised = new ArrayList<>();
        for (int p = 0; p < problem.populations(); p++) {
            if (problem.population(p).cell().isSource()) {
                continue;
            }
            SortedMap<String, double[]> columns = new TreeMap<>();
            for (String name : problem.population(p).cell().parameters().names()) {
                double[] column = new double[problem.population(p).size()];
                Arrays.fill(column, Double.NaN);
                columns.put(name, column);
            }
            for (int cell = problem.firstCell(p); cell < problem.firstCell(p + 1); cell++) {
                NeuronTranslation neuron = byCell[cell];
                if (neuron != null) {
                    CellParameters values = neuron.realised();
                    for (CellParameter parameter : CellParameter.values()) {
                        double[] column = columns.get(parameter.pynnName());
                        if (column != null) {
                            column[problem.offset(cell)] = values.get(parameter);
                        }
                    }
                }
            }
            realised.add(new RealisedCells(problem.population(p).label(), columns));
        }
        return realised;
    }
}
