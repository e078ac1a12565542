package bss.mapper.picture;

import bss.mapper.extract.Extraction;
import bss.mapper.network.Network;
import bss.mapper.network.Projection;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.spec.coord.HicannOnWafer;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.LossCause;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.MergerTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Counts the synapses of each projection by chip, cause and bus, in one pass over them.
final class ProjectionCounter {

    private static final int CAUSES = LossCause.values().length;
    private static final int SENDERS = HicannOnWafer.COUNT * MergerTopology.DNC_MERGERS;
    private static final int NO_BUS = -1;

    private final Network network;
    private final Mapping mapping;
    private final int[] busOfSender = new int[SENDERS];
    private final int buses;
    private final long[] lostByReason;
    private final List<ParameterRange> ranges = new ArrayList<>();

    ProjectionCounter(Network network, Mapping mapping, List<Bus> buses) {
        this.network = network;
        this.mapping = mapping;
        this.buses = buses.size();
        Arrays.fill(busOfSender, NO_BUS);
        for (int b = 0; b < buses.size(); b++) {
            busOfSender[Extraction.sender(buses.get(b).hicann(), buses.get(b).dncMerger())] = b;
        }
        lostByReason = new long[mapping.losses().size()];
    }

    /// All projections, in the order of the network.
    List<ProjectionView> count() {
        List<ProjectionView> views = new ArrayList<>();
        for (int p = 0; p < network.projections().size(); p++) {
            views.add(count(p));
        }
        return views;
    }

    /// Lost synapses by reason of [Mapping#losses], of the projections counted so far.
    long[] lostByReason() {
        return lostByReason.clone();
    }

    /// Weights and delays of the projections counted so far.
    List<ParameterRange> ranges() {
        return List.copyOf(ranges);
    }

    private ProjectionView count(int p) {
        Projection projection = network.projections().get(p);
        Connections drawn = Expansion.expand(network, p);
        SynapseSites sites = mapping.synapses().get(p);
        if (drawn.size() != sites.count()) {
            throw new IllegalArgumentException("the mapping has %d synapses of projection \"%s\", must have %d"
                    .formatted(sites.count(), sites.label(), drawn.size()));
        }
        int[] bus = buses(mapping.cells().get(projection.source()));
        CellSites targets = mapping.cells().get(projection.target());
        int[] realisedByChip = new int[HicannOnWafer.COUNT];
        // the last place is that of target cells without one
        int[] lost = new int[(HicannOnWafer.COUNT + 1) * CAUSES];
        // one more for sources without a bus
        int[] realisedByBus = new int[buses + 1];
        int[] lostByBus = new int[buses + 1];
        int realised = 0;
        ParameterRange.Builder weight = new ParameterRange.Builder();
        ParameterRange.Builder delay = new ParameterRange.Builder();
        for (int s = 0; s < sites.count(); s++) {
            int carrier = bus[drawn.source(s)];
            if (sites.realised(s)) {
                realised++;
                realisedByChip[sites.hicann(s)]++;
                realisedByBus[carrier]++;
                weight.add(drawn.weight(s), sites.weight(s));
                delay.add(drawn.delayMs(s), sites.delayMs(s));
            } else {
                int target = drawn.target(s);
                int chip = targets.placed(target) ? targets.hicann(target) : HicannOnWafer.COUNT;
                LossCause cause = mapping.losses().get(sites.lossIndex(s)).cause();
                lost[chip * CAUSES + cause.ordinal()]++;
                lostByBus[carrier]++;
                lostByReason[sites.lossIndex(s)]++;
            }
        }
        if (!weight.isEmpty()) {
            ranges.add(weight.build(projection.label(), "weight"));
            ranges.add(delay.build(projection.label(), "delay"));
        }
        return new ProjectionView(
                projection.label(),
                projection.source(),
                projection.target(),
                projection.receptor().label(),
                sites.count(),
                realised,
                ChipCount.of(realisedByChip),
                losses(lost),
                shares(realisedByBus, lostByBus));
    }

    /// The bus of each cell, `buses` for none.
    private int[] buses(CellSites cells) {
        int[] bus = new int[cells.count()];
        for (int cell = 0; cell < bus.length; cell++) {
            int found = cells.sends(cell)
                    ? busOfSender[Extraction.sender(cells.hicann(cell), cells.dncMerger(cell))]
                    : NO_BUS;
            bus[cell] = found == NO_BUS ? buses : found;
        }
        return bus;
    }

    private static List<ProjectionView.ChipLoss> losses(int[] lost) {
        List<ProjectionView.ChipLoss> losses = new ArrayList<>();
        for (int k = 0; k < lost.length; k++) {
            if (lost[k] > 0) {
                int chip = k / CAUSES == HicannOnWafer.COUNT ? ProjectionView.NOWHERE : k / CAUSES;
                losses.add(new ProjectionView.ChipLoss(chip, LossCause.values()[k % CAUSES], lost[k]));
            }
        }
        return losses;
    }

    private List<ProjectionView.BusShare> shares(int[] realised, int[] lost) {
        List<ProjectionView.BusShare> shares = new ArrayList<>();
        for (int b = 0; b < buses; b++) {
            if (realised[b] + lost[b] > 0) {
                shares.add(new ProjectionView.BusShare(b, realised[b], lost[b]));
            }
        }
        return shares;
    }
}
