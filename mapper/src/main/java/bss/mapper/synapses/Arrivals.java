package bss.mapper.synapses;

import bss.mapper.stage.Buses;
import bss.mapper.stage.Placement;
import bss.mapper.stage.Routing;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which synapses arrive by which landing of a bus, and why the others do not arrive.
///
/// Landings are numbered by target chip, then bus. Within a landing synapses are in the order of the projections, then
/// of the source cells, as marocco serves them (marocco:marocco/routing/SynapseRouting.cpp).
public final class Arrivals {

    private static final int CHIPS = 384;

    private final int[] bus;
    private final List<Routing.Landing> landing;
    private final int[] first;
    private final int[] synapses;
    private final int[] site;
    private final LossList losses;

    private Arrivals(
            int[] bus, List<Routing.Landing> landing, int[] first, int[] synapses, int[] site, LossList losses) {
        this.bus = bus;
        this.landing = landing;
        this.first = first;
        this.synapses = synapses;
        this.site = site;
        this.losses = losses;
    }

    /// Sorts the synapses by landing.
    ///
    /// @throws IllegalArgumentException if a bus has two landings for one chip
    public static Arrivals of(SynapseTable table, Placement placement, Buses buses, Routing routing) {
        return new Sorter(table, placement, buses, routing).sort();
    }

    public int landings() {
        return bus.length;
    }

    public int bus(int landing) {
        return bus[landing];
    }

    public Routing.Landing landing(int landing) {
        return this.landing.get(landing);
    }

    /// The place in [#synapse] where a landing begins; that of [#landings] is the end of the last.
    public int first(int landing) {
        return first[landing];
    }

    /// Synapses that arrive by a landing.
    public int count(int landing) {
        return first[landing + 1] - first[landing];
    }

    public int synapse(int place) {
        return synapses[place];
    }

    /// By synapse: -1 - reason for those that do not arrive, 0 for the others (a copy).
    public int[] lost() {
        return site.clone();
    }

    /// The reasons that [#lost] refers to; further stages add theirs.
    public LossList losses() {
        return losses;
    }

    private static final class Sorter {
        private final SynapseTable table;
        private final Placement placement;
        private final Buses buses;
        private final Routing routing;
        private final LossList losses = new LossList();
        /// The landing of each bus and chip, by bus * 384 + chip, or -1.
        private final int[] landingOf;
        private final Map<Integer, Loss> unreached = new HashMap<>();
        private final Map<Integer, Loss> unsent = new HashMap<>();

        Sorter(SynapseTable table, Placement placement, Buses buses, Routing routing) {
            this.table = table;
            this.placement = placement;
            this.buses = buses;
            this.routing = routing;
            landingOf = new int[routing.routes().size() * CHIPS];
            Arrays.fill(landingOf, -1);
        }

        Arrivals sort() {
            routing.unreached().forEach(u -> unreached.put(u.bus() * CHIPS + u.target(), u.loss()));
            buses.unsent().forEach(u -> unsent.put(u.cell(), u.loss()));
            record At(int bus, Routing.Landing landing) {}
            List<At> all = new ArrayList<>();
            for (int b = 0; b < routing.routes().size(); b++) {
                for (Routing.Landing l : routing.routes().get(b).landings()) {
                    all.add(new At(b, l));
                }
            }
            all.sort(Comparator.<At>comparingInt(a -> a.landing().target()).thenComparingInt(At::bus));
            for (int k = 0; k < all.size(); k++) {
                At at = all.get(k);
                int key = at.bus() * CHIPS + at.landing().target();
                if (landingOf[key] >= 0) {
                    throw new IllegalArgumentException("%s lands twice for HICANN %d, must land once"
                            .formatted(buses.name(at.bus()), at.landing().target()));
                }
                landingOf[key] = k;
            }
            int[] bus = all.stream().mapToInt(At::bus).toArray();
            int[] site = new int[table.size()];
            int[] landingBySynapse = landings(site);
            int[] order = bySource();
            int[] first = new int[bus.length + 1];
            for (int l : landingBySynapse) {
                if (l >= 0) {
                    first[l + 1]++;
                }
            }
            for (int l = 0; l < bus.length; l++) {
                first[l + 1] += first[l];
            }
            int[] next = Arrays.copyOf(first, bus.length);
            int[] synapses = new int[first[bus.length]];
            for (int s : order) {
                int l = landingBySynapse[s];
                if (l >= 0) {
                    synapses[next[l]++] = s;
                }
            }
            return new Arrivals(bus, all.stream().map(At::landing).toList(), first, synapses, site, losses);
        }

        /// The landing of each synapse, or -1; then `site` holds the reason.
        private int[] landings(int[] site) {
            int[] result = new int[table.size()];
            for (int s = 0; s < result.length; s++) {
                int source = table.source(s);
                int target = table.target(s);
                int b = buses.bus(source);
                result[s] = -1;
                if (!placement.placed(target) || b == Buses.NONE) {
                    site[s] = -1 - losses.indexOf(beforeTheBus(source, target));
                    continue;
                }
                int key = b * CHIPS + placement.hicann(target);
                result[s] = landingOf[key];
                if (result[s] < 0) {
                    site[s] = -1 - losses.indexOf(unreached(key));
                }
            }
            return result;
        }

        private Loss beforeTheBus(int source, int target) {
            if (!placement.placed(target)) {
                return new Loss(
                        LossCause.NEURON_UNPLACED, "denmems for neurons of size %d".formatted(placement.size(target)));
            }
            Loss loss = unsent.get(source);
            return loss != null ? loss : new Loss(LossCause.EGRESS, "the source sends on no bus");
        }

        private Loss unreached(int key) {
            Loss loss = unreached.get(key);
            return loss != null
                    ? loss
                    : new Loss(
                            LossCause.L1_ROUTE,
                            "%s has no route to HICANN %d".formatted(buses.name(key / CHIPS), key % CHIPS));
        }

        /// All synapses, by projection, then source, then number.
        private int[] bySource() {
            int[] order = new int[table.size()];
            int cells = placement.cells();
            int[] next = new int[cells + 1];
            for (int p = 0; p < table.projections(); p++) {
                int from = table.first(p);
                int to = table.first(p + 1);
                Arrays.fill(next, 0);
                for (int s = from; s < to; s++) {
                    next[table.source(s) + 1]++;
                }
                next[0] = from;
                for (int c = 0; c < cells; c++) {
                    next[c + 1] += next[c];
                }
                for (int s = from; s < to; s++) {
                    order[next[table.source(s)]++] = s;
                }
            }
            return order;
        }
    }
}
