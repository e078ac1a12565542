package bss.mapper.place;

import bss.mapper.merge.BusAssignment;
import bss.mapper.merge.MergerTree;
import bss.mapper.problem.MappingException;
import bss.mapper.problem.MappingProblem;
import bss.mapper.problem.WaferResources;
import bss.mapper.route.L1Planes;
import bss.mapper.solver.Flow;
import bss.spec.coord.FpgaOnWafer;
import bss.spec.coord.HicannOnWafer;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Brings buses of external sources onto free DNC mergers near their targets: a flow of least cost from buses
/// over chips and FPGAs, whose rates are its capacities. Faster buses go first, so that those of like rate share
/// a flow.
///
/// On its chip a bus takes the DNC merger whose plane of the L1 network has fewest buses. A bus that finds no
/// place is halved as long as that helps.
public final class InputSites {

    private final MappingProblem problem;
    private final WaferResources wafer;
    private final BusAssignment buses;
    private final InputRates rates;
    private final int[] planeLoad;
    private final List<Settler.Bus> placed = new ArrayList<>();

    /// External sources that share a bus.
    ///
    /// @param allowed chips to which they may go
    /// @param targets chips with synapses of them
    public record Input(List<Integer> cells, List<Integer> allowed, List<Integer> targets) {

        public Input {
            cells = List.copyOf(cells);
            allowed = List.copyOf(allowed);
            targets = List.copyOf(targets);
        }
    }

    private InputSites(
            MappingProblem problem, WaferResources wafer, BusAssignment buses, InputRates rates, int[] planeLoad) {
        this.problem = problem;
        this.wafer = wafer;
        this.buses = buses;
        this.rates = rates;
        this.planeLoad = planeLoad.clone();
    }

    /// Places inputs and notes those that find no place as unsent.
    ///
    /// @param held input buses that have their DNC merger already
    /// @param planeLoad buses by plane of the L1 network
    /// @return the buses, without addresses
    /// @throws MappingException if sources do not fit on the chips that they are asked to go to
    public static List<Settler.Bus> place(
            MappingProblem problem,
            WaferResources wafer,
            BusAssignment buses,
            List<Input> inputs,
            List<Settler.Bus> held,
            double speedup,
            int[] planeLoad)
            throws MappingException {
        InputSites sites = new InputSites(problem, wafer, buses, new InputRates(speedup), planeLoad);
        for (Settler.Bus bus : held) {
            sites.rates.take(bus.hicann(), sites.hz(bus.cells()));
        }
        sites.all(inputs);
        return sites.placed;
    }

    private double hz(List<Integer> cells) {
        return cells.stream().mapToDouble(problem::rateHz).sum();
    }

    private void all(List<Input> inputs) throws MappingException {
        // those that are tied to chips first, then by power of two of their rate
        SortedMap<Integer, List<Input>> classes = new TreeMap<>();
        for (Input input : inputs) {
            boolean tied = input.allowed().size() < HicannOnWafer.COUNT;
            int key = -Math.getExponent(Math.max(1e-3, hz(input.cells()))) - (tied ? 10_000 : 0);
            classes.computeIfAbsent(key, _ -> new ArrayList<>()).add(input);
        }
        for (List<Input> waiting : classes.values()) {
            List<Input> left = waiting;
            while (!left.isEmpty()) {
                List<Input> refused = flow(left);
                if (refused.size() < left.size()) {
                    left = refused;
                } else {
                    left = halve(refused);
                }
            }
        }
    }

    /// Halves buses; a source that is alone and finds no place is not sent.
    private List<Input> halve(List<Input> refused) throws MappingException {
        List<Input> halves = new ArrayList<>();
        for (Input input : refused) {
            int n = input.cells().size();
            if (n == 1) {
                refuse(input, refused);
                continue;
            }
            halves.add(new Input(input.cells().subList(0, n / 2), input.allowed(), input.targets()));
            halves.add(new Input(input.cells().subList(n / 2, n), input.allowed(), input.targets()));
        }
        return halves;
    }

