package bss.emulator.kernel;

import java.util.Arrays;

/// Coefficients that blocks of lanes have in common are held once: most chips of a wafer have the time constants and
/// reversal potentials of their neighbours. Less memory is less to read in each step, too.
final class SharedCoefficients {

    private SharedCoefficients() {}

    /// Drops those arrays of `s` whose content `other` has as well.
    static void share(CircuitState s, CircuitState other) {
        s.eL = share(s, s.eL, other, other.eL);
        s.kL = share(s, s.kL, other, other.kL);
        s.current = share(s, s.current, other, other.current);
        s.eExc = share(s, s.eExc, other, other.eExc);
        s.eInh = share(s, s.eInh, other, other.eInh);
        s.qExc = share(s, s.qExc, other, other.qExc);
        s.qInh = share(s, s.qInh, other, other.qInh);
        s.aW = share(s, s.aW, other, other.aW);
        s.kW = share(s, s.kW, other, other.kW);
        s.vTp = share(s, s.vTp, other, other.vTp);
        s.iD = share(s, s.iD, other, other.iD);
        s.dQ = share(s, s.dQ, other, other.dQ);
        s.shift = share(s, s.shift, other, other.shift);
        s.vSpike = share(s, s.vSpike, other, other.vSpike);
        if (Arrays.equals(s.capacitance, other.capacitance)) {
            s.capacitance = other.capacitance;
            s.shared = true;
            other.shared = true;
        }
    }

    private static int[] share(CircuitState s, int[] own, CircuitState other, int[] others) {
        if (!Arrays.equals(own, others)) {
            return own;
        }
        s.shared = true;
        other.shared = true;
        return others;
    }

    /// Before coefficients of `s` are written: arrays of its own.
    static void own(CircuitState s) {
        if (!s.shared) {
            return;
        }
        s.shared = false;
        s.eL = s.eL.clone();
        s.kL = s.kL.clone();
        s.current = s.current.clone();
        s.eExc = s.eExc.clone();
        s.eInh = s.eInh.clone();
        s.qExc = s.qExc.clone();
        s.qInh = s.qInh.clone();
        s.aW = s.aW.clone();
        s.kW = s.kW.clone();
        s.vTp = s.vTp.clone();
        s.iD = s.iD.clone();
        s.dQ = s.dQ.clone();
        s.shift = s.shift.clone();
        s.vSpike = s.vSpike.clone();
        s.capacitance = s.capacitance.clone();
    }
}
