package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.model.SlowCircuits;
import bss.emulator.model.SlowMembrane;
import bss.spec.backend.Lease;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferProbe.SynapticInput;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import bss.spec.config.NeuronHalfConfig;
import bss.spec.config.QuadConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import bss.spec.topology.WaferTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.FgCodes;
import bss.spec.transfer.IdealCircuit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Random circuits of every kind against [SlowMembrane]: the same synaptic events and currents go to both, and the
/// model
/// starts anew with each spike of the emulated circuit.
class SlowMembraneTest {

    private static final int CHIP = WaferTopology.hicann(20, 5);
    private static final int LINK = 2;
    private static final int CIRCUITS = 12;
    private static final int CYCLES = 2500;
    private static final double CYCLE = 8e-9;
    private static final double LIMIT = 1e-3;
    private static final double RESTART = 0.5;
    private static final double FAST = 0.05;

    /// What the circuits of a run are like.
    private record Kind(
            String name,
            int columns,
            boolean unequal,
            boolean exponential,
            boolean stimulus,
            boolean oversized,
            boolean anyMode) {}

    @Test
    void singleIntegrateAndFireCircuits() throws Exception {
        check(new Kind("LIF single", 0, false, false, false, false, false), 1);
    }

    @Test
    void joinedEqualIntegrateAndFireCircuits() throws Exception {
        check(new Kind("LIF joined equal", 4, false, false, false, false, false), 2);
    }

    @Test
    void joinedUnequalIntegrateAndFireCircuits() throws Exception {
        check(new Kind("LIF joined unequal", 4, true, false, false, false, false), 3);
    }

    @Test
    void singleExponentialCircuits() throws Exception {
        check(new Kind("AdEx single", 0, false, true, false, false, false), 4);
    }

    @Test
    void joinedEqualExponentialCircuits() throws Exception {
        check(new Kind("AdEx joined equal", 4, false, true, false, false, false), 5);
    }

    @Test
    void joinedUnequalExponentialCircuits() throws Exception {
        check(new Kind("AdEx joined unequal", 4, true, true, false, false, false), 6);
    }

    @Test
    void currentStimuli() throws Exception {
        check(new Kind("stimulus, LIF", 2, true, false, true, false, false), 7);
        check(new Kind("stimulus, AdEx", 2, true, true, true, false, false), 8);
    }

    @Test
    void oversizedConductances() throws Exception {
        check(new Kind("oversized, LIF", 0, false, false, false, true, false), 9);
        check(new Kind("oversized, AdEx", 2, true, true, false, true, false), 10);
    }

    @Test
    void capacitorsAndSpeeds() throws Exception {
        for (int seed = 11; seed < 15; seed++) {
            check(new Kind("modes, LIF", 1, true, false, false, false, true), seed);
            check(new Kind("modes, AdEx", 1, true, true, false, false, true), seed);
        }
    }

    // ---- the run

