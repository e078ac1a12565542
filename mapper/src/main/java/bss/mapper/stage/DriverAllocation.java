package bss.mapper.stage;

import bss.spec.mapping.Loss;
import java.util.List;

/// Which synapse drivers each landing of a bus got.
///
/// @param chains granted ones, by target chip, then bus
/// @param refused landings without any driver
public record DriverAllocation(List<Chain> chains, List<Refused> refused) {

    public DriverAllocation {
        chains = List.copyOf(chains);
        refused = List.copyOf(refused);
    }

    /// A contiguous run of drivers in one quadrant of the target chip, fed through its primary driver.
    ///
    /// @param stp class of plasticity of its drivers, see [bss.mapper.synapses.SynapseTable]; MIXED if they
    ///     differ
    /// @param primary the driver that the synapse switch leads to
    /// @param drivers all drivers of the run, the primary included, from the top of the chip downwards
    /// @param wanted drivers that would have realised everything
    public record Chain(int bus, Routing.Landing landing, int stp, int primary, List<Integer> drivers, int wanted) {

        public static final int MIXED = -1;

        public Chain {
            drivers = List.copyOf(drivers);
        }
    }

    /// A landing that found no free driver.
    public record Refused(int bus, Routing.Landing landing, Loss loss) {}
}
