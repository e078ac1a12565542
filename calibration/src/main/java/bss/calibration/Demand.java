package bss.calibration;

import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.translate.CellParameter;
import bss.spec.translate.CellParameters;
import bss.spec.translate.NeuronRequest;
import bss.spec.translate.Receptor;

/// Counts which values of a neuron clip under a circuit mode, whatever the voltage window ([WindowDemand] has the rest,
/// except b, which depends on both: [ModeSearch]).
final class Demand {

    private final Circuit circuit;

    Demand(Circuit circuit) {
        this.circuit = circuit;
    }

    /// tau_m, the other times, a and weights.
    int ofCircuit(NeuronRequest neuron, Scaling scaling, CircuitMode mode) {
        CellParameters cell = neuron.cell();
        int clips = 0;
        clips += clips(NeuronParameter.I_GL, mode, si(CellParameter.TAU_M, cell, scaling, mode));
        clips += clips(NeuronParameter.I_PL, mode, si(CellParameter.TAU_REFRAC, cell, scaling, mode));
        clips += clips(NeuronParameter.V_SYNTCX, mode, si(CellParameter.TAU_SYN_E, cell, scaling, mode));
        clips += clips(NeuronParameter.V_SYNTCI, mode, si(CellParameter.TAU_SYN_I, cell, scaling, mode));
        if (cell.adaptation()) {
            clips += clips(NeuronParameter.I_RADAPT, mode, si(CellParameter.TAU_W, cell, scaling, mode));
            if (cell.get(CellParameter.A) != 0) {
                clips += clips(NeuronParameter.I_GLADAPT, mode, si(CellParameter.A, cell, scaling, mode));
            }
        }
        double scale = scaling.weightScale(cell.get(CellParameter.CM), mode.capacitance(), neuron.denmems());
        for (Receptor receptor : Receptor.values()) {
            clips += weightClips(neuron.weights(receptor).maxMicrosiemens() * scale, circuit) ? 1 : 0;
        }
        return clips;
    }

    /// Whether rounding moves tau_m by more than [CellTranslator#COARSE].
    boolean coarseLeak(CellParameters cell, Scaling scaling, CircuitMode mode) {
        var leak = circuit.transfer(NeuronParameter.I_GL, mode);
        double si = leak.domain().clip(si(CellParameter.TAU_M, cell, scaling, mode));
        double realised = leak.toSi(StrictMath.rint(leak.toDac(si)));
        return Math.abs(realised - si) > CellTranslator.COARSE * si;
    }

    static boolean weightClips(double nanosiemens, Circuit circuit) {
        return nanosiemens > circuit.largest() * (1 + 1e-9);
    }

    private int clips(NeuronParameter parameter, CircuitMode mode, double si) {
        return circuit.reach(parameter, mode).clips(si) ? 1 : 0;
    }

    private static double si(CellParameter parameter, CellParameters cell, Scaling scaling, CircuitMode mode) {
        return scaling.toSi(parameter, cell.get(parameter), cell.get(CellParameter.CM), mode.capacitance());
    }
}