    private void refuse(Input input, List<Input> refused) throws MappingException {
        int cell = input.cells().getFirst();
        double rate = problem.rateHz(cell);
        if (input.allowed().size() < HicannOnWafer.COUNT) {
            int population = problem.populationOf(cell);
            int left = refused.stream()
                    .filter(i -> problem.populationOf(i.cells().getFirst()) == population)
                    .mapToInt(i -> i.cells().size())
                    .sum();
            throw new MappingException(
                    "%d of %d sources of population '%s' find no free DNC merger or rate on HICANNs %s"
                            .formatted(
                                    left,
                                    problem.population(population).size(),
                                    problem.population(population).label(),
                                    input.allowed()));
        }
        boolean address = input.allowed().stream().anyMatch(h -> wafer.spikes(h) && free(h) > 0);
        buses.unsent(
                cell,
                !address
                        ? new Loss(LossCause.EGRESS, "addresses on DNC mergers without neurons, on all HICANNs")
                        : new Loss(
                                LossCause.INPUT_RATE,
                                rates.everFits(rate)
                                        ? "rate of the links to all HICANNs and FPGAs"
                                        : "rate of the link to a HICANN: a source of %s Hz in biological time"
                                                .formatted(rate)));
    }

    private int free(int hicann) {
        MergerTree tree = buses.tree(hicann);
        return (int) IntStream.range(0, MergerTopology.DNC_MERGERS)
                .filter(d -> tree.use(d) == MergerTree.Use.UNUSED && tree.canTakeInput(d))
                .count();
    }

    /// Places as many inputs as fit; returns the others.
    private List<Input> flow(List<Input> inputs) {
        double most = inputs.stream().mapToDouble(i -> hz(i.cells())).max().orElse(0);
        int chips = inputs.size();
        int fpgas = chips + HicannOnWafer.COUNT;
        int sink = fpgas + FpgaOnWafer.COUNT;
        Flow flow = new Flow();
        int[] room = new int[HicannOnWafer.COUNT];
        for (int h = 0; h < room.length; h++) {
            room[h] = wafer.spikes(h) ? Math.min(free(h), fits(rates.available(h), most)) : 0;
            flow.arc(chips + h, fpgas + WaferTopology.fpga(h), room[h], 0);
        }
        for (int f = 0; f < FpgaOnWafer.COUNT; f++) {
            flow.arc(fpgas + f, sink, Math.min(inputs.size(), fits(rates.availableFpga(f), most)), 0);
        }
        record Arc(int input, int hicann, int number) {}
        List<Arc> arcs = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            double x = inputs.get(i).targets().stream()
                    .mapToInt(WaferTopology::x)
                    .average()
                    .orElse(0);
            double y = inputs.get(i).targets().stream()
                    .mapToInt(WaferTopology::y)
                    .average()
                    .orElse(0);
            for (int h : inputs.get(i).allowed()) {
                if (room[h] > 0) {
                    long cost = Math.round(4 * (Math.abs(WaferTopology.x(h) - x) + Math.abs(WaferTopology.y(h) - y)));
                    arcs.add(new Arc(i, h, flow.arc(i, chips + h, 1, cost)));
                }
            }
            flow.supply(i, 1);
        }
        flow.supply(sink, -inputs.size());
        flow.solve();
        boolean[] done = new boolean[inputs.size()];
        for (Arc arc : arcs) {
            if (flow.flow(arc.number()) > 0) {
                put(inputs.get(arc.input()), arc.hicann());
                done[arc.input()] = true;
            }
        }
        return IntStream.range(0, done.length)
                .filter(i -> !done[i])
                .mapToObj(inputs::get)
                .toList();
    }

    private static int fits(double available, double each) {
        // strictly below the limit, as the rate is an average
        return each <= 0 ? MergerTopology.DNC_MERGERS * 8 : (int) Math.max(0, Math.ceil(available / each) - 1);
    }

    private void put(Input input, int hicann) {
        MergerTree tree = buses.tree(hicann);
        int merger = IntStream.range(0, MergerTopology.DNC_MERGERS)
                .filter(d -> tree.use(d) == MergerTree.Use.UNUSED && tree.canTakeInput(d))
                .boxed()
                .min(Comparator.<Integer>comparingInt(d -> planeLoad[plane(hicann, d)])
                        .thenComparingInt(d -> -d))
                .orElseThrow();
        tree.input(merger);
        planeLoad[plane(hicann, merger)]++;
        rates.take(hicann, hz(input.cells()));
        placed.add(new Settler.Bus(hicann, merger, 0, input.cells()));
    }

    /// The plane of the L1 network on which a DNC merger sends.
    public static int plane(int hicann, int dncMerger) {
        return L1Planes.of(L1Topology.hline(hicann, MergerTopology.hlineOfDnc(dncMerger)));
    }

    /// Buses by plane.
    public static int[] planeLoad(List<Settler.Bus> of) {
        int[] load = new int[L1Planes.COUNT];
        of.forEach(bus -> load[plane(bus.hicann(), bus.dncMerger())]++);
        return load;
    }
}
