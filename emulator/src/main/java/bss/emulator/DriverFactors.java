package bss.emulator;

import bss.emulator.plasticity.ShortTermPlasticity;
import bss.spec.topology.L1Topology;

/// The factors that short-term plasticity puts on one event, by driver.
final class DriverFactors {

    private final ShortTermPlasticity shortTerm;
    /// Q16
    private final int[] factors = new int[L1Topology.DRIVERS];

    DriverFactors(ShortTermPlasticity shortTerm) {
        this.shortTerm = shortTerm;
    }

    /// An event arrives at these drivers; whether all have the same factor.
    boolean take(int[] drivers, int address, long cycle) {
        boolean same = true;
        for (int driver : drivers) {
            factors[driver] = shortTerm.factor(driver, address, cycle);
            same &= factors[driver] == factors[drivers[0]];
        }
        return same;
    }

    /// The factor on the last event, Q16.
    int of(int driver) {
        return factors[driver];
    }
}
