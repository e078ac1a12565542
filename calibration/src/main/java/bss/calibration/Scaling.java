package bss.calibration;

import bss.spec.translate.CellParameter;
import bss.spec.translate.VoltageWindow;

/// Biological quantities in PyNN's units to hardware SI and back (calibtic:src/HMF/NeuronCalibration.cpp,
/// marocco:marocco/parameter/HICANNParameters.cpp for weights).
///
/// Potentials go through the window, slopes take its alpha, times shrink by the speed-up, conductances grow by speed-up
/// times the ratio of capacitances, currents by alpha on top.
record Scaling(double speedup, VoltageWindow window) {

    /// The hardware value of one parameter of a cell with capacitance `cm` in nF, on denmems of `capacitance` in F.
    double toSi(CellParameter parameter, double value, double cm, double capacitance) {
        return switch (parameter) {
            case V_REST, V_RESET, V_THRESH, V_SPIKE, E_REV_E, E_REV_I -> window.toVolt(value);
            case DELTA_T -> value * 1e-3 * window.alpha();
            case TAU_M, TAU_REFRAC, TAU_W, TAU_SYN_E, TAU_SYN_I -> value * 1e-3 / speedup;
            case A -> value * 1e-9 * conductanceRatio(cm, capacitance);
            case B, I_OFFSET -> value * 1e-9 * window.alpha() * conductanceRatio(cm, capacitance);
            case CM -> capacitance;
        };
    }

    /// The reverse of [#toSi].
    double toBio(CellParameter parameter, double si, double cm, double capacitance) {
        return switch (parameter) {
            case V_REST, V_RESET, V_THRESH, V_SPIKE, E_REV_E, E_REV_I -> window.toMillivolt(si);
            case DELTA_T -> si / (1e-3 * window.alpha());
            case TAU_M, TAU_REFRAC, TAU_W, TAU_SYN_E, TAU_SYN_I -> si * speedup / 1e-3;
            case A -> si / (1e-9 * conductanceRatio(cm, capacitance));
            case B, I_OFFSET -> si / (1e-9 * window.alpha() * conductanceRatio(cm, capacitance));
            case CM -> cm;
        };
    }

    /// Hardware nS of a weight of 1 uS on a neuron of `denmems` denmems.
    double weightScale(double cm, double capacitance, int denmems) {
        return 1000 * conductanceRatio(cm, capacitance * denmems);
    }

    private double conductanceRatio(double cm, double capacitance) {
        return speedup * (capacitance * 1e9) / cm;
    }
}
