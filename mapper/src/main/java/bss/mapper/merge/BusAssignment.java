package bss.mapper.merge;

import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Buses;
import bss.mapper.stage.ChipMergers;
import bss.spec.coord.HicannOnWafer;
import bss.spec.coord.L1Address;
import bss.spec.mapping.Loss;
import bss.spec.topology.MergerTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// The buses while cells are put onto them: neurons by [MergerRouter], then external sources.
///
/// The usable L1 addresses of a bus are given away from the highest downwards (marocco's `high_first`, source:
/// marocco:marocco/placement/internal/L1AddressPool.cpp).
public final class BusAssignment {

    /// Cells that fit onto a bus.
    public static final int CAPACITY = L1Address.usable().size();

    private static final int DNC_MERGERS = MergerTopology.DNC_MERGERS;

    private final WaferResources wafer;
    private final MergerTree[] trees = new MergerTree[HicannOnWafer.COUNT];
    private final int[] used = new int[HicannOnWafer.COUNT * DNC_MERGERS];
    private final BitSet occupied = new BitSet();
    private final int[] slot;
    private final int[] address;
    private final List<Buses.Unsent> unsent = new ArrayList<>();

    /// No cell sends yet.
    public BusAssignment(MappingProblem problem, WaferResources wafer) {
        this.wafer = wafer;
        slot = new int[problem.cells()];
        address = new int[problem.cells()];
        Arrays.fill(slot, Buses.NONE);
        Arrays.fill(address, Buses.NONE);
        for (int h = 0; h < trees.length; h++) {
            trees[h] = new MergerTree(h, wafer.defects());
        }
    }

    /// The merger tree of a chip.
    public MergerTree tree(int hicann) {
        return trees[hicann];
    }

    /// Addresses that a DNC merger has left.
    public int free(int hicann, int dncMerger) {
        return CAPACITY - used[hicann * DNC_MERGERS + dncMerger];
    }

    /// Lets a cell send over a DNC merger that is in use and has an address left.
    public void send(int cell, int hicann, int dncMerger) {
        int next = used[hicann * DNC_MERGERS + dncMerger];
        send(
                cell,
                hicann,
                dncMerger,
                next < CAPACITY ? L1Address.usable().get(CAPACITY - 1 - next).value() : Buses.NONE);
    }

    /// Lets a cell send with an address that no other cell of the DNC merger has.
    public void send(int cell, int hicann, int dncMerger, int l1Address) {
        if (wafer.spikes(hicann)
                && trees[hicann].use(dncMerger) != MergerTree.Use.UNUSED
                && free(hicann, dncMerger) > 0) {
            slot[cell] = hicann * DNC_MERGERS + dncMerger;
            used[slot[cell]]++;
            address[cell] = l1Address;
            return;
        }
        throw new IllegalStateException("DNC merger %d of HICANN %d cannot take cell %d: %s, %d addresses left"
                .formatted(dncMerger, hicann, cell, trees[hicann].use(dncMerger), free(hicann, dncMerger)));
    }

    /// Notes that a cell sends nowhere.
    public void unsent(int cell, Loss loss) {
        unsent.add(new Buses.Unsent(cell, loss));
    }

    /// Notes that a chip holds neurons.
    public void occupy(int hicann) {
        occupied.set(hicann);
    }

    /// The result: buses by chip, then DNC merger.
    public Buses buses() {
        int[] numbers = new int[used.length];
        Arrays.fill(numbers, Buses.NONE);
        int[] slots = IntStream.range(0, used.length).filter(s -> used[s] > 0).toArray();
        int[] hicann = new int[slots.length];
        int[] dncMerger = new int[slots.length];
        boolean[] external = new boolean[slots.length];
        for (int b = 0; b < slots.length; b++) {
            numbers[slots[b]] = b;
            hicann[b] = slots[b] / DNC_MERGERS;
            dncMerger[b] = slots[b] % DNC_MERGERS;
            external[b] = trees[hicann[b]].use(dncMerger[b]) == MergerTree.Use.INPUT;
        }
        int[] bus = new int[slot.length];
        for (int cell = 0; cell < bus.length; cell++) {
            bus[cell] = slot[cell] == Buses.NONE ? Buses.NONE : numbers[slot[cell]];
        }
        List<ChipMergers> mergers = new ArrayList<>();
        for (int h = 0; h < trees.length; h++) {
            if (occupied.get(h) || !trees[h].isUnused()) {
                mergers.add(trees[h].settings());
            }
        }
        return new Buses(hicann, dncMerger, external, bus, address, mergers, unsent);
    }
}
