package bss.emulator.build;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.topology.L1Topology;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The runs of joined synapse drivers of a chip: `connectNeighbor` joins a driver with its outer neighbour, both ways.
///
/// A run receives through the one driver with `locin`; with none or several it receives nothing.
/// Sources: halbe, `hal/HICANN/SynapseDriver.h`; docs/machine.md.
public final class DriverRuns {

    private final int[] run = new int[L1Topology.DRIVERS];
    private final int[] inputs = new int[L1Topology.DRIVERS];
    private final boolean[] locin = new boolean[L1Topology.DRIVERS];

    public DriverRuns(HicannConfiguration chip) {
        Arrays.setAll(run, y -> y);
        for (int y = 0; y < run.length; y++) {
            SynapseDriverConfig driver = chip.synapseDriver(y);
            locin[y] = driver.locin();
            int outer = L1Topology.outerNeighbour(y);
            if (driver.connectNeighbor() && outer >= 0) {
                rename(run[Math.max(y, outer)], run[Math.min(y, outer)]);
            }
        }
        for (int y = 0; y < run.length; y++) {
            inputs[run[y]] += locin[y] ? 1 : 0;
        }
    }

    private void rename(int from, int to) {
        for (int y = 0; y < run.length; y++) {
            run[y] = run[y] == from ? to : run[y];
        }
    }

    /// Whether events on the input node of a driver enter its run.
    public boolean receives(int driver) {
        return locin[driver] && inputs[run[driver]] == 1;
    }

    /// The drivers of the run of `driver`, ascending.
    public int[] run(int driver) {
        return IntStream.range(0, run.length).filter(y -> run[y] == run[driver]).toArray();
    }
}
