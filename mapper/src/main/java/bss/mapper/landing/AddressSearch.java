package bss.mapper.landing;

import bss.mapper.drivers.RowDemand;
import bss.mapper.problem.MappingProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Divides the cells of a bus among the upper address bits so that the half rows that its arrivals get serve most
/// synapses.
///
/// First the number of groups: few large ones use half rows evenly, many small ones need fewer of them. Then
/// cells of different groups change places as long as fewer synapses of a neuron meet in one group than it has
/// circuits for it.
///
/// The half rows of an arrival are those that its share of the drivers gives it ([DriverShares]); they are
/// chosen anew after each round of changes.
public final class AddressSearch {

    private static final int MSB = RowDemand.MSB;
    private static final int KINDS = ChipDemand.KINDS;
    private static final int ROUNDS = 3;
    /// Pairs of cells that are looked at for each bus and round.
    private static final int MOST_PAIRS = 2000;

    private final MappingProblem problem;
    private final Wiring wiring;
    private final byte[] msb;
    private final int[] localOf;

    // the bus at hand
    private int[] cells = new int[0];
    private int[][] targets = new int[0][]; // by cell: local target * 2 + side
    private int[] target = new int[0]; // by local target: cell
    private int[] chip = new int[0]; // by local target: place among the chips
    private int[] drivers = new int[0]; // by chip
    private int[] count = new int[0]; // local target * KINDS + kind
    private int[] room = new int[0]; // the same: circuits

    private AddressSearch(MappingProblem problem, Wiring wiring, byte[] msb) {
        this.problem = problem;
        this.wiring = wiring;
        this.msb = msb;
        localOf = new int[wiring.cells()];
        Arrays.fill(localOf, -1);
    }

    /// Improves the groups of all buses.
    ///
    /// @param buses cells by bus
    /// @param drivers by bus and chip, bus * chips + chip: its share of the drivers there
    /// @param msb by cell, changed
    public static void run(
            MappingProblem problem, Wiring wiring, List<List<Integer>> buses, byte[] drivers, byte[] msb) {
        AddressSearch search = new AddressSearch(problem, wiring, msb);
        for (int b = 0; b < buses.size(); b++) {
            search.bus(buses.get(b), drivers, b * wiring.chips());
        }
    }

    private void bus(List<Integer> of, byte[] shares, int from) {
        load(of, shares, from);
        int all = Arrays.stream(targets).mapToInt(t -> t.length).sum();
        long best = serve();
        byte[] kept = groups();
        for (int groups = AddressGroups.fewest(cells.length) + 1; groups <= MSB && best < all; groups++) {
            AddressGroups.deal(of, groups, msb);
            count();
            long now = serve();
            if (now > best) {
                best = now;
                kept = groups();
            }
        }
        restore(kept);
        for (int round = 0; round < ROUNDS && best < all; round++) {
            serve();
            if (!exchange()) {
                break;
            }
            long now = serve();
            if (now <= best) {
                break; // other half rows after the changes were no better
            }
            best = now;
            kept = groups();
        }
        restore(kept);
        for (int t : target) {
            localOf[t] = -1;
        }
    }

