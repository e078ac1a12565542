package bss.emulator.plasticity;

import bss.spec.config.WaferConfiguration;
import bss.spec.transfer.StdpTransfer;

/// The constants of spike-timing dependent plasticity in the emulator's units; see [StdpTransfer].
///
/// Unit of charge: what a pair of events without a delay between them leaves on a capacitor. What sets
/// amplitude and time constants on the chip (V_clra, V_clrc, V_br) is not documented: assumed here are
/// the defaults of nest:models/stdp_facetshw_synapse_hom_impl.h at a speed-up of 10^4, whatever those
/// cells hold.
public final class StdpModel {

    /// Time constant of both windows.
    public static final int TAU_CYCLES = (int) Math.round(StdpTransfer.TAU_SECONDS * WaferConfiguration.PLL_MHZ * 1e6);

    /// Fraction bits of charges: 1/1024 of a code of the thresholds' cells.
    public static final int CHARGE_FRACTION = 14;

    /// The charge of a full capacitor.
    public static final int MAX_CHARGE = (StdpTransfer.FULL_PAIRS << CHARGE_FRACTION) - 1;

    private StdpModel() {}

    /// The charge of a pair by its delay in whole cycles, up to the first delay that leaves nothing.
    static char[] window() {
        int unit = 1 << CHARGE_FRACTION;
        char[] window = new char[(int) Math.ceil(TAU_CYCLES * StrictMath.log(2.0 * unit)) + 1];
        for (int dt = 0; dt < window.length - 1; dt++) {
            window[dt] = (char) Math.round(StrictMath.exp(-dt / (double) TAU_CYCLES) * unit);
        }
        return window;
    }
}
