package bss.mapper.problem;

import bss.mapper.network.PlacementRequest;
import bss.mapper.network.Population;
import bss.spec.coord.MergerOnHicann;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What keeps frozen cells from staying: one message for all, with the first obstacle by cell.
final class FrozenCheck {

    /// Obstacles in the order of cells, with the cells that each concerns; a cell counts at its first one.
    private final Map<String, Integer> obstacles = new LinkedHashMap<>();

    private FrozenCheck() {}

    /// What the network asks for by hand against where a population is frozen.
    static void requests(MappingProblem problem, int population, FrozenPlaces places) throws MappingException {
        PlacementRequest request = problem.population(population).placement();
        int[] allowed = request.allowedHicanns();
        FrozenCheck check = new FrozenCheck();
        for (int cell = problem.firstCell(population); cell < problem.firstCell(population + 1); cell++) {
            if (places.frozen(cell)) {
                check.note(problem, cell, request(request, allowed, places, cell));
            }
        }
        check.refuse();
    }

    private static Optional<String> request(PlacementRequest request, int[] allowed, FrozenPlaces places, int cell) {
        if (Arrays.binarySearch(allowed, places.hicann(cell)) < 0) {
            return Optional.of(
                    "HICANN %d is not one of %s as its placement asks".formatted(places.hicann(cell), request.where()));
        }
        if (places.column(cell) == FrozenPlaces.NOWHERE) {
            return Optional.empty();
        }
        int block = NeuronTopology.block(places.column(cell));
        if (!request.neuronBlocks().isEmpty() && !request.neuronBlocks().contains(block)) {
            return Optional.of(
                    "neuron block %d is not one of %s as its placement asks".formatted(block, request.neuronBlocks()));
        }
        return otherSize(places.size(cell), request.neuronSize(), "neuron_size");
    }

    private static Optional<String> otherSize(int frozen, OptionalInt asked, String by) {
        return asked.isEmpty() || asked.getAsInt() == frozen
                ? Optional.empty()
                : Optional.of("size is %d denmems, %s asks for %d".formatted(frozen, by, asked.getAsInt()));
    }

    /// What of the wafer is not to be used against where cells are frozen.
    static void wafer(MappingProblem problem, FrozenPlaces places, WaferResources wafer, OptionalInt neuronSize)
            throws MappingException {
        FrozenCheck check = new FrozenCheck();
        for (int cell = 0; cell < problem.cells(); cell++) {
            if (places.frozen(cell)) {
                check.note(problem, cell, wafer(places, wafer, neuronSize, cell));
            }
        }
        check.refuse();
    }

    private static Optional<String> wafer(FrozenPlaces places, WaferResources wafer, OptionalInt neuronSize, int cell) {
        int h = places.hicann(cell);
        Optional<String> chip = wafer.obstacle(h).map(reason -> "HICANN %d is %s".formatted(h, reason));
        if (chip.isPresent()) {
            return chip;
        }
        if (places.column(cell) == FrozenPlaces.NOWHERE) {
            return dncMerger(wafer.defects(), h, places.dncMerger(cell));
        }
        for (int x = places.column(cell); x < places.column(cell) + places.size(cell) / 2; x++) {
            for (int y = 0; y < 2; y++) {
                Optional<String> denmem = denmem(wafer.defects(), h, NeuronTopology.denmem(x, y));
                if (denmem.isPresent()) {
                    return denmem;
                }
            }
        }
        return otherSize(places.size(cell), neuronSize, "--neuron-size");
    }

    private static Optional<String> denmem(Defects defects, int h, int denmem) {
        if (defects.denmemUsable(h, denmem)) {
            return Optional.empty();
        }
        for (int side = 0; side < 2; side++) {
            if (defects.has(DefectClass.SYNAPTIC_INPUT, h, 2 * denmem + side)) {
                return defect("the %s synaptic input of denmem %d".formatted(side == 0 ? "left" : "right", denmem), h);
            }
        }
        for (int block : new int[] {NeuronTopology.fgBlock(denmem), NeuronTopology.sharedFgBlock(denmem)}) {
            if (defects.has(DefectClass.FG_BLOCK, h, block)) {
                return defect("floating-gate block " + block, h);
            }
        }
        return defect("denmem " + denmem, h);
    }

    /// A source needs its DNC merger, the way of the generator that locks it, and the line that it sends onto.
    private static Optional<String> dncMerger(Defects defects, int h, int d) {
        int hline = MergerTopology.hlineOfDnc(d);
        if (defects.has(DefectClass.DNC_MERGER, h, d)) {
            return defect("DNC merger " + d, h);
        }
        if (!defects.generatorUsable(h, d)) {
            return defect("background generator " + d, h);
        }
        if (defects.has(DefectClass.HLINE, h, hline)) {
            return defect("HLine " + hline, h);
        }
        if (defects.has(DefectClass.HREPEATER, h, hline)) {
            return defect("the horizontal repeater of HLine " + hline, h);
        }
        int tap = MergerTopology.dncTap(d);
        for (int merger = MergerTopology.merger(0, d); ; merger = MergerTopology.next(merger)) {
            if (defects.has(DefectClass.MERGER, h, merger)) {
                return defect("merger " + MergerOnHicann.of(merger), h);
            }
            if (merger == tap) {
                return Optional.empty();
            }
        }
    }

    private static Optional<String> defect(String component, int h) {
        return Optional.of("%s of HICANN %d is defect".formatted(component, h));
    }

    private void note(MappingProblem problem, int cell, Optional<String> obstacle) {
        Population population = problem.population(problem.populationOf(cell));
        obstacle.ifPresent(o -> obstacles.merge(
                "%s of population '%s' cannot stay: %s"
                        .formatted(problem.external(cell) ? "sources" : "neurons", population.label(), o),
                1,
                Integer::sum));
    }

    private void refuse() throws MappingException {
        if (obstacles.isEmpty()) {
            return;
        }
        Map.Entry<String, Integer> first = obstacles.entrySet().iterator().next();
        int cells = obstacles.values().stream().mapToInt(Integer::intValue).sum();
        throw new MappingException("%d frozen %s".formatted(first.getValue(), first.getKey())
                + (obstacles.size() == 1
                        ? ""
                        : "; with %d more obstacles, %d cells in all".formatted(obstacles.size() - 1, cells)));
    }
}
