package bss.emulator;

import bss.emulator.kernel.CircuitState;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The four current stimuli of a chip: tables played into the denmems that take a current.
///
/// A table starts when it is written, and at cycle 0; one that is not continuous is off after its end.
/// Sources: halbe, `hal/HICANNContainer.h` FGStimulus; sthal, `sthal/HICANN.h` getStimTimestamps.
final class CurrentStimuli {

    private static final int BLOCKS = HicannConfiguration.FG_BLOCKS;

    /// Lane that takes currents, from `denmems[block]` denmems of each block.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Input(CircuitState state, int lane, int[] denmems) {}

    private final Silicon silicon;
    private @Nullable WrittenChip written;
    private final CurrentStimulusConfig[] config = new CurrentStimulusConfig[BLOCKS];
    private final long[] start = new long[BLOCKS];
    private List<Input> inputs = List.of();
    private long due = Long.MAX_VALUE;

    /// @param silicon tells the currents of codes
    CurrentStimuli(Silicon silicon) {
        this.silicon = silicon;
        Arrays.fill(config, CurrentStimulusConfig.OFF);
    }

    /// Takes new tables or new circuits.
    ///
    /// @param restart whether the tables start again at `cycle`
    void configure(WrittenChip next, CircuitBank bank, long cycle, boolean restart) {
        written = next;
        HicannConfiguration chip = next.config();
        for (int block = 0; block < BLOCKS; block++) {
            config[block] = chip.currentStimulus(block);
            start[block] = restart ? cycle : start[block];
        }
        inputs = new ArrayList<>();
        for (Circuit circuit : bank.circuits()) {
            int[][] denmems = new int[circuit.size()][BLOCKS];
            boolean any = false;
            for (int denmem : circuit.members()) {
                if (chip.denmem(denmem).enableCurrentInput()) {
                    any = true;
                    denmems[bank.lane(denmem) - circuit.firstLane()][NeuronTopology.sharedFgBlock(denmem)]++;
                }
            }
            for (int k = 0; k < denmems.length; k++) {
                if (any) {
                    inputs.add(new Input(bank.state(), circuit.firstLane() + k, denmems[k]));
                } else {
                    bank.state().setCurrent(circuit.firstLane() + k, 0);
                }
            }
        }
        due = inputs.isEmpty() ? Long.MAX_VALUE : cycle;
    }

    /// The cycle before whose step [#update] has to be called.
    long due() {
        return due;
    }

    /// Sets the currents of the step that begins at `cycle`.
    void update(long cycle) {
        WrittenChip chip = Objects.requireNonNull(written, "configured first");
        double[] ampere = new double[BLOCKS];
        due = Long.MAX_VALUE;
        for (int block = 0; block < BLOCKS; block++) {
            CurrentStimulusConfig c = config[block];
            long value = (cycle - start[block]) / c.stepCycles();
            if (c.active() && (c.continuous() || value < CurrentStimulusConfig.LENGTH)) {
                ampere[block] =
                        silicon.stimulusAmpere(chip, block, c.value((int) (value % CurrentStimulusConfig.LENGTH)));
                due = Math.min(due, start[block] + (value + 1) * c.stepCycles());
            }
        }
        for (Input input : inputs) {
            double sum = 0;
            for (int block = 0; block < BLOCKS; block++) {
                sum += input.denmems()[block] * ampere[block];
            }
            input.state().setCurrent(input.lane(), sum);
        }
    }
}
