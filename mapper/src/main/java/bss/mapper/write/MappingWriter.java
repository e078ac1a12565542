package bss.mapper.write;

import bss.mapper.network.Network;
import bss.mapper.network.io.NetworkWriter;
import bss.mapper.problem.MappingProblem;
import bss.mapper.stage.Buses;
import bss.mapper.stage.Placement;
import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.MappedCalibration;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.transfer.SynapseStrengths;
import bss.spec.translate.ChipTranslation;
import bss.spec.translate.TranslationPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The way back from the bits to the network.
public final class MappingWriter {

    private MappingWriter() {}

    /// The mapping with its bits.
    ///
    /// @param strategy how it was mapped
    /// @param seed of the search
    public static Mapping write(StageResults stages, WaferConfiguration configuration, String strategy, long seed) {
        MappingProblem problem = stages.problem();
        List<CellSites> cells = new ArrayList<>();
        for (int p = 0; p < problem.populations(); p++) {
            cells.add(cells(stages, p));
        }
        List<SynapseSites> synapses = new ArrayList<>();
        for (int p = 0; p < problem.projections(); p++) {
            synapses.add(synapses(stages, p));
        }
        Network network = problem.network();
        var plan = stages.parameters().plan();
        return new Mapping(
                new Mapping.Text(() -> NetworkWriter.canonical(network)),
                strategy,
                seed,
                plan.speedup(),
                plan.window().alpha(),
                plan.window().shift(),
                configuration,
                cells,
                synapses,
                stages.rows().losses(),
                stages.parameters().realised(),
                calibration(plan));
    }

    private static Optional<MappedCalibration> calibration(TranslationPlan plan) {
        SortedMap<Integer, SynapseStrengths> strengths = new TreeMap<>();
        for (ChipTranslation chip : plan.chips()) {
            chip.strengths().ifPresent(s -> strengths.put(chip.hicann(), s));
        }
        return plan.calibration().map(identity -> new MappedCalibration(identity, strengths));
    }

    private static CellSites cells(StageResults stages, int population) {
        MappingProblem problem = stages.problem();
        Placement placement = stages.placement();
        Buses buses = stages.buses();
        int first = problem.firstCell(population);
        int n = problem.firstCell(population + 1) - first;
        boolean external = problem.population(population).cell().isSource();
        int[] hicann = new int[n];
        int[] denmem = new int[n];
        int[] size = new int[n];
        int[] dncMerger = new int[n];
        int[] address = new int[n];
        for (int i = 0; i < n; i++) {
            int cell = first + i;
            int bus = buses.bus(cell);
            boolean placed = !external && placement.placed(cell);
            hicann[i] = placed ? placement.hicann(cell) : CellSites.NOWHERE;
            denmem[i] = placed ? placement.column(cell) : CellSites.NOWHERE;
            size[i] = placed ? placement.size(cell) : 0;
            if (external && bus != Buses.NONE) {
                hicann[i] = buses.hicann(bus);
            }
            dncMerger[i] = bus == Buses.NONE ? CellSites.NOWHERE : buses.dncMerger(bus);
            address[i] = bus == Buses.NONE ? CellSites.NOWHERE : buses.address(cell);
        }
        return new CellSites(
                problem.population(population).label(), external, hicann, denmem, size, dncMerger, address);
    }

    private static SynapseSites synapses(StageResults stages, int projection) {
        int first = stages.problem().firstSynapse(projection);
        int n = stages.problem().firstSynapse(projection + 1) - first;
        int[] site = new int[n];
        float[] weight = new float[n];
        float[] delayMs = new float[n];
        for (int i = 0; i < n; i++) {
            site[i] = stages.rows().site(first + i);
            weight[i] = stages.parameters().weight(first + i);
            delayMs[i] = stages.parameters().delayMs(first + i);
        }
        return new SynapseSites(
                stages.problem().network().projections().get(projection).label(), site, weight, delayMs);
    }
}
