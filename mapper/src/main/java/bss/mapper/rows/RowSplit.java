package bss.mapper.rows;

import bss.mapper.drivers.RowDemand;
import bss.mapper.drivers.Share;
import java.util.List;

/// Divides the drivers of one landing: drivers by STP, their rows by side, their half rows by upper address bits,
/// each in proportion to the synapses served where there are too few.
///
/// Source of the rule: marocco:marocco/routing/SynapseManager.cpp, init.
final class RowSplit {

    /// Rows of each property, see [RowDemand#property]; the row serves with the half of that parity.
    final int[][] rowsOf;

    private final RowDemand demand;
    private final List<Integer> drivers;

    RowSplit(RowDemand demand, List<Integer> drivers) {
        this.demand = demand;
        this.drivers = drivers;
        rowsOf = new int[RowDemand.properties(demand.classes())][0];
        int[] driversOfStp = new int[demand.classes()];
        long[] synapsesOfStp = new long[demand.classes()];
        for (int stp = 0; stp < demand.classes(); stp++) {
            driversOfStp[stp] = demand.drivers(stp);
            synapsesOfStp[stp] = synapses(stp, 0) + synapses(stp, 1);
        }
        int[] granted = Share.of(driversOfStp, synapsesOfStp, drivers.size());
        int firstDriver = 0;
        for (int stp = 0; stp < demand.classes(); stp++) {
            sides(stp, firstDriver, granted[stp]);
            firstDriver += granted[stp];
        }
    }

    private long synapses(int stp, int side) {
        long sum = 0;
        for (int parity = 0; parity < 2; parity++) {
            for (int msb = 0; msb < RowDemand.MSB; msb++) {
                sum += demand.synapses(RowDemand.property(stp, side, parity, msb));
            }
        }
        return sum;
    }

    private void sides(int stp, int firstDriver, int count) {
        int[] granted = Share.of(
                new int[] {demand.rows(stp, 0), demand.rows(stp, 1)},
                new long[] {synapses(stp, 0), synapses(stp, 1)},
                2 * count);
        int firstRow = 0;
        for (int side = 0; side < 2; side++) {
            for (int parity = 0; parity < 2; parity++) {
                halfRows(stp, side, parity, firstDriver, firstRow, granted[side]);
            }
            firstRow += granted[side];
        }
    }

    private void halfRows(int stp, int side, int parity, int firstDriver, int firstRow, int count) {
        int[] needed = new int[RowDemand.MSB];
        long[] synapses = new long[RowDemand.MSB];
        for (int msb = 0; msb < RowDemand.MSB; msb++) {
            int property = RowDemand.property(stp, side, parity, msb);
            needed[msb] = demand.halfRows(property);
            synapses[msb] = demand.synapses(property);
        }
        int[] granted = Share.of(needed, synapses, count);
        int next = firstRow;
        for (int msb = 0; msb < RowDemand.MSB; msb++) {
            int[] rows = new int[granted[msb]];
            for (int k = 0; k < rows.length; k++) {
                rows[k] = 2 * drivers.get(firstDriver + next / 2) + next % 2;
                next++;
            }
            rowsOf[RowDemand.property(stp, side, parity, msb)] = rows;
        }
    }
}