    private static void check(Kind kind, int seed) throws Exception {
        Random random = new Random(seed);
        TestWafer wafer = new TestWafer();
        TestChip chip = wafer.chip(CHIP);
        input(chip, random, kind.oversized);
        CircuitMode mode = mode(random, kind.anyMode);
        for (int half = 0; half < 2; half++) {
            chip.bits.neuronHalf(half, new NeuronHalfConfig(mode));
        }
        List<Integer> leads = new ArrayList<>();
        for (int k = 0; k < CIRCUITS; k++) {
            leads.add(circuit(chip, random, 20 * k, kind));
        }
        if (kind.stimulus) {
            for (int block = 0; block < 4; block++) {
                int[] values = random.ints(129, 0, 40).toArray();
                chip.bits.currentStimulus(
                        block, new CurrentStimulusConfig(values, random.nextInt(16), random.nextBoolean()));
            }
        }
        Map<Integer, List<Double>> spikes = new TreeMap<>();
        List<SynapticInput> inputs;
        List<WaferProbe.Samples> samples;
        try (EmulatedSession session = (EmulatedSession)
                EmulatedWafer.ideal(new EmulatorOptions(1, false)).open(Lease.wafer())) {
            session.configure(wafer.build(), TestWafer.ALL, 1);
            session.machine()
                    .observe((h, denmem, clock, lag, address) -> spikes.computeIfAbsent(denmem, d -> new ArrayList<>())
                            .add((clock - lag / 16384.0) * CYCLE));
            WaferProbe probe = session.probe().orElseThrow();
            probe.recordSynapticInputs(true);
            for (int lead : leads) {
                probe.watch(CHIP, lead, WaferProbe.Variable.MEMBRANE, 1);
            }
            session.play(pulses(random));
            session.advance(CYCLES);
            inputs = probe.takeSynapticInputs();
            samples = probe.takeSamples();
        }
        Worst worst = new Worst();
        int fired = 0;
        for (int k = 0; k < CIRCUITS; k++) {
            List<Double> times = spikes.getOrDefault(leads.get(k), List.of());
            String where = "%s, seed %d, circuit at denmem %d".formatted(kind.name, seed, leads.get(k));
            follow(
                    where,
                    kind,
                    chip.build(),
                    leads.get(k),
                    inputs,
                    samples.get(k).values(),
                    times,
                    worst);
            fired += times.size();
        }
        System.out.printf(
                "%s, seed %d: worst %.3f mV, after refractoriness %.3f mV or %.3f cycles, %d spikes, %d inputs%n",
                kind.name, seed, worst.volt * 1e3, worst.restartVolt * 1e3, worst.restartCycles, fired, inputs.size());
        assertTrue(inputs.size() > 100, kind.name + ", seed " + seed + ": " + inputs.size() + " inputs");
    }

    private static final class Worst {
        double volt;
        double restartVolt;
        double restartCycles;
    }

    private static void follow(
            String where,
            Kind kind,
            HicannConfiguration chip,
            int lead,
            List<SynapticInput> inputs,
            List<Double> actual,
            List<Double> spikes,
            Worst worst) {
        SlowCircuits.Circuit joined = SlowCircuits.of(chip).stream()
                .filter(c -> c.members().contains(lead))
                .findFirst()
                .orElseThrow();
        List<IdealCircuit> circuits =
                joined.members().stream().map(m -> decode(chip, m)).toList();
        IdealCircuit first = decode(chip, lead);
        SlowMembrane model = new SlowMembrane(circuits, first, joined.lead() >= 0, actual.getFirst());
        // a spike and what follows it until two cycles after its refractoriness
        double[] busyFrom = spikes.stream().mapToDouble(t -> t / CYCLE - 2).toArray();
        double[] busyUntil = spikes.stream()
                .mapToDouble(t -> (t + first.tauRefrac()) / CYCLE + 2)
                .toArray();
        double[] expected = new double[CYCLES];
        boolean[] counts = new boolean[CYCLES];
        int spike = 0;
        int input = 0;
        for (int n = 0; n < CYCLES; n++) {
            counts[n] = n > 0 && outside(n, busyFrom, busyUntil);
            if (n > 1 && counts[n] && !counts[n - 1]) {
                restart(where + ", cycle " + n, model, actual.get(n), expected[n - 1], worst);
            }
            expected[n] = n == 0 ? actual.getFirst() : model.voltBeforeLastHalf();
            for (; input < inputs.size() && inputs.get(input).cycle() == n; input++) {
                int member = joined.members().indexOf(inputs.get(input).column());
                if (member >= 0) {
                    model.input(
                            member, inputs.get(input).right(), inputs.get(input).conductanceSiemens());
                }
            }
            if (spike < spikes.size() && spikes.get(spike) < (n + 1) * CYCLE) {
                model.fire(spikes.get(spike++));
            }
            model.step(n, current(chip, joined.members(), n));
        }
        boolean fast = kind.oversized || kind.exponential;
        compare(where, fast, expected, actual, counts, worst);
    }

    private static boolean outside(int cycle, double[] from, double[] until) {
        for (int k = 0; k < from.length; k++) {
            if (cycle >= from[k] && cycle <= until[k]) {
                return false;
            }
        }
        return true;
    }

