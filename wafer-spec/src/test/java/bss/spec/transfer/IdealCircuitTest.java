package bss.spec.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdealCircuitTest {

    private record Codes(Map<NeuronParameter, Integer> changed) implements FgCodes {

        Codes with(NeuronParameter parameter, int code) {
            Map<NeuronParameter, Integer> copy = new EnumMap<>(NeuronParameter.class);
            copy.putAll(changed);
            copy.put(parameter, code);
            return new Codes(copy);
        }

        @Override
        public int neuron(NeuronParameter parameter) {
            return changed.getOrDefault(parameter, parameter.defaultCode());
        }

        @Override
        public int shared(SharedParameter parameter) {
            return parameter.defaultCode();
        }
    }

    private static final Codes DEFAULTS = new Codes(Map.of());

    @Test
    void defaultCodesDecodeToTheirQuantities() {
        IdealCircuit circuit = IdealCircuit.decode(DEFAULTS, CircuitMode.DEFAULT);
        assertEquals(2.16456e-12, circuit.capacitance());
        assertEquals(1.8 * 300 / 1023, circuit.eL(), 1e-15);
        assertEquals((570 + 16) / 614.0, circuit.eSynx(), 1e-15);
        assertEquals(1.8 * 100 / 1023, circuit.eSyni(), 1e-15);
        assertEquals(1.8 * 500 / 1023, circuit.vSpike(), 1e-15);
        assertEquals(1.8 * 400 / 1023, circuit.vExp(), 1e-15);
        assertEquals(1.8 * 300 / 1023, circuit.vReset(), 1e-15);
        assertEquals(0.134e-6, circuit.tauSynx(), 0.001e-6);
        assertEquals(28.2e-9, circuit.tauRefrac(), 0.1e-9);
        // code 200 lies a little beyond 1 us, which is code 189
        assertTrue(circuit.tauM() > 0.95e-6 && circuit.tauM() < 1e-6, "tau_m " + circuit.tauM());
        assertEquals(circuit.capacitance(), circuit.gL() * circuit.tauM(), 1e-24);
        assertTrue(circuit.exponential() && circuit.inputx() && circuit.inputi());
    }

    @Test
    void codeZeroSwitchesAdaptationAndInputsOff() {
        Codes off = DEFAULTS.with(NeuronParameter.I_GLADAPT, 0)
                .with(NeuronParameter.I_FIRE, 0)
                .with(NeuronParameter.I_CONVX, 0);
        IdealCircuit circuit = IdealCircuit.decode(off, CircuitMode.DEFAULT);
        assertEquals(0, circuit.a());
        assertEquals(0, circuit.b());
        assertFalse(circuit.inputx());
        assertTrue(circuit.inputi());
        IdealCircuit least = IdealCircuit.decode(
                DEFAULTS.with(NeuronParameter.I_GLADAPT, 1).with(NeuronParameter.I_FIRE, 1), CircuitMode.DEFAULT);
        assertTrue(least.a() > 0 && least.b() > 0);
    }

    @Test
    void onlyAllThreeExponentialCodesAtTheirEndSwitchItOff() {
        NeuronParameter[] switches = {NeuronParameter.V_EXP, NeuronParameter.I_REXP, NeuronParameter.I_BEXP};
        for (int set = 0; set < 8; set++) {
            Codes codes = DEFAULTS;
            for (int i = 0; i < 3; i++) {
                codes = codes.with(switches[i], (set >> i & 1) == 1 ? 1023 : 1022);
            }
            assertEquals(
                    set != 7, IdealCircuit.decode(codes, CircuitMode.DEFAULT).exponential(), "set " + set);
        }
    }

    @Test
    void theSmallCapacitorIsThirteenTimesSmallerButFiveTimesFaster() {
        CircuitMode small = new CircuitMode(false, SpeedMode.NORMAL, SpeedMode.NORMAL, SpeedMode.NORMAL);
        IdealCircuit big = IdealCircuit.decode(DEFAULTS, CircuitMode.DEFAULT);
        IdealCircuit little = IdealCircuit.decode(DEFAULTS, small);
        assertEquals(5, big.tauM() / little.tauM(), 1e-9);
        assertEquals(13.18, big.capacitance() / little.capacitance(), 0.01);
    }

    @Test
    void quantitiesFollowTheLevelAndSwitchesTheWrittenCode() {
        FgCodes drifted = new FgCodes() {
            @Override
            public int neuron(NeuronParameter parameter) {
                return parameter == NeuronParameter.I_FIRE ? 0 : parameter.defaultCode();
            }

            @Override
            public int shared(SharedParameter parameter) {
                return parameter.defaultCode();
            }

            @Override
            public double neuronLevel(NeuronParameter parameter) {
                return neuron(parameter) + 20.5;
            }
        };
        IdealCircuit circuit = IdealCircuit.decode(drifted, CircuitMode.DEFAULT);
        assertEquals(0, circuit.b());
        assertEquals(1.8 * 320.5 / 1023, circuit.eL(), 1e-15);
    }

    @Test
    void theStimulusReachesTwoAndAHalfMicroampere() {
        assertEquals(0, IdealCircuit.stimulusAmpere(0));
        assertEquals(2.5e-6, IdealCircuit.stimulusAmpere(1023));
    }
}
