package bss.calibration;

import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.translate.CellParameter;
import bss.spec.translate.CellParameters;
import bss.spec.translate.VoltageWindow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/// The voltage windows worth trying for a set of cells: finitely many, in order of preference.
///
/// First calibtic's default; then every combination of an alpha and a shift, larger alphas first, for they drown the
/// write noise of the floating gates. Alphas: those that lay the range of all potentials, or of the membrane alone, on
/// a hardware range in use (marocco's 0.3..1.4 V, the demos' 0.4..1.3 V, and all that the cells can hold); those at
/// which
/// the largest or smallest delta_T or the largest b just fits; and a fixed ladder between. Shifts: those that lay the
/// lower end, the upper end or the middle of either range on that of a hardware range.
final class WindowCandidates {

    /// Hardware ranges in V, preferred first.
    private static final double[][] HARDWARE = {{0.3, 1.4}, {0.4, 1.3}, {0.1, 1.4}, {0.03, 1.69}, {0, 1.8}};

    private static final double[] LADDER = {10, 8, 6.5, 5, 4, 3.2, 2.5, 2, 1.5, 1, 0.7, 0.5, 0.3};
    private static final double MAX_ALPHA = 20;
    // keeps a limit that was met exactly on the right side of it
    private static final double INSIDE = 1 - 1e-6;

    private WindowCandidates() {}

    static List<VoltageWindow> of(List<CellParameters> cells, double speedup, Circuit circuit) {
        List<double[]> biological = biologicalRanges(cells);
        NavigableSet<Double> alphas = new TreeSet<>();
        for (double alpha : LADDER) {
            alphas.add(alpha);
        }
        for (double[] bio : biological) {
            for (double[] hardware : HARDWARE) {
                if (bio[1] > bio[0]) {
                    alphas.add(1000 * (hardware[1] - hardware[0]) / (bio[1] - bio[0]) * INSIDE);
                }
            }
        }
        addLimits(alphas, cells, speedup, circuit);

        Set<VoltageWindow> windows = new LinkedHashSet<>();
        windows.add(VoltageWindow.DEFAULT);
        for (double alpha : alphas.descendingSet()) {
            if (alpha > MAX_ALPHA) {
                continue;
            }
            for (double[] bio : biological) {
                for (double[] hardware : HARDWARE) {
                    double low = hardware[0] - alpha * bio[0] / 1000;
                    double high = hardware[1] - alpha * bio[1] / 1000;
                    windows.add(new VoltageWindow(alpha, (low + high) / 2));
                    windows.add(new VoltageWindow(alpha, low));
                    windows.add(new VoltageWindow(alpha, high));
                }
            }
        }
        return List.copyOf(windows);
    }

    private static List<double[]> biologicalRanges(List<CellParameters> cells) {
        double[] membrane = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        double[] all = membrane.clone();
        for (CellParameters cell : cells) {
            include(membrane, cell.foldedRest());
            include(membrane, cell.firingPotential());
            include(membrane, cell.get(CellParameter.V_RESET));
            if (cell.exponential()) {
                include(membrane, cell.get(CellParameter.V_THRESH));
            }
            include(all, cell.get(CellParameter.E_REV_E));
            include(all, cell.get(CellParameter.E_REV_I));
        }
        include(all, membrane[0]);
        include(all, membrane[1]);
        return List.of(all, membrane);
    }

    private static void addLimits(Set<Double> alphas, List<CellParameters> cells, double speedup, Circuit circuit) {
        double[] slope = {Double.POSITIVE_INFINITY, 0};
        double[] charge = {Double.POSITIVE_INFINITY, 0};
        for (CellParameters cell : cells) {
            if (cell.exponential()) {
                include(slope, cell.get(CellParameter.DELTA_T) * 1e-3);
            }
            if (cell.adaptation() && cell.get(CellParameter.B) > 0) {
                include(charge, cell.get(CellParameter.B) / cell.get(CellParameter.CM));
            }
        }
        List<Double> limits = new ArrayList<>();
        if (slope[1] > 0) {
            Reach reach = circuit.reach(NeuronParameter.I_REXP, CircuitMode.DEFAULT);
            limits.add(reach.domain().max() / slope[1] * INSIDE);
            limits.add(reach.domain().min() / slope[0] / INSIDE);
        }
        if (charge[1] > 0) {
            Reach reach = circuit.reach(NeuronParameter.I_FIRE, CircuitMode.DEFAULT);
            for (double capacitance : new double[] {CircuitMode.BIG_CAPACITANCE, CircuitMode.SMALL_CAPACITANCE}) {
                limits.add(reach.domain().max() / (charge[1] * speedup * capacitance) * INSIDE);
                limits.add(reach.domain().min() / (charge[0] * speedup * capacitance) / INSIDE);
            }
        }
        alphas.addAll(limits);
    }

    private static void include(double[] range, double value) {
        range[0] = Math.min(range[0], value);
        range[1] = Math.max(range[1], value);
    }
}
