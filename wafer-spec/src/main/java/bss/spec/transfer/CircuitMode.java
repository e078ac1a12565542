package bss.spec.transfer;

import java.util.ArrayList;
import java.util.List;

/// The digital settings of half a chip that decide what its denmems' codes mean: the membrane capacitor and the
/// current mirrors of leak (I_gl), subthreshold adaptation (I_gladapt) and adaptation rate (I_radapt).
///
/// A neuron of more than one denmem spans both halves, so a mapper sets both alike.
public record CircuitMode(boolean bigcap, SpeedMode gl, SpeedMode gladapt, SpeedMode radapt) {

    /// Big capacitor, normal speed everywhere.
    public static final CircuitMode DEFAULT =
            new CircuitMode(true, SpeedMode.NORMAL, SpeedMode.NORMAL, SpeedMode.NORMAL);

    /// Capacitance of one denmem with the big capacitor in F (calibtic:src/HMF/NeuronCalibration.cpp).
    public static final double BIG_CAPACITANCE = 2.16456e-12;
    /// Capacitance of one denmem with the small capacitor in F; the nominal ratio is 13.2, that of the membrane time
    /// constants as measured 5.
    public static final double SMALL_CAPACITANCE = 0.1642e-12;

    /// Capacitance of one denmem in F.
    public double capacitance() {
        return bigcap ? BIG_CAPACITANCE : SMALL_CAPACITANCE;
    }

    /// All 54 settings, the default first: big before small, normal before slow before fast.
    public static List<CircuitMode> all() {
        SpeedMode[] speeds = {SpeedMode.NORMAL, SpeedMode.SLOW, SpeedMode.FAST};
        List<CircuitMode> all = new ArrayList<>();
        for (boolean bigcap : new boolean[] {true, false}) {
            for (SpeedMode gl : speeds) {
                for (SpeedMode gladapt : speeds) {
                    for (SpeedMode radapt : speeds) {
                        all.add(new CircuitMode(bigcap, gl, gladapt, radapt));
                    }
                }
            }
        }
        return List.copyOf(all);
    }
}
