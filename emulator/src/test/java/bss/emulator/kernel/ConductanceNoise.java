package bss.emulator.kernel;

import java.util.SplittableRandom;

/// Poisson events of fixed weights for the members of one membrane, the same for a kernel and for the reference.
final class ConductanceNoise {

    private final byte[][] excitatory;
    private final byte[][] inhibitory;
    private final double excitatoryNS;
    private final double inhibitoryNS;

    /// Rates are per second of biological time and member.
    ConductanceNoise(
            long seed,
            int members,
            int steps,
            double excitatoryHz,
            double excitatoryNS,
            double inhibitoryHz,
            double inhibitoryNS) {
        SplittableRandom random = new SplittableRandom(seed);
        this.excitatoryNS = excitatoryNS;
        this.inhibitoryNS = inhibitoryNS;
        excitatory = new byte[members][];
        inhibitory = new byte[members][];
        for (int k = 0; k < members; k++) {
            excitatory[k] = counts(random, steps, excitatoryHz * Cell.STEP_MS * 1e-3);
            inhibitory[k] = counts(random, steps, inhibitoryHz * Cell.STEP_MS * 1e-3);
        }
    }

    /// Poisson numbers by multiplying uniform ones.
    private static byte[] counts(SplittableRandom random, int steps, double mean) {
        byte[] counts = new byte[steps];
        double limit = Math.exp(-mean);
        for (int step = 0; step < steps; step++) {
            for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
                counts[step]++;
            }
        }
        return counts;
    }

    void into(CircuitState s, int lane, int member, Cell cell, int step) {
        for (int e = 0; e < excitatory[member][step]; e++) {
            s.addInput(lane, Receptor.EXCITATORY, cell.weight(s, lane, excitatoryNS));
        }
        for (int e = 0; e < inhibitory[member][step]; e++) {
            s.addInput(lane, Receptor.INHIBITORY, cell.weight(s, lane, inhibitoryNS));
        }
    }

    void into(ReferenceMembrane membrane, int member, int step) {
        membrane.gExc[member] += excitatory[member][step] * excitatoryNS;
        membrane.gInh[member] += inhibitory[member][step] * inhibitoryNS;
    }
}
