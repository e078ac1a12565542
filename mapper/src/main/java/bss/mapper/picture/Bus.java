package bss.mapper.picture;

import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.util.List;

/// A bus: what one sending repeater brings onto L1, and where it goes.
///
/// @param hicann chip that sends
/// @param dncMerger DNC merger whose events it carries
/// @param cells how many cells of each population send on it
/// @param runs wires that carry it, horizontal ones first
/// @param junctions crossbar switches between them
/// @param drivers synapse drivers that it reaches, by chip
public record Bus(
        int hicann,
        int dncMerger,
        List<PopulationCount> cells,
        List<Run> runs,
        List<Junction> junctions,
        List<ChipCount> drivers) {

    public Bus {
        cells = List.copyOf(cells);
        runs = List.copyOf(runs);
        junctions = List.copyOf(junctions);
        drivers = List.copyOf(drivers);
    }

    /// Cells of a population.
    ///
    /// @param population index in the network
    public record PopulationCount(int population, int cells) {}

    /// A closed crossbar switch.
    ///
    /// @param x column of its chip
    /// @param y row of its chip
    /// @param hTrack track of its HLine, as in [Run]
    /// @param vTrack track of its VLine
    public record Junction(int x, int y, int hTrack, int vTrack) {}

    /// The track of the HLine where it begins, at the western border of its chip.
    int startTrack() {
        return Run.hTrack(MergerTopology.hlineOfDnc(dncMerger), WaferTopology.x(hicann));
    }

    /// The bus as reasons for losses and `--route` name it: `88/D3`.
    public String name() {
        return "%d/D%d".formatted(hicann, dncMerger);
    }
}
