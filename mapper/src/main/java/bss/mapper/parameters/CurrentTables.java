package bss.mapper.parameters;

import bss.mapper.network.CurrentSource;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.Waveform;
import bss.mapper.problem.MappingException;
import bss.mapper.problem.MappingProblem;
import bss.mapper.stage.Placement;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.fg.FloatingGates;
import bss.spec.translate.NeuronTranslation;
import bss.spec.translate.ParameterChange.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// Injected currents as tables of the current generators: four per chip, one for each quad position, each of which
/// feeds one denmem.
///
/// A table has 129 values that last 4 * (pulseLength + 1) PLL cycles each. A current that is constant from the start on
/// and for ever is a table that repeats; any other must have ended when the table ends. A neuron's current in nA is
/// multiplied by alpha * speed-up * hardware over biological capacitance
/// (calibtic:src/HMF/NeuronCalibration.cpp).
final class CurrentTables {

    private static final int LENGTH = CurrentStimulusConfig.LENGTH;
    private static final int LONGEST_PULSE = 15;
    private static final double CYCLE_NS = 1000.0 / WaferConfiguration.PLL_MHZ;

    private final MappingProblem problem;
    private final ResolvedNetwork resolved;
    private final Placement placement;
    private final @Nullable NeuronTranslation[] byCell;
    private final double speedup;
    private final double alpha;
    private final ChangeList changes;
    private final boolean[][] taken = new boolean[384][4];
    private final List<CurrentStimulus> stimuli = new ArrayList<>();

    CurrentTables(
            MappingProblem problem,
            Placement placement,
            @Nullable NeuronTranslation[] byCell,
            double speedup,
            double alpha,
            ChangeList changes) {
        this.problem = problem;
        this.resolved = new ResolvedNetwork(problem.network());
        this.placement = placement;
        this.byCell = byCell;
        this.speedup = speedup;
        this.alpha = alpha;
        this.changes = changes;
    }

    /// Generators for all currents of the network.
    ///
    /// @throws MappingException if a current cannot be had on the wafer; the message names it
    List<CurrentStimulus> all() throws MappingException {
        TreeMap<Integer, List<Integer>> byTarget = new TreeMap<>();
        List<CurrentSource> currents = problem.network().currents();
        for (int c = 0; c < currents.size(); c++) {
            refuseOtherForms(c, currents.get(c).waveform());
            int population = currents.get(c).target();
            for (int cell : currents.get(c)
                    .cells()
                    .indices(problem.population(population).size())) {
                byTarget.computeIfAbsent(problem.firstCell(population) + cell, k -> new ArrayList<>())
                        .add(c);
            }
        }
        for (var entry : byTarget.entrySet()) {
            if (placement.placed(entry.getKey())) {
                inject(entry.getKey(), entry.getValue());
            }
        }
        return stimuli;
    }

    private static void refuseOtherForms(int current, Waveform waveform) throws MappingException {
        if (waveform instanceof Waveform.Ac || waveform instanceof Waveform.Noisy) {
            throw new MappingException("$.currents[%d] is '%s', on the wafer it must be 'dc' or 'step'"
                    .formatted(current, waveform.name()));
        }
    }

    private void inject(int cell, List<Integer> currents) throws MappingException {
        NeuronTranslation neuron = byCell[cell];
        if (neuron == null) {
            throw new IllegalStateException("neuron %s has no translation".formatted(problem.name(cell)));
        }
        double factor = alpha * neuron.weightScale() / 1000;
        CurrentStimulusConfig table = table(cell, currents, factor);
        if (!table.active()) {
            return;
        }
        int hicann = placement.hicann(cell);
        for (int k = 0; k < placement.size(cell); k++) {
            int x = placement.column(cell) + k / 2;
            int y = k % 2;
            int block = FloatingGates.sharedBlockOfDenmem(x, y);
            boolean neighbourFed =
                    stimuli.stream().anyMatch(s -> s.hicann() == hicann && s.denmem() == 256 * y + (x ^ 1));
            if (!taken[hicann][block] && !neighbourFed) {
                taken[hicann][block] = true;
                stimuli.add(new CurrentStimulus(hicann, block, 256 * y + x, table));
                return;
            }
        }
        throw new MappingException(
                "$.currents[%d] into %s: HICANN %d has no current generator left, at most 4 of its neurons can have one"
                        .formatted(currents.getFirst(), problem.name(cell), hicann));
    }

