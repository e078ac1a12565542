package bss.mapper.picture;

import bss.mapper.explain.CellName;
import bss.mapper.network.Network;
import bss.spec.coord.HicannOnWafer;
import bss.spec.mapping.CellSites;
import bss.spec.topology.MergerTopology;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The bus that a picture shows, as a user chooses it.
public sealed interface RouteChoice {

    /// The bus that carries a cell's events.
    record OfCell(String text, int population, int cell) implements RouteChoice {}

    /// The bus of a sending repeater.
    record OfBus(String text, int hicann, int dncMerger) implements RouteChoice {}

    /// As typed.
    String text();

    /// A cell by population and index, `SRC[0]`, or a bus by chip and DNC merger, `88/D3`.
    ///
    /// @throws IllegalArgumentException names the value and what would be right
    static RouteChoice parse(String text, Network network) {
        Matcher bus = Pattern.compile("\\s*([0-9]{1,9})/D([0-9]{1,9})\\s*").matcher(text);
        if (bus.matches()) {
            return new OfBus(
                    text,
                    below("HICANN of the bus", bus.group(1), HicannOnWafer.COUNT),
                    below("DNC merger of the bus", bus.group(2), MergerTopology.DNC_MERGERS));
        }
        CellName cell = CellName.match(text, network)
                .orElseThrow(() -> new IllegalArgumentException(
                        "route is \"%s\", must be a cell like \"SRC[0]\" or a bus like \"88/D3\"".formatted(text)));
        return new OfCell(text, cell.population(), cell.cell());
    }

    private static int below(String what, String digits, int end) {
        int value = Integer.parseInt(digits);
        if (value >= end) {
            throw new IllegalArgumentException("%s is %d, must be from 0 to %d".formatted(what, value, end - 1));
        }
        return value;
    }

    /// The chosen bus, or nothing if the mapping has no such bus: a cell without a place sends nothing.
    default Optional<Bus> find(WaferView view) {
        return switch (this) {
            case OfBus b -> find(view, b.hicann(), b.dncMerger());
            case OfCell c -> {
                CellSites sites = view.mapping().cells().get(c.population());
                yield sites.sends(c.cell())
                        ? find(view, sites.hicann(c.cell()), sites.dncMerger(c.cell()))
                        : Optional.empty();
            }
        };
    }

    private static Optional<Bus> find(WaferView view, int hicann, int dncMerger) {
        return view.buses().stream()
                .filter(b -> b.hicann() == hicann && b.dncMerger() == dncMerger)
                .findFirst();
    }
}
