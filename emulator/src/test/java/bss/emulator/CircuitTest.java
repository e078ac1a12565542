package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferProbe;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.DenmemConfig;
import bss.spec.config.LinkDirection;
import bss.spec.config.QuadConfig;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import bss.spec.topology.WaferTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.FgCodes;
import bss.spec.transfer.IdealCircuit;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Membranes of circuits built from bits, against the differential equation in double precision.
class CircuitTest {

    private static final int CHIP = WaferTopology.hicann(20, 5);
    private static final double H = 8e-9;

    /// A chip with a synapse of weight 9 onto denmem 8 or 264 from link 2; the driver is at index 0, the denmem at 1.
    private static int[] synapse(TestWafer wafer) {
        int hline = MergerTopology.hlineOfDnc(2);
        int vline = TestChip.leftVLine(hline);
        int driver = TestChip.row(vline, true, 0);
        TestChip chip = wafer.chip(CHIP).sender(2, true).crossbar(hline, vline).synapseSwitch(vline, driver);
        chip.driver(driver, 1).synapse(2 * driver, 8, 9, 7);
        chip.bits.link(2, LinkDirection.TO_HICANN).timestampEnable(true);
        return new int[] {driver, driver < 112 ? 8 : 264};
    }

    private static List<Double> record(TestWafer wafer, int denmem, int cycles) throws Exception {
        try (EmulatedSession session = wafer.open()) {
            WaferProbe probe = session.probe().orElseThrow();
            probe.watch(CHIP, denmem, WaferProbe.Variable.MEMBRANE, 1);
            session.play(Pulses.sorted(new long[] {200}, new int[] {PulseAddress.pack(CHIP, 2, 16 + 7)}));
            session.advance(cycles);
            return probe.takeSamples().getFirst().values();
        }
    }

    /// The membrane at the boundaries, integrated in small steps; the event arrives at cycle 109.
    private static double[] membrane(
            List<IdealCircuit> members, int hit, double siemens, double[] ampere, int cycles, double start) {
        int substeps = 200;
        double c = members.stream().mapToDouble(IdealCircuit::capacitance).sum();
        double v = start;
        double g = 0;
        double[] at = new double[cycles];
        for (int n = 0; n < cycles; n++) {
            at[n] = v;
            if (n == 109) {
                g += siemens;
            }
            for (int k = 0; k < substeps; k++) {
                double slope = ampere[n];
                for (IdealCircuit m : members) {
                    slope += m.gL() * (m.eL() - v);
                }
                slope += g * (members.get(hit).eSynx() - v);
                v += slope * H / substeps / c;
                g -= g * H / substeps / members.get(hit).tauSynx();
            }
        }
        return at;
    }

    private static IdealCircuit ideal(int eL) {
        TestCodes codes = new TestCodes(eL);
        return IdealCircuit.decode(codes, CircuitMode.DEFAULT);
    }

    private record TestCodes(int eL) implements FgCodes {
        @Override
        public int neuron(NeuronParameter parameter) {
            return switch (parameter) {
                case E_L -> eL;
                case V_T -> TestChip.V_T;
                case E_SYNX -> TestChip.E_SYNX;
                case E_SYNI -> TestChip.E_SYNI;
                case I_GL -> TestChip.I_GL;
                case V_SYNTCX, V_SYNTCI -> TestChip.V_SYNTC;
                case I_PL -> 1000;
                case I_CONVX, I_CONVI, I_RADAPT, V_EXP, I_REXP, I_BEXP -> 1023;
                default -> 0;
            };
        }

        @Override
        public int shared(bss.spec.fg.SharedParameter parameter) {
            return TestChip.V_RESET;
        }
    }

    /// The stored potential lacks the last half step of linear flow: it lies between two boundaries.
    private static void assertFollows(double[] expected, List<Double> actual, double scale) {
        for (int n = 1; n < expected.length; n++) {
            double mid = 0.5 * (expected[n - 1] + expected[n]);
            assertEquals(mid, actual.get(n), 0.01 * scale, "cycle " + n);
        }
    }

    @Test
    void aSynapseMovesASingleDenmemAsTheEquationSays() throws Exception {
        TestWafer wafer = new TestWafer();
        int denmem = synapse(wafer)[1];
        List<Double> actual = record(wafer, denmem, 500);
        double g = SynapseWeightTransfer.ofCode(TestChip.V_GMAX, 11).conductance(9) * 1e-9;
        IdealCircuit circuit = ideal(TestChip.E_L);
        double[] expected = membrane(List.of(circuit), 0, g, new double[500], 500, circuit.eL());
        double peak = Arrays.stream(expected).max().orElseThrow() - circuit.eL();
        assertTrue(peak > 0.005, "peak is " + peak);
        assertFollows(expected, actual, peak);
    }