    private CurrentStimulusConfig table(int cell, List<Integer> currents, double factor) throws MappingException {
        double[] edges = currents.stream()
                .flatMapToDouble(c -> edges(problem.network().currents().get(c).waveform()))
                .filter(t -> t > 0 && t < Waveform.FOREVER_MS)
                .sorted()
                .distinct()
                .toArray();
        if (edges.length == 0) {
            int[] values = new int[LENGTH];
            Arrays.fill(values, code(cell, sum(currents, 0), factor));
            return new CurrentStimulusConfig(values, LONGEST_PULSE, true);
        }
        double last = edges[edges.length - 1];
        if (code(sum(currents, last), factor) != 0) {
            throw new MappingException(
                    "$.currents[%d] into %s does not end, on the wafer a current that changes must end with 0"
                            .formatted(currents.getFirst(), problem.name(cell)));
        }
        int pulse = 0;
        while (pulse < LONGEST_PULSE && last > stepMs(pulse) * (LENGTH - 1)) {
            pulse++;
        }
        double step = stepMs(pulse);
        if (last > step * (LENGTH - 1)) {
            throw new MappingException("$.currents[%d] into %s ends at %s ms, on the wafer it must end by %.3f ms"
                    .formatted(currents.getFirst(), problem.name(cell), last, step * (LENGTH - 1)));
        }
        for (double edge : edges) {
            double grid = Math.rint(edge / step) * step;
            if (Math.abs(grid - edge) > 1e-9 * step) {
                note(
                        Feature.APPROXIMATED,
                        cell,
                        "current times",
                        edge,
                        grid,
                        "a current changes at steps of the table");
            }
        }
        int[] values = new int[LENGTH];
        for (int k = 0; k < LENGTH; k++) {
            values[k] = code(cell, sum(currents, (k + 0.5) * step), factor);
        }
        values[LENGTH - 1] = 0;
        return new CurrentStimulusConfig(values, pulse, false);
    }

    private static DoubleStream edges(Waveform waveform) {
        return switch (waveform) {
            case Waveform.Dc dc -> DoubleStream.of(dc.startMs(), dc.stopMs());
            case Waveform.Step step -> Arrays.stream(step.timesMs().toArray());
            case Waveform.Ac _, Waveform.Noisy _ -> DoubleStream.empty();
        };
    }

    private double sum(List<Integer> currents, double timeMs) {
        return currents.stream().mapToDouble(c -> resolved.currentNa(c, timeMs)).sum();
    }

    /// How long one value lasts in biological ms.
    private double stepMs(int pulseLength) {
        return 4 * (pulseLength + 1) * CYCLE_NS * 1e-6 * speedup;
    }

    private static int code(double nanoampere, double factor) {
        return FloatingGates.nearestCode(FloatingGates.codeOfAmpere(nanoampere * factor * 1e-9));
    }

    private int code(int cell, double nanoampere, double factor) {
        int code = code(nanoampere, factor);
        double realised = FloatingGates.ampere(code) * 1e9 / factor;
        double exact = FloatingGates.codeOfAmpere(nanoampere * factor * 1e-9);
        if (exact < -0.5 || exact > FloatingGates.MAX_CODE + 0.5) {
            note(
                    Feature.CLIPPED,
                    cell,
                    Change.CURRENT,
                    nanoampere,
                    realised,
                    "a generator gives 0 to 2.5 uA of hardware current");
        }
        return code;
    }

    private void note(Feature feature, int cell, String what, double requested, double realised, String reason) {
        changes.add(
                feature,
                problem.population(problem.populationOf(cell)).label(),
                what,
                cell,
                requested,
                realised,
                reason);
    }
}
