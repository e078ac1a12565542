package bss.mapper.partition;

import bss.mapper.landing.ChipDemand;
import bss.mapper.landing.ChipSynapses;
import bss.mapper.landing.Demands;
import bss.mapper.landing.DriverShares;
import bss.mapper.landing.Wiring;
import bss.mapper.synapses.SynapseTable;
import java.util.stream.IntStream;

/// What a plan would lose if every bus landed where it is needed and drivers needed no neighbours, and how many
/// landings
/// that would take.
///
/// @param lost synapses, those that arrive nowhere included
/// @param landings of all buses on all chips
/// @param chips that hold neurons
/// @param crowding landings at the fullest chip
public record Forecast(long lost, long landings, int chips, int crowding) {

    /// Landings of one arrival: beyond these an arrival does not get more drivers.
    private static final int MOST_LANDINGS = 4;

    /// VLines at a chip that a routing can count on, of 256.
    private static final int ROUTABLE = 208;

    /// The forecast for a plan.
    ///
    /// @param drivers usable ones of a chip, on average
    public static Forecast of(SynapseTable table, Plan plan, int chainLength, int drivers) {
        Wiring wiring = plan.wiring();
        ChipSynapses synapses = ChipSynapses.of(table, wiring);
        long[][] perChip = IntStream.range(0, wiring.chips())
                .parallel()
                .mapToObj(chip -> chip(ChipDemand.of(synapses, chip), chainLength, drivers))
                .toArray(long[][]::new);
        long realised = 0;
        long landings = 0;
        long crowding = 0;
        for (long[] chip : perChip) {
            realised += chip[0];
            landings += chip[1];
            crowding = Math.max(crowding, chip[1]);
        }
        return new Forecast(table.size() - realised, landings, wiring.chips(), (int) crowding);
    }

    private static long[] chip(ChipDemand demand, int chainLength, int drivers) {
        int[][] gains = Demands.gains(demand, chainLength * MOST_LANDINGS);
        DriverShares shares = DriverShares.anywhere(gains, chainLength * MOST_LANDINGS, drivers);
        long realised = shares.realised();
        long landings = 0;
        for (int a = 0; a < gains.length; a++) {
            landings += Math.ceilDiv(shares.drivers(a), chainLength);
        }
        if (landings > ROUTABLE) {
            // what lands beyond the lines is lost, on average
            realised = realised * ROUTABLE / landings;
        }
        return new long[] {realised, landings};
    }

    /// What is compared: lost synapses first; of equal loss the plan that needs fewer landings, then fewer chips.
    public double score() {
        return lost + 1e-4 * landings + 1e-3 * chips;
    }
}
