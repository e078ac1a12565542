package bss.emulator.plasticity;

import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.transfer.IdealTransfers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Short-term plasticity of the 224 synapse drivers of one chip.
///
/// A driver keeps the inactive fraction I of its transmitter for each of the 64 addresses, 0 at first.
/// It recovers with `I exp(-dt / tau_rec)`; an event is scaled with `1 - lambda (I - N_dep)`
/// (depression) or `1 + lambda (I - N_fac)` (facilitation) and then takes `I += U (1 - I)`, U = 0.25 +
/// 0.15 cap / 7. lambda is V_stdf in volts, lambda N_dep is V_dep, lambda N_fac is V_fac, tau_rec
/// follows from V_dtc; all four are those of the driver's quadrant. Sources:
/// ess:systemsim/syndriver.cpp, calibtic:src/HMF/STPUtilizationCalibration.cpp,
/// calibtic:doc/stp_calib.py.
///
/// I is kept in Q24. A V_dtc below half a code means that nothing recovers.
public final class ShortTermPlasticity {

    /// A factor of 1.
    public static final int ONE = 1 << 16;

    private static final int DRIVERS = L1Topology.DRIVERS;
    private static final int ADDRESSES = 64;
    private static final int MAX_FACTOR = (1 << 20) - 1;
    private static final int FULL = 1 << 24;

    private final Silicon silicon;
    private final @Nullable Driver[] drivers = new @Nullable Driver[DRIVERS];
    /// I (Q24) and the cycle of the last event, by 224 * address + driver: the drivers of a chain, which get an event
    /// together, lie together. Empty until a driver has short-term plasticity.
    private int[] inactive = new int[0];

    private long[] last = new long[0];

    /// All drivers without short-term plasticity.
    public ShortTermPlasticity(Silicon silicon) {
        this.silicon = silicon;
    }

    /// Takes over the bits of the drivers and the levels of the four blocks. Drivers that had
    /// short-term plasticity and keep it go on with their state; the time since their last events
    /// counts with the new time constant.
    public void configure(WrittenChip chip) {
        @Nullable Quadrant[] quadrants = new @Nullable Quadrant[FloatingGates.BLOCKS];
        for (int driver = 0; driver < drivers.length; driver++) {
            SynapseDriverConfig bits = chip.config().synapseDriver(driver);
            if (!bits.enable() || !bits.stpEnable()) {
                drivers[driver] = null;
                forget(driver);
                continue;
            }
            if (inactive.length == 0) {
                inactive = new int[DRIVERS * ADDRESSES];
                last = new long[DRIVERS * ADDRESSES];
            }
            int block = L1Topology.driverQuadrant(driver);
            Quadrant quadrant = quadrants[block];
            if (quadrant == null) {
                quadrant = quadrant(chip, block);
                quadrants[block] = quadrant;
            }
            long usage = Math.round((0.25 + 0.15 * bits.stpCap() / 7) * FULL);
            drivers[driver] = bits.stpDepression()
                    ? new Driver(quadrant.recovery, usage, -quadrant.lambda, ONE + quadrant.depression)
                    : new Driver(quadrant.recovery, usage, quadrant.lambda, ONE - quadrant.facilitation);
        }
    }

    /// Whether the driver (0 to 223) is on and has short-term plasticity.
    public boolean enabled(int driver) {
        return drivers[driver] != null;
    }

    /// The factor of an event in Q16, 0 to 2^20 - 1, and its effect on the driver; 65536 where there is
    /// no plasticity.
    ///
    /// @param driver 0 to 223
    /// @param address 6-bit address of the event
    /// @param cycle not before the last event of this driver and address
    public int factor(int driver, int address, long cycle) {
        Driver d = drivers[driver];
        if (d == null) {
            return ONE;
        }
        int at = DRIVERS * address + driver;
        // an address without events is at 0, which stays 0 whatever time is said to have passed
        long rest = d.recovery.decayed(inactive[at], cycle - last[at]);
        long factor = d.offset + ((d.slope * rest + (1L << 31)) >> 32);
        inactive[at] = (int) (rest + ((d.usage * (FULL - rest) + FULL / 2) >> 24));
        last[at] = cycle;
        return (int) Math.clamp(factor, 0L, MAX_FACTOR);
    }

    /// Forgets all events; the configuration stays.
    public void reset() {
        Arrays.fill(inactive, 0);
        Arrays.fill(last, 0);
    }

    private void forget(int driver) {
        for (int at = driver; at < inactive.length; at += DRIVERS) {
            inactive[at] = 0;
            last[at] = 0;
        }
    }

    private Quadrant quadrant(WrittenChip chip, int block) {
        double dtc = silicon.sharedLevel(chip, block, SharedParameter.V_DTC);
        double tauSecond = dtc < 0.5
                ? Double.POSITIVE_INFINITY
                : IdealTransfers.of(SharedParameter.V_DTC).toSi(dtc);
        return new Quadrant(
                new Recovery(tauSecond * WaferConfiguration.PLL_MHZ * 1e6),
                Math.round(volt(chip, block, SharedParameter.V_STDF) * FULL),
                Math.round(volt(chip, block, SharedParameter.V_DEP) * ONE),
                Math.round(volt(chip, block, SharedParameter.V_FAC) * ONE));
    }

    private double volt(WrittenChip chip, int block, SharedParameter parameter) {
        return FloatingGates.volt(silicon.sharedLevel(chip, block, parameter));
    }

    /// lambda in Q24; lambda N_dep and lambda N_fac in Q16.
    private record Quadrant(Recovery recovery, long lambda, long depression, long facilitation) {}

    /// Factor = offset (Q16) + slope (Q24) I.
    private record Driver(Recovery recovery, long usage, long slope, long offset) {}
}
