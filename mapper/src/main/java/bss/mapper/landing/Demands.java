package bss.mapper.landing;

/// Gains of all arrivals of a chip.
public final class Demands {

    private Demands() {}

    /// By arrival: synapses that 0, 1, 2, … drivers realise, up to the first number that adds nothing or `most`.
    public static int[][] gains(ChipDemand demand, int most) {
        int[][] gains = new int[demand.arrivals()][];
        for (int a = 0; a < gains.length; a++) {
            gains[a] = HalfRows.ofDrivers(demand, a, most);
        }
        return gains;
    }

    /// The same as an upper bound for any choice of rows.
    public static int[][] bounds(ChipDemand demand, int most) {
        int[][] gains = new int[demand.arrivals()][];
        for (int a = 0; a < gains.length; a++) {
            gains[a] = HalfRows.bound(demand, a, most);
        }
        return gains;
    }
}
