package bss.emulator.model;

import bss.spec.fg.SharedParameter;

/// What the hardware's documentation leaves open about plasticity, in one place: the numbers of docs/plasticity.md.
final class PlasticityChoices {

    private static final double CYCLE = 8e-9;

    /// Windows of the pair rule, in cycles: 20 ms at a speed-up of 10^4.
    static final double TAU_PLUS = 2e-6 / CYCLE;

    static final double TAU_MINUS = 2e-6 / CYCLE;

    /// Charges go in steps, of which a pair without a delay makes so many.
    private static final double STEPS = 16384;

    /// Charge of a full capacitor, in pairs at once.
    static final double FULL = 64 - 1 / STEPS;

    /// PLL clocks of the controller per row: open 34, in each of the 8 column sets read 18, reset 21 and write 6,
    /// close 3.
    static final int ROW_CYCLES = 34 + 8 * (18 + 21 + 6) + 3;

    static final double SHORTEST_RECOVERY = 0.617e-6;
    static final double LONGEST_RECOVERY = 104e-6;

    private PlasticityChoices() {}

    /// Charge of a pair.
    static double pair(long cycles, double tau) {
        return Math.rint(Math.exp(-cycles / tau) * STEPS) / STEPS;
    }

    /// Recovery time of a code of V_dtc in seconds; infinite without bias.
    static double recovery(int code) {
        double seconds = 6.31944e-4 / (code + 1.0764);
        return code == 0 ? Double.POSITIVE_INFINITY : Math.clamp(seconds, SHORTEST_RECOVERY, LONGEST_RECOVERY);
    }

    /// Threshold in pairs of codes of V_tlow or V_thigh and of V_m.
    static double threshold(int code, int middle) {
        return (code - middle) / 16.0;
    }

    /// What [#threshold] counts from.
    static SharedParameter middle() {
        return SharedParameter.V_M;
    }
}
