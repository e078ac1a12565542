package bss.calibration.measure.bench;

import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.WaferSession;
import bss.spec.config.AnalogOutputConfig;
import bss.spec.config.Component;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.QuadConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.fg.FloatingGates;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One chip in a session: writes a setting, then shows denmems two at a time, those of even columns on analog output 0
/// and those of odd columns on output 1, and records both. All other circuits stay unobserved and do not fire.
public final class ChipBench {

    private static final int BLOCK_COLUMNS = 32;
    private static final int CELL_SAMPLES = 100;
    private static final Set<ConfigurationStage> ROUND =
            EnumSet.of(ConfigurationStage.NEURONS, ConfigurationStage.ANALOG);

    private static final Set<ConfigurationStage> ROUND_WITH_SYNAPSES =
            EnumSet.of(ConfigurationStage.SYNAPSES, ConfigurationStage.NEURONS, ConfigurationStage.ANALOG);

    private final WaferSession session;
    private final int hicann;
    private final OutputScale[] scale = {OutputScale.NOMINAL, OutputScale.NOMINAL};
    private int write;
    private long cycles;

    /// @param session holds the chip's FPGA
    /// @param hicann 0 to 383
    /// @param firstWrite number of the first write of the analog parameters, from which the next ones count on
    public ChipBench(WaferSession session, int hicann, int firstWrite) {
        this.session = session;
        this.hicann = hicann;
        write = firstWrite;
    }

    /// Receives the trace of a denmem.
    @FunctionalInterface
    public interface Observer {
        void observe(int denmem, Trace trace);
    }

    public int hicann() {
        return hicann;
    }

    /// The scale of output 0 or 1.
    public OutputScale scale(int output) {
        return scale[output];
    }

    /// From now on output 0 or 1 is read on this scale.
    public void setScale(int output, OutputScale measured) {
        scale[output] = measured;
    }

    /// Cycles of 8 ns that all experiments together took so far.
    public long cycles() {
        return cycles;
    }

    /// How often the analog parameters were written so far.
    public int writes() {
        return write;
    }

    /// Writes the setting once and records all these denmems.
    public void run(Setting setting, int[] denmems, Observer observer) throws BackendException, InterruptedException {
        write(setting);
        observe(setting, denmems, observer);
    }

    /// Records all these denmems under another setting of the same analog parameters, which are not written again.
    public void again(Setting setting, int[] denmems, Observer observer) throws BackendException, InterruptedException {
        configure(setting.bits(), EnumSet.complementOf(EnumSet.of(ConfigurationStage.FLOATING_GATES)));
        observe(setting, denmems, observer);
    }

    private void observe(Setting setting, int[] denmems, Observer observer)
            throws BackendException, InterruptedException {
        int[][] byOutput = {
            Arrays.stream(denmems).filter(d -> d % 2 == 0).toArray(),
            Arrays.stream(denmems).filter(d -> d % 2 == 1).toArray()
        };
        for (int k = 0; k < Math.max(byOutput[0].length, byOutput[1].length); k++) {
            int even = k < byOutput[0].length ? byOutput[0][k] : -1;
            int odd = k < byOutput[1].length ? byOutput[1][k] : -1;
            for (AdcSamples samples : record(setting, even, odd)) {
                int output = samples.request().output();
                observer.observe(output == 0 ? even : odd, scale[output].trace(samples));
            }
        }
    }

    /// Writes the setting once and records one denmem on both outputs at once: the trace of output 0, then of 1.
    public List<Trace> both(Setting setting, int denmem) throws BackendException, InterruptedException {
        write(setting);
        return record(setting, denmem, denmem).stream()
                .map(s -> scale[s.request().output()].trace(s))
                .toList();
    }

    /// Writes the setting once and reads floating-gate cells, currents on the scale on which 1.8 V are 2.5 uA: their
    /// voltages in the order of the cells, on the scale of output 0.
    public double[] cells(Setting setting, List<AdcRequest.Cell> cells) throws BackendException, InterruptedException {
        write(setting);
        double[] volts = new double[cells.size()];
        for (int k = 0; k < volts.length; k++) {
            AdcRequest.Cell cell = cells.get(k);
            HicannConfigurationBuilder bits = setting.bits();
            bits.analogOutput(
                    0,
                    FloatingGates.isLeft(cell.block())
                            ? AnalogOutputConfig.FLOATING_GATES_LEFT
                            : AnalogOutputConfig.FLOATING_GATES_RIGHT);
            configure(bits, ROUND);
            session.reset(write);
            session.record(new AdcRequest(hicann, 0, CELL_SAMPLES, Optional.of(cell)));
            session.advance(cycle(2 * CELL_SAMPLES / AdcSamples.NOMINAL_HERTZ));
            cycles += session.now();
            volts[k] = scale[0].trace(session.takeAdc().getFirst()).mean();
        }
        return volts;
    }

    private void write(Setting setting) throws BackendException {
        write++;
        configure(setting.bits(), EnumSet.allOf(ConfigurationStage.class));
    }

    private void configure(HicannConfigurationBuilder bits, Set<ConfigurationStage> stages) throws BackendException {
        session.configure(WaferConfiguration.empty().with(hicann, bits.build()), stages, write);
    }

    /// @param onOutput0 the denmem that output 0 shows, -1 for none
    /// @param onOutput1 the denmem that output 1 shows, -1 for none
    private List<AdcSamples> record(Setting setting, int onOutput0, int onOutput1)
            throws BackendException, InterruptedException {
        HicannConfigurationBuilder bits = setting.bits();
        Setting.clearNeurons(bits);
        if (setting.isJoined()) {
            join(bits);
        }
        int[] shown = {onOutput0, onOutput1};
        for (int output = 0; output < 2; output++) {
            int d = shown[output];
            if (d >= 0) {
                DenmemConfig old = DenmemConfig.fromBits(bits.word(Component.DENMEM, d));
                bits.denmem(
                        d,
                        new DenmemConfig(
                                0, setting.isFiring(), false, old.enableFireInput(), true, setting.hasCurrent()));
            }
            bits.analogOutput(
                    output,
                    d < 0 ? AnalogOutputConfig.NONE : AnalogOutputConfig.membrane(NeuronTopology.quadPosition(d)));
        }
        for (int d : shown) {
            if (d >= 0) {
                setting.synapses(d, true);
            }
        }
        configure(bits, setting.hasSynapses() ? ROUND_WITH_SYNAPSES : ROUND);
        for (int d : shown) {
            if (d >= 0) {
                setting.synapses(d, false);
            }
        }
        session.reset(write);
        session.advance(cycle(setting.settleSecond()));
        int samples = (int) Math.round(setting.recordSecond() * AdcSamples.NOMINAL_HERTZ);
        for (int output = 0; output < 2; output++) {
            if (shown[output] >= 0) {
                session.record(new AdcRequest(hicann, output, samples));
            }
        }
        session.advance(session.now() + cycle(setting.recordSecond()) + 8);
        cycles += session.now();
        return session.takeAdc();
    }

    private static long cycle(double second) {
        return (long) Math.ceil(second / HardwareTime.CYCLE_SECONDS);
    }

    private static void join(HicannConfigurationBuilder bits) {
        for (int x = 0; x < NeuronTopology.COLUMNS; x += 2) {
            bits.quad(x / 2, new QuadConfig(true, true, true, true));
            boolean bridged = x % BLOCK_COLUMNS != 0;
            bits.denmem(NeuronTopology.denmem(x, 0), new DenmemConfig(0, false, false, bridged, false, false));
        }
    }
}
