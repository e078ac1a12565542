package bss.hil.suite.analog;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.hil.suite.machine.NeuronChip;
import bss.hil.suite.machine.ProgramBuilder;
import bss.hil.suite.machine.Wafers;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.AnalogOutputConfig;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.DenmemConfig;
import bss.spec.config.LinkDirection;
import bss.spec.config.SynapseRowConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/// The membrane behind an analog output: it answers a pulse through a synapse, more with more weight and
/// towards the side of the row, and it falls as often as the neuron sends spikes, over a recording of a
/// million samples.
final class MembranePart {

    private static final int LINK = 4;
    private static final int ADDRESS = 0x1b;
    private static final int SAMPLES = 1200;
    private static final int[] WEIGHTS = {0, 4, 8, 15};
    private static final double SAMPLES_PER_CYCLE = AdcSamples.NOMINAL_HERTZ * HardwareTime.CYCLE_SECONDS;
    private static final long PULSE_TICK = NeuronChip.betweenLocking(600);
    private static final int CODE = 354;

    private final Bench bench;
    private final WaferSession session;

    MembranePart(Bench bench, WaferSession session) throws BackendException, Violation {
        this.bench = bench;
        this.session = session;
        bench.configure(session, Wafers.only(wafer(new NeuronChip()), bench.hicanns()[0]), Wafers.ALL);
    }

    private WaferConfiguration wafer(NeuronChip chip) {
        return Wafers.unfiltered().with(bench.hicanns()[0], chip.build());
    }

    private double limit(String name) {
        return bench.tolerances().get("N30." + name);
    }

    void synapse() throws BackendException, InterruptedException, Violation {
        double smallest = limit("psp_step_volt");
        double last = 0;
        for (int weight : WEIGHTS) {
            double peak = answer(weight, true);
            double before = last;
            bench.demand(
                    peak > before + smallest,
                    () -> "a pulse raises the membrane by %.4f V with weight %d, must be by more than the %.4f V before"
                            .formatted(peak, weight, before));
            last = peak;
        }
        bench.figure("psp_weight_15", last, "V");
        double down = answer(15, false);
        bench.figure("psp_inhibitory", down, "V");
        bench.demand(
                down < -limit("psp_step_volt"),
                () -> "a pulse through the right input moves the membrane by %.4f V, must lower it".formatted(down));
    }

    /// The largest departure from rest after a pulse; none may be before it.
    private double answer(int weight, boolean left) throws BackendException, InterruptedException, Violation {
        int hline = MergerTopology.hlineOfDnc(LINK);
        int vline = L1Topology.vlinesOf(hline)[5];
        NeuronChip chip = new NeuronChip().links(LinkDirection.TO_DNC).sender(LINK, true, false);
        int driver = chip.crossbar(hline, vline).driver(vline, 9);
        int column = 41;
        int denmem = NeuronTopology.denmem(column, L1Topology.driverHalf(driver));
        chip.bits.synapseRow(2 * driver, new SynapseRowConfig(left, !left, ADDRESS >> 4, ADDRESS >> 4, 1, 2, 2));
        chip.bits.synapse(2 * driver, column, weight, ADDRESS & 15);
        chip.bits.denmem(denmem, new DenmemConfig(0, false, false, false, true, false));
        chip.bits.analogOutput(0, AnalogOutputConfig.membrane(NeuronTopology.quadPosition(denmem)));
        bench.configure(session, wafer(chip), Wafers.WITHOUT_FLOATING_GATES);
        session.reset(0);
        session.play(new ProgramBuilder()
                .add(PULSE_TICK, bench.hicanns()[0], LINK, ADDRESS)
                .build());
        session.record(new AdcRequest(bench.hicanns()[0], 0, SAMPLES));
        session.advance((long) (SAMPLES / SAMPLES_PER_CYCLE) + 20);
        double[] volts = Recordings.volts(Recordings.one(bench, session.takeAdc(), SAMPLES));
        int pulse = (int) ((double) PULSE_TICK / HardwareTime.TICKS_PER_CYCLE * SAMPLES_PER_CYCLE);
        double rest = mean(volts, 0, pulse);
        double before = DoubleStream.of(Arrays.copyOf(volts, pulse))
                .map(v -> Math.abs(v - rest))
                .max()
                .orElse(0);
        bench.demand(
                before <= limit("membrane_noise_volt"),
                () -> "the membrane moves by %.4f V before any pulse, at most %.4f V may be"
                        .formatted(before, limit("membrane_noise_volt")));
        double extreme = 0;
        for (int k = pulse; k + 4 <= volts.length; k++) {
            double v = mean(volts, k, k + 4) - rest;
            extreme = Math.abs(v) > Math.abs(extreme) ? v : extreme;
        }
        return extreme;
    }

    private static double mean(double[] volts, int from, int to) {
        return Arrays.stream(volts, from, to).average().orElse(0);
    }

    /// A neuron that a current makes fire, watched for long.
    void longRecording() throws BackendException, InterruptedException, Violation {
        int samples = bench.size(20_000, 1_000_000, 1_000_000);
        int denmem = 77;
        int address = 50;
        NeuronChip chip = new NeuronChip().links(LinkDirection.TO_DNC);
        chip.bits.denmem(denmem, new DenmemConfig(address, true, true, false, true, true));
        chip.bits.analogOutput(1, AnalogOutputConfig.membrane(NeuronTopology.quadPosition(denmem)));
        int[] values = new int[CurrentStimulusConfig.LENGTH];
        Arrays.fill(values, CODE);
        chip.bits.currentStimulus(NeuronTopology.sharedFgBlock(denmem), new CurrentStimulusConfig(values, 15, true));
        bench.configure(session, wafer(chip), Wafers.WITHOUT_FLOATING_GATES);
        session.reset(0);
        session.record(new AdcRequest(bench.hicanns()[0], 1, samples));
        session.advance((long) (samples / SAMPLES_PER_CYCLE * (1 + 1e-4)) + 20);
        Pulses trace = session.takeTrace();
        double[] volts = Recordings.volts(Recordings.one(bench, session.takeAdc(), samples));
        int spikes = 0;
        for (int k = 0; k < trace.count(); k++) {
            double sample = (double) trace.tick(k) / HardwareTime.TICKS_PER_CYCLE * SAMPLES_PER_CYCLE;
            spikes += sample < samples ? 1 : 0;
        }
        int sent = spikes;
        int falls = Recordings.falls(volts, (NeuronChip.THRESHOLD_VOLT - NeuronChip.RESET_VOLT) / 2);
        bench.figure("samples", samples, "");
        bench.demand(
                sent > samples / 1000 && Math.abs(falls - sent) <= 2 + limit("falls_fraction") * sent,
                () -> "the recorded membrane falls %d times and the neuron sends %d spikes, must be as many"
                        .formatted(falls, sent));
    }
}
