package bss.mapper.extract;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.topology.L1Topology;
import java.util.ArrayList;
import java.util.List;

/// The runs of a chip: synapse drivers of one quadrant that `connectNeighbor` joins. An event that enters a run through
/// its one `locin` driver reaches all of them. Source: halbe:hal/HICANN/SynapseDriver.h.
public final class DriverRuns {

    private DriverRuns() {}

    /// A maximal set of joined drivers.
    ///
    /// @param drivers joined drivers, from the middle of the chip outwards; at least one
    /// @param inputs those of them with `locin`
    public record Run(List<Integer> drivers, List<Integer> inputs) {

        public Run {
            drivers = List.copyOf(drivers);
            inputs = List.copyOf(inputs);
        }
    }

    /// All runs of a chip, single drivers included, by their innermost driver.
    public static List<Run> of(HicannConfiguration chip) {
        List<Run> runs = new ArrayList<>();
        for (int first = 0; first < L1Topology.DRIVERS; first++) {
            int inner = L1Topology.innerNeighbour(first);
            if (inner < 0 || !chip.synapseDriver(inner).connectNeighbor()) {
                runs.add(from(chip, first));
            }
        }
        return runs;
    }

    private static Run from(HicannConfiguration chip, int first) {
        List<Integer> drivers = new ArrayList<>();
        List<Integer> inputs = new ArrayList<>();
        for (int driver = first; driver >= 0; ) {
            SynapseDriverConfig config = chip.synapseDriver(driver);
            drivers.add(driver);
            if (config.locin()) {
                inputs.add(driver);
            }
            driver = config.connectNeighbor() ? L1Topology.outerNeighbour(driver) : -1;
        }
        return new Run(drivers, inputs);
    }
}
