package bss.mapper.picture;

import bss.mapper.MapperResult;
import bss.mapper.extract.Extraction;
import bss.mapper.extract.Extractor;
import bss.mapper.network.Network;
import bss.mapper.report.MappingReport;
import bss.spec.coord.HicannOnWafer;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.mapping.Loss;
import bss.spec.mapping.Mapping;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// A mapping in figures by chip, bus and projection: what pictures show, without a single synapse.
///
/// @param mapping what is shown
/// @param report of the mapping
/// @param defects of the wafer
/// @param use components in use by chip
/// @param populations in the order of the network
/// @param projections in the order of the network
/// @param buses by chip and DNC merger
/// @param parameters as asked for and as realised: of populations, then of projections
/// @param reasons for losses, most lost synapses first
public record WaferView(
        Mapping mapping,
        MappingReport report,
        Defects defects,
        ChipUse use,
        List<PopulationView> populations,
        List<ProjectionView> projections,
        List<Bus> buses,
        List<ParameterRange> parameters,
        List<Reason> reasons) {

    public WaferView {
        populations = List.copyOf(populations);
        projections = List.copyOf(projections);
        buses = List.copyOf(buses);
        parameters = List.copyOf(parameters);
        reasons = List.copyOf(reasons);
    }

    /// Synapses that were lost for the same reason.
    public record Reason(Loss loss, long count) {}

    /// What a chip is there for.
    public enum Role {
        /// Not to be used: it or its neurons' way to the host is broken.
        DEFECT,
        /// In reset.
        UNUSED,
        /// Lines run over it.
        TRANSIT,
        /// Takes in external events, holds no neurons.
        INPUT,
        /// Holds neurons; it may take in external events too.
        NEURONS
    }

    /// Looks at a finished mapping.
    ///
    /// @param network that was mapped
    /// @param defects that it was mapped with
    public static WaferView of(MapperResult result, Network network, Defects defects) {
        Mapping mapping = result.mapping();
        Extraction extraction = Extractor.extract(mapping);
        List<Bus> buses = BusTracer.trace(mapping, extraction);
        List<PopulationView> populations = IntStream.range(0, mapping.cells().size())
                .mapToObj(p -> PopulationView.of(
                        network.populations().get(p), mapping.cells().get(p)))
                .toList();
        ProjectionCounter counter = new ProjectionCounter(network, mapping, buses);
        List<ProjectionView> projections = counter.count();
        List<ParameterRange> parameters = new ArrayList<>(ParameterRanges.of(network, mapping));
        parameters.addAll(counter.ranges());
        return new WaferView(
                mapping,
                result.report(),
                defects,
                UseCounter.count(mapping, extraction, buses, defects),
                populations,
                projections,
                buses,
                parameters,
                reasons(mapping.losses(), counter.lostByReason()));
    }

    private static List<Reason> reasons(List<Loss> losses, long[] counts) {
        return IntStream.range(0, counts.length)
                .filter(k -> counts[k] > 0)
                .mapToObj(k -> new Reason(losses.get(k), counts[k]))
                .sorted(Comparator.comparingLong(Reason::count).reversed())
                .toList();
    }

    public Role role(int hicann) {
        if (neurons(hicann, false) > 0) {
            return Role.NEURONS;
        }
        if (neurons(hicann, true) > 0) {
            return Role.INPUT;
        }
        if (use.used(Resource.HLINES, hicann) + use.used(Resource.VLINES, hicann) > 0) {
            return Role.TRANSIT;
        }
        return defects.spikesReach(hicann, WaferTopology.fpga(hicann)) ? Role.UNUSED : Role.DEFECT;
    }

    /// Placed neurons of a chip, or the external sources that come in there.
    public int neurons(int hicann, boolean external) {
        return populations.stream()
                .filter(p -> p.external() == external)
                .flatMap(p -> p.chips().stream())
                .filter(c -> c.hicann() == hicann)
                .mapToInt(ChipCount::count)
                .sum();
    }

    /// Lost synapses by the chip of the target cell.
    public long[] lostByChip() {
        long[] lost = new long[HicannOnWafer.COUNT];
        for (ProjectionView projection : projections) {
            for (ProjectionView.ChipLoss loss : projection.losses()) {
                if (loss.hicann() != ProjectionView.NOWHERE) {
                    lost[loss.hicann()] += loss.count();
                }
            }
        }
        return lost;
    }

    /// Marked components on a chip; the FPGA counts on each of its chips.
    public int defectsOn(int hicann, DefectClass kind) {
        if (kind == DefectClass.FPGA) {
            return defects.has(kind, WaferTopology.fpga(hicann)) ? 1 : 0;
        }
        int n = 0;
        for (int c = 0; defects.count(kind) > 0 && c < kind.perChip(); c++) {
            n += defects.has(kind, hicann, c) ? 1 : 0;
        }
        return n;
    }

    /// Marked components of all classes on a chip.
    public int defectsOn(int hicann) {
        int n = 0;
        for (DefectClass kind : DefectClass.values()) {
            n += defectsOn(hicann, kind);
        }
        return n;
    }
}