    private byte[] groups() {
        byte[] groups = new byte[cells.length];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = msb[cells[i]];
        }
        return groups;
    }

    private void restore(byte[] groups) {
        for (int i = 0; i < groups.length; i++) {
            msb[cells[i]] = groups[i];
        }
        count();
    }

    private void load(List<Integer> of, byte[] shares, int from) {
        cells = of.stream().mapToInt(c -> c).toArray();
        targets = new int[cells.length][];
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            List<Integer> ends = new ArrayList<>();
            problem.forEachOutgoing(cells[i], (projection, _, cell) -> {
                if (wiring.chip(cell) == Wiring.NONE || shares[from + wiring.chip(cell)] == 0) {
                    return; // without drivers groups do not matter
                }
                if (localOf[cell] < 0) {
                    localOf[cell] = found.size();
                    found.add(cell);
                }
                ends.add(2 * localOf[cell] + problem.receptor(projection).ordinal());
            });
            targets[i] = ends.stream().mapToInt(e -> e).toArray();
        }
        target = found.stream().mapToInt(c -> c).toArray();
        int[] chips =
                Arrays.stream(target).map(wiring::chip).sorted().distinct().toArray();
        chip = Arrays.stream(target)
                .map(c -> Arrays.binarySearch(chips, wiring.chip(c)))
                .toArray();
        drivers = Arrays.stream(chips).map(c -> shares[from + c]).toArray();
        room = new int[target.length * KINDS];
        count();
    }

    private void count() {
        count = new int[target.length * KINDS];
        for (int i = 0; i < cells.length; i++) {
            for (int end : targets[i]) {
                count[(end >> 1) * KINDS + ChipDemand.kind(end & 1, msb[cells[i]])]++;
            }
        }
    }

    /// Chooses half rows for the groups as they are; returns how many synapses they serve.
    private long serve() {
        long served = 0;
        Arrays.fill(room, 0);
        int[][] at = new int[drivers.length][];
        int[] n = new int[drivers.length];
        for (int t : chip) {
            n[t]++;
        }
        Arrays.setAll(at, c -> new int[n[c]]);
        Arrays.fill(n, 0);
        for (int t = 0; t < target.length; t++) {
            at[chip[t]][n[chip[t]]++] = t;
        }
        for (int c = 0; c < drivers.length; c++) {
            served += serve(at[c], 2 * drivers[c]);
        }
        return served;
    }

    private long serve(int[] here, int rows) {
        HalfRows.Counts counts = new HalfRows.Counts() {
            @Override
            public int neurons() {
                return here.length;
            }

            @Override
            public int even(int neuron) {
                return wiring.even(target[here[neuron]]);
            }

            @Override
            public int odd(int neuron) {
                return wiring.odd(target[here[neuron]]);
            }

            @Override
            public int[] of(int kind) {
                int[] of = new int[here.length];
                for (int i = 0; i < of.length; i++) {
                    of[i] = count[here[i] * KINDS + kind];
                }
                return of;
            }
        };
        long served = 0;
        for (HalfRows.Row row : HalfRows.of(counts, rows)) {
            served += row.gain();
            for (int t : here) {
                if (row.evenMsb() != HalfRows.UNUSED) {
                    room[t * KINDS + ChipDemand.kind(row.side(), row.evenMsb())] += wiring.even(target[t]);
                }
                if (row.oddMsb() != HalfRows.UNUSED) {
                    room[t * KINDS + ChipDemand.kind(row.side(), row.oddMsb())] += wiring.odd(target[t]);
                }
            }
        }
        return served;
    }

    /// Lets pairs of cells change groups where that leaves fewer synapses without circuit; whether any did.
    private boolean exchange() {
        boolean changed = false;
        int pairs = 0;
        for (int i = 0; i < cells.length; i++) {
            for (int j = i + 1; j < cells.length && pairs < MOST_PAIRS; j++) {
                if (msb[cells[i]] == msb[cells[j]]) {
                    continue;
                }
                pairs++;
                int over = swap(i, j);
                if (over < 0) {
                    changed = true;
                } else {
                    swap(i, j);
                }
            }
        }
        return changed;
    }

    /// Exchanges the groups of two cells; returns how many more synapses then have no circuit.
    private int swap(int i, int j) {
        int a = msb[cells[i]];
        int b = msb[cells[j]];
        int change = move(i, a, b) + move(j, b, a);
        msb[cells[i]] = (byte) b;
        msb[cells[j]] = (byte) a;
        return change;
    }

    private int move(int cell, int from, int to) {
        int change = 0;
        for (int end : targets[cell]) {
            int base = (end >> 1) * KINDS + ChipDemand.kind(end & 1, 0);
            change -= count[base + from] > room[base + from] ? 1 : 0;
            count[base + from]--;
            change += count[base + to] >= room[base + to] ? 1 : 0;
            count[base + to]++;
        }
        return change;
    }
}
