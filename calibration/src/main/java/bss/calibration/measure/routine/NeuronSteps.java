package bss.calibration.measure.routine;

import bss.calibration.measure.bench.ChipBench;
import bss.calibration.measure.result.Evaluation;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.ResetFit;
import bss.calibration.measure.result.RowStrengths;
import bss.spec.backend.BackendException;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The routines of the neuron circuits in their order, which is cake's (cake:config/v4_params.py), but for E_l: where
/// it
/// is known, the leak does not pull the membrane off the reversal potentials.
public final class NeuronSteps {

    /// What circuits have beyond those of leaky integrate-and-fire neurons.
    public static final Set<NeuronParameter> ADEX = Collections.unmodifiableSet(EnumSet.of(
            NeuronParameter.V_EXP,
            NeuronParameter.I_REXP,
            NeuronParameter.I_GLADAPT,
            NeuronParameter.I_RADAPT,
            NeuronParameter.I_FIRE));

    /// Parameters of denmems, and boards, cells, readout and that of blocks, comparators, V_reset, evaluation and rows.
    private static final double STEPS = 23;

    private final ChipBench bench;
    private final int[] denmems;
    private final Set<NeuronParameter> without;
    private final StepProgress progress;
    private int steps;
    private final Findings known = new Findings();
    private final List<Routine> done = new ArrayList<>();
    private ResetFit[] resets = {};
    private @Nullable Inputs inputs;

    /// @param denmems which ones are measured, ascending
    /// @param without parameters that are left out
    public NeuronSteps(ChipBench bench, int[] denmems, Set<NeuronParameter> without, StepProgress progress) {
        this.bench = bench;
        this.denmems = denmems.clone();
        this.without = without;
        this.progress = progress;
    }

    /// What is measured without synaptic input.
    static List<Routine> routines() {
        return List.of(
                new Threshold(),
                new LeakPotential(),
                new ReversalPotential(true),
                new ReversalPotential(false),
                new RefractoryTime(),
                new OffsetVoltage(false),
                new OffsetVoltage(true),
                new LeakConductance());
    }

    /// What is measured once the inputs can be seen, and the circuits leak as they should.
    static List<Routine> later(Inputs inputs) {
        return List.of(
                new SynapticTime(false, inputs),
                new SynapticTime(true, inputs),
                new ExponentialThreshold(),
                new ExponentialSlope(),
                new AdaptationStrength(),
                new AdaptationTime(),
                new AdaptationJump());
    }

    /// Runs all steps.
    public void run() throws BackendException, InterruptedException {
        begin("ADC boards");
        Boards.measure(bench, denmems);
        begin("cells");
        known.setCells(CellScale.measure(bench, denmems));
        begin("readout shift");
        ReadoutShift.measure(bench, denmems, known);
        begin("comparators");
        Comparator.measure(bench, denmems, known);
        begin("readout of blocks");
        BlockShift.measure(bench, denmems, known);
        begin("V_reset");
        resets = ResetPotential.measure(bench, denmems, known);
        for (Routine routine : routines()) {
            run(routine);
        }
        Inputs found = Inputs.find(bench, denmems, known);
        inputs = found;
        for (Routine routine : later(found)) {
            run(routine);
        }
    }

    private void run(Routine routine) throws BackendException, InterruptedException {
        if (without.contains(routine.parameter())) {
            return;
        }
        begin(routine.parameter().halcoName());
        measure(routine, denmems);
        if (routine.twice()) {
            measure(
                    routine,
                    IntStream.of(denmems)
                            .filter(d -> known.fit(routine.parameter(), d)
                                    .orElseThrow()
                                    .rejection()
                                    .isPresent())
                            .filter(d ->
                                    !(routine.needsSpikes() && known.fault(d).isPresent()))
                            .toArray());
        }
        done.add(routine);
    }

    private void measure(Routine routine, int[] circuits) throws BackendException, InterruptedException {
        if (circuits.length == 0) {
            return;
        }
        int points = routine.codes().length;
        double[][] values = new double[NeuronTopology.DENMEMS][points];
        for (int p = 0; p < points; p++) {
            int point = p;
            bench.run(
                    routine.setting(point, known),
                    circuits,
                    (d, trace) -> values[d][point] = routine.observe(point, d, trace, known));
        }
        for (int d : circuits) {
            Fit fit =
                    known.fault(d).filter(f -> routine.needsSpikes()).orElseGet(() -> routine.fit(d, values[d], known));
            known.put(routine.parameter(), d, fit);
        }
    }

    /// Writes targets off the measured grid and measures again; to be called after [#run()].
    public List<Evaluation> evaluate() throws BackendException, InterruptedException {
        begin("evaluation");
        return EvaluationStep.measure(bench, denmems, known, done);
    }

    private void begin(String step) {
        progress.at(step, Math.min(1, steps / (STEPS - without.size())));
        steps++;
    }

    /// Measures the rows of these drivers, each 0 to 223, with accepted circuits; to be called after [#run()].
    public RowStrengths rows(int[] drivers) throws BackendException, InterruptedException {
        begin("rows");
        Inputs found = Objects.requireNonNull(inputs, "run first");
        return RowStrength.measure(bench, denmems, drivers, known, found);
    }

    /// What was found.
    public Findings findings() {
        return known;
    }

    /// The reset potentials by FG block.
    public List<ResetFit> resets() {
        return List.copyOf(Arrays.asList(resets));
    }
}