    /// After a spike the model goes on from where the emulator is, which takes events and the rest of the step at the
    /// end of refractoriness in first order: that may cost a part of a step.
    private static void restart(String where, SlowMembrane model, double actual, double before, Worst worst) {
        double off = actual - model.voltBeforeLastHalf();
        double slope = Math.abs(model.voltBeforeLastHalf() - before);
        if (Math.abs(off) > LIMIT) {
            worst.restartCycles = Math.max(worst.restartCycles, Math.abs(off) / slope);
            assertTrue(Math.abs(off) < RESTART * slope, where + ": restarts " + off + " V off at " + slope);
        }
        worst.restartVolt = Math.max(worst.restartVolt, Math.abs(off));
        model.shift(off);
    }

    /// Within a millivolt; where the membrane may run fast, and a twentieth
    /// of a cycle, of what the model passes in the cycles beside.
    private static void compare(
            String where, boolean fast, double[] expected, List<Double> actual, boolean[] counts, Worst worst) {
        for (int n = 1; n < CYCLES - 1; n++) {
            if (!counts[n]) {
                continue;
            }
            double off = Math.abs(actual.get(n) - expected[n]);
            worst.volt = Math.max(worst.volt, off);
            if (fast) {
                double step =
                        Math.max(Math.abs(expected[n] - expected[n - 1]), Math.abs(expected[n + 1] - expected[n]));
                off = between(actual.get(n), expected[n - 1], expected[n], expected[n + 1]) - FAST * step;
            }
            assertTrue(
                    off <= LIMIT,
                    "%s, cycle %d: membrane is %.6f V, must be %.6f V".formatted(where, n, actual.get(n), expected[n]));
        }
    }

    /// Distance of a value from the range of three others.
    private static double between(double value, double a, double b, double c) {
        double low = Math.min(a, Math.min(b, c));
        double high = Math.max(a, Math.max(b, c));
        return Math.max(0, Math.max(low - value, value - high));
    }

    private static double current(HicannConfiguration chip, List<Integer> members, int cycle) {
        double ampere = 0;
        for (int m : members) {
            CurrentStimulusConfig s = chip.currentStimulus(NeuronTopology.sharedFgBlock(m));
            int index = cycle / s.stepCycles();
            if (chip.denmem(m).enableCurrentInput() && (s.continuous() || index < CurrentStimulusConfig.LENGTH)) {
                ampere += IdealCircuit.stimulusAmpere(s.value(index % CurrentStimulusConfig.LENGTH));
            }
        }
        return ampere;
    }

    private static IdealCircuit decode(HicannConfiguration chip, int denmem) {
        return IdealCircuit.decode(
                new FgCodes() {
                    @Override
                    public int neuron(NeuronParameter parameter) {
                        int block = NeuronTopology.fgBlock(denmem);
                        return chip.floatingGate(block, parameter.row(block), NeuronTopology.fgColumn(denmem));
                    }

                    @Override
                    public int shared(SharedParameter parameter) {
                        int block = NeuronTopology.sharedFgBlock(denmem);
                        return chip.floatingGate(block, parameter.row(block), 0);
                    }
                },
                chip.neuronHalf(NeuronTopology.y(denmem)).mode());
    }

    // ---- random bits

    private static CircuitMode mode(Random random, boolean any) {
        List<CircuitMode> all = CircuitMode.all();
        return any ? all.get(random.nextInt(all.size())) : CircuitMode.DEFAULT;
    }

