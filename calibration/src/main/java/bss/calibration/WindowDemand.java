package bss.calibration;

import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.translate.CellParameter;
import bss.spec.translate.CellParameters;
import bss.spec.translate.VoltageWindow;
import java.util.Arrays;
import java.util.Map;

/// Counts which potentials and slopes of a network clip under a voltage window; flat arrays, because the search asks
/// for every cell under some hundred windows.
final class WindowDemand {

    /// Above this voltage the excitatory input saturates (guidebook, calibtic's warning).
    private static final double SATURATION_VOLT = 1.4;

    private static final int REST = 0;
    private static final int SPIKE = 1;
    private static final int RESET = 2;
    private static final int EXCITATORY = 3;
    private static final int INHIBITORY = 4;
    private static final int EXPONENTIAL = 5;
    private static final int POTENTIALS = 6;

    private final int[] counts;
    // by kind and cell, in mV; NaN, which never clips, where a cell has none
    private final double[][] millivolts;
    // delta_T in V by cell, NaN likewise
    private final double[] slopes;
    private final Reach[] reaches = new Reach[POTENTIALS];
    private final Reach slopeReach;

    /// Cells and how often each occurs, in a fixed order.
    WindowDemand(Map<CellParameters, Integer> cells, Circuit circuit) {
        CircuitMode any = CircuitMode.DEFAULT;
        reaches[REST] = circuit.reach(NeuronParameter.E_L, any);
        reaches[SPIKE] = circuit.reach(NeuronParameter.V_T, any);
        reaches[RESET] = circuit.reset();
        reaches[EXCITATORY] = circuit.reach(NeuronParameter.E_SYNX, any);
        reaches[INHIBITORY] = circuit.reach(NeuronParameter.E_SYNI, any);
        reaches[EXPONENTIAL] = circuit.reach(NeuronParameter.V_EXP, any);
        slopeReach = circuit.reach(NeuronParameter.I_REXP, any);
        counts = new int[cells.size()];
        millivolts = new double[POTENTIALS][cells.size()];
        slopes = new double[cells.size()];
        Arrays.fill(millivolts[EXPONENTIAL], Double.NaN);
        Arrays.fill(slopes, Double.NaN);
        int i = 0;
        for (Map.Entry<CellParameters, Integer> entry : cells.entrySet()) {
            CellParameters cell = entry.getKey();
            counts[i] = entry.getValue();
            millivolts[REST][i] = cell.foldedRest();
            millivolts[SPIKE][i] = cell.firingPotential();
            millivolts[RESET][i] = cell.get(CellParameter.V_RESET);
            millivolts[EXCITATORY][i] = cell.get(CellParameter.E_REV_E);
            millivolts[INHIBITORY][i] = cell.get(CellParameter.E_REV_I);
            if (cell.exponential()) {
                millivolts[EXPONENTIAL][i] = cell.get(CellParameter.V_THRESH);
                slopes[i] = cell.get(CellParameter.DELTA_T) * 1e-3;
            }
            i++;
        }
    }

    /// How many values clip.
    long clips(VoltageWindow window) {
        long clips = 0;
        for (int kind = 0; kind < POTENTIALS; kind++) {
            double low = window.toMillivolt(reaches[kind].low());
            double high = window.toMillivolt(reaches[kind].high());
            clips += outside(millivolts[kind], low, high);
        }
        return clips + outside(slopes, slopeReach.low() / window.alpha(), slopeReach.high() / window.alpha());
    }

    /// How many excitatory reversal potentials lie where the input saturates.
    long saturated(VoltageWindow window) {
        return outside(millivolts[EXCITATORY], Double.NEGATIVE_INFINITY, window.toMillivolt(SATURATION_VOLT + 1e-9));
    }

    private long outside(double[] values, double low, double high) {
        long outside = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] < low || values[i] > high) {
                outside += counts[i];
            }
        }
        return outside;
    }
}