    /// Four denmems of a quad joined; with different E_l they cannot fold.
    @Test
    void aSynapseMovesFourJoinedDenmemsAsTheEquationSays() throws Exception {
        for (int spread : new int[] {0, 40}) {
            TestWafer wafer = new TestWafer();
            int denmem = synapse(wafer)[1];
            TestChip chip = wafer.chip(CHIP);
            chip.bits.quad(4, new QuadConfig(true, false, true, true));
            int[] members = {8, 9, 264, 265};
            List<IdealCircuit> circuits = new ArrayList<>();
            for (int k = 0; k < 4; k++) {
                int eL = TestChip.E_L + spread * (k % 2);
                chip.fg(members[k], NeuronParameter.E_L, eL);
                circuits.add(ideal(eL));
            }
            List<Double> actual = record(wafer, 265, 500);
            double g = SynapseWeightTransfer.ofCode(TestChip.V_GMAX, 11).conductance(9) * 1e-9;
            double rest =
                    circuits.stream().mapToDouble(IdealCircuit::eL).average().orElseThrow();
            double[] expected = membrane(circuits, denmem == 8 ? 0 : 2, g, new double[500], 500, rest);
            double peak = Arrays.stream(expected).max().orElseThrow() - rest;
            assertTrue(peak > 0.001, "peak is " + peak);
            assertFollows(expected, actual, peak);
        }
    }

    @Test
    void aCurrentStimulusMovesTheMembraneOfItsQuadPosition() throws Exception {
        for (boolean continuous : new boolean[] {false, true}) {
            int[] values = new int[129];
            for (int k = 20; k < 60; k++) {
                values[k] = 8;
            }
            TestWafer wafer = new TestWafer();
            TestChip chip = wafer.chip(CHIP);
            // denmem 9: odd column of the top row, block 1
            chip.bits.denmem(9, new DenmemConfig(0, false, false, false, false, true));
            chip.bits.denmem(8, new DenmemConfig(0, false, false, false, true, true));
            assertEquals(1, NeuronTopology.sharedFgBlock(9));
            chip.bits.currentStimulus(1, new CurrentStimulusConfig(values, 1, continuous));
            int step = 8;
            int cycles = 129 * step + 700;
            List<Double> actual = record(wafer, 9, cycles);
            List<Double> beside = record(wafer, 8, cycles);
            IdealCircuit circuit = ideal(TestChip.E_L);
            double[] ampere = new double[cycles];
            for (int n = 0; n < cycles; n++) {
                ampere[n] = n / step < 129 || continuous ? 2.5e-6 * values[n / step % 129] / 1023 : 0;
            }
            double[] expected = membrane(List.of(circuit), 0, 0, ampere, cycles, circuit.eL());
            double peak = Arrays.stream(expected).max().orElseThrow() - circuit.eL();
            assertTrue(peak > 0.001, "peak is " + peak);
            assertFollows(expected, actual, peak);
            assertEquals(circuit.eL(), beside.get(400), 1e-6);
        }
    }

    @Test
    void aCircuitFiresWithItsSmallestComparatorOnly() throws Exception {
        TestWafer wafer = new TestWafer();
        TestChip chip = wafer.chip(CHIP);
        chip.bits.quad(4, new QuadConfig(true, true, true, true));
        chip.neuron(9, 20).neuron(264, 30);
        chip.bits.link(0, LinkDirection.TO_DNC);
        try (EmulatedSession session = wafer.open()) {
            WaferProbe probe = session.probe().orElseThrow();
            probe.fire(CHIP, 264);
            session.advance(100);
            assertEquals(0, session.counters().neuronSpikes());
            probe.fire(CHIP, 9);
            session.advance(200);
            assertEquals(1, session.counters().neuronSpikes());
            Pulses trace = session.takeTrace();
            assertEquals(1, trace.count());
            assertEquals(PulseAddress.pack(CHIP, 0, 20), trace.address(0));
            assertEquals(199, trace.tick(0)); // 99.5 cycles
        }
    }

    @Test
    void initialValuesAreThoseOfTheJoinedCircuit() throws Exception {
        TestWafer wafer = new TestWafer();
        TestChip chip = wafer.chip(CHIP);
        chip.bits.quad(4, new QuadConfig(true, true, true, true));
        chip.fg(9, NeuronParameter.E_L, 500);
        try (EmulatedSession session = wafer.open()) {
            WaferProbe probe = session.probe().orElseThrow();
            probe.initialise(CHIP, 9, 0.7, 3e-9);
            probe.watch(CHIP, 264, WaferProbe.Variable.MEMBRANE, 1);
            probe.watch(CHIP, 264, WaferProbe.Variable.ADAPTATION, 1);
            session.advance(1);
            List<WaferProbe.Samples> samples = probe.takeSamples();
            assertEquals(0.7, samples.get(0).values().getFirst(), 1e-8);
            assertEquals(3e-9, samples.get(1).values().getFirst(), 1e-12);
        }
    }
}