    /// Playback reaches a driver of each half, with synapses on every column.
    private static void input(TestChip chip, Random random, boolean oversized) {
        int hline = MergerTopology.hlineOfDnc(LINK);
        int vline = TestChip.leftVLine(hline);
        chip.sender(LINK, true).crossbar(hline, vline);
        chip.bits.link(LINK, LinkDirection.TO_HICANN).timestampEnable(true);
        for (int half = 0; half < 2; half++) {
            int driver = TestChip.row(vline, true, 112 * half);
            chip.synapseSwitch(vline, driver).driver(driver, 1);
            int divisor = oversized ? 1 : 5;
            chip.bits.synapseRow(2 * driver, new SynapseRowConfig(true, false, 1, 1, 0, divisor, 0));
            chip.bits.synapseRow(2 * driver + 1, new SynapseRowConfig(false, true, 1, 1, 0, divisor, 0));
            for (int row = 2 * driver; row < 2 * driver + 2; row++) {
                for (int column = 0; column < 256; column++) {
                    chip.synapse(row, column, random.nextInt(16), 2 + random.nextInt(14));
                }
            }
            for (int block = 0; oversized && block < 4; block++) {
                chip.bits.floatingGate(block, SharedParameter.vGmax(0).row(block), 0, 1023);
            }
            assertEquals(half, L1Topology.driverHalf(driver));
        }
        for (int block = 0; block < 4; block++) {
            chip.bits.floatingGate(block, SharedParameter.V_RESET.row(block), 0, 250 + random.nextInt(100));
        }
    }

    private static Pulses pulses(Random random) {
        long[] ticks = random.longs(500, 100, 2L * CYCLES).toArray();
        int[] addresses = random.ints(500, 18, 32)
                .map(a -> PulseAddress.pack(CHIP, LINK, a))
                .toArray();
        return Pulses.sorted(ticks, addresses);
    }

    /// A circuit from this column on; the answer is its lead.
    private static int circuit(TestChip chip, Random random, int column, Kind kind) {
        int columns = kind.columns == 0 ? 1 : 1 + random.nextInt(kind.columns);
        List<Integer> members = new ArrayList<>();
        for (int x = column; x < column + columns; x++) {
            members.add(x);
            if (kind.columns > 0) {
                members.add(256 + x);
            }
        }
        int lead = members.get(random.nextInt(members.size()));
        boolean fires = random.nextInt(6) != 0;
        for (int q = column / 2; kind.columns > 0 && q < (column + columns + 1) / 2; q++) {
            boolean both = 2 * q + 1 < column + columns;
            chip.bits.quad(q, new QuadConfig(true, both, both, both && random.nextBoolean()));
        }
        for (int m : members) {
            boolean joins = m < 256 && m % 2 == 0 && m > column;
            chip.bits.denmem(
                    m,
                    new DenmemConfig(
                            20,
                            (fires || kind.exponential) && m == lead,
                            m == lead,
                            joins,
                            false,
                            kind.stimulus && random.nextBoolean()));
        }
        parameters(chip, random, members, kind);
        return lead;
    }

    private static void parameters(TestChip chip, Random random, List<Integer> members, Kind kind) {
        TreeMap<NeuronParameter, Integer> codes = new TreeMap<>();
        for (int m : members) {
            if (codes.isEmpty() || kind.unequal) {
                codes.put(NeuronParameter.E_L, 400 + random.nextInt(150));
                codes.put(NeuronParameter.E_SYNX, 700 + random.nextInt(150));
                codes.put(NeuronParameter.E_SYNI, 250 + random.nextInt(150));
                codes.put(NeuronParameter.I_GL, 30 + random.nextInt(400));
                codes.put(NeuronParameter.V_SYNTCX, 300 + random.nextInt(500));
                codes.put(NeuronParameter.V_SYNTCI, 300 + random.nextInt(500));
                codes.put(NeuronParameter.I_PL, 12 + random.nextInt(400));
                codes.put(NeuronParameter.V_T, 470 + random.nextInt(80));
                if (kind.exponential) {
                    codes.put(NeuronParameter.V_T, 600 + random.nextInt(100));
                    codes.put(NeuronParameter.V_EXP, 500 + random.nextInt(60));
                    codes.put(NeuronParameter.I_REXP, 60 + random.nextInt(900));
                    codes.put(NeuronParameter.I_BEXP, 900);
                    codes.put(NeuronParameter.I_GLADAPT, random.nextInt(300));
                    codes.put(NeuronParameter.I_FIRE, random.nextInt(500));
                    codes.put(NeuronParameter.I_RADAPT, 40 + random.nextInt(700));
                }
            }
            codes.forEach((parameter, code) -> chip.fg(m, parameter, code));
        }
    }
}
