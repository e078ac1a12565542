package bss.emulator.silicon;

import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.SpeedMode;
import bss.spec.transfer.Transfer;

/// The reverse of the ideal transfers as tables of four values per code, straight between them: to invert a polynomial
/// takes a hundred times longer.
final class TransferTable {

    private static final int PER_CODE = 4;
    private static final int LAST = PER_CODE * FloatingGates.MAX_CODE;

    /// By parameter, for those whose transfer does not depend on the mode.
    private static final double[][] TABLE = new double[NeuronParameter.values().length][];
    /// I_gl: big and small capacitor, by speed.
    private static final double[][] LEAK = new double[2 * SpeedMode.values().length][];

    static {
        for (NeuronParameter parameter : NeuronParameter.values()) {
            TABLE[parameter.index()] = of(IdealTransfers.of(parameter, CircuitMode.DEFAULT));
        }
        for (CircuitMode mode : CircuitMode.all()) {
            if (LEAK[leak(mode)] == null) {
                LEAK[leak(mode)] = of(IdealTransfers.of(NeuronParameter.I_GL, mode));
            }
        }
    }

    private TransferTable() {}

    private static double[] of(Transfer transfer) {
        double[] table = new double[LAST + 1];
        for (int k = 0; k <= LAST; k++) {
            table[k] = transfer.toSi((double) k / PER_CODE);
        }
        return table;
    }

    @SuppressWarnings("EnumOrdinal") // a place in a table that is filled here
    private static int leak(CircuitMode mode) {
        return 2 * mode.gl().ordinal() + (mode.bigcap() ? 0 : 1);
    }

    /// The electrical value of a level; beyond 0 to 1023 that of the nearest of them.
    static double si(NeuronParameter parameter, CircuitMode mode, double level) {
        double[] table = parameter == NeuronParameter.I_GL ? LEAK[leak(mode)] : TABLE[parameter.index()];
        double place = Math.clamp(level, 0, FloatingGates.MAX_CODE) * PER_CODE;
        int k = Math.min((int) place, LAST - 1);
        return table[k] + (place - k) * (table[k + 1] - table[k]);
    }
}
