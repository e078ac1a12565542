package bss.mapper.picture;

import bss.mapper.extract.Extraction;
import bss.mapper.extract.L1Nets;
import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.coord.HicannOnWafer;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.util.List;

/// Counts components in use: drivers, switches and lines from the bits, denmems and synapses from their sites.
final class UseCounter {

    private final Mapping mapping;
    private final Defects defects;
    private final ChipUse use = new ChipUse();

    private UseCounter(Mapping mapping, Defects defects) {
        this.mapping = mapping;
        this.defects = defects;
    }

    static ChipUse count(Mapping mapping, Extraction extraction, List<Bus> buses, Defects defects) {
        UseCounter counter = new UseCounter(mapping, defects);
        for (int hicann = 0; hicann < HicannOnWafer.COUNT; hicann++) {
            counter.usable(hicann);
        }
        for (int hicann : mapping.configuration().usedHicanns()) {
            counter.bits(hicann, mapping.configuration().hicann(hicann).orElseThrow());
        }
        counter.lines(extraction.nets());
        counter.buses(buses);
        counter.sites();
        return counter.use;
    }

    private void bits(int hicann, HicannConfiguration chip) {
        for (int driver = 0; driver < L1Topology.DRIVERS; driver++) {
            use.count(
                    Resource.SYNAPSE_DRIVERS, hicann, chip.synapseDriver(driver).enable() ? 1 : 0);
        }
        for (int s = 0; s < Component.CROSSBAR_SWITCH.count(); s++) {
            use.count(Resource.CROSSBAR_SWITCHES, hicann, chip.crossbarSwitch(s) ? 1 : 0);
        }
        for (int s = 0; s < Component.SYNAPSE_SWITCH.count(); s++) {
            use.count(Resource.SYNAPSE_SWITCHES, hicann, chip.synapseSwitch(s) ? 1 : 0);
        }
    }

    private void lines(L1Nets nets) {
        for (int line = 0; line < L1Topology.LINES_ON_WAFER; line++) {
            if (nets.carriedBy(line) != L1Nets.SILENT) {
                boolean horizontal = L1Topology.isHLine(L1Topology.lineOnHicann(line));
                use.count(horizontal ? Resource.HLINES : Resource.VLINES, L1Topology.hicannOfLine(line), 1);
            }
        }
    }

    private void buses(List<Bus> buses) {
        for (Bus bus : buses) {
            use.count(Resource.BUSES_SENT, bus.hicann(), 1);
            for (ChipCount landing : bus.drivers()) {
                use.count(Resource.BUSES_LANDING, landing.hicann(), 1);
            }
        }
    }

    private void sites() {
        for (CellSites cells : mapping.cells()) {
            for (int cell = 0; cell < cells.count(); cell++) {
                if (cells.placed(cell)) {
                    use.count(Resource.DENMEMS, cells.hicann(cell), cells.size(cell));
                }
            }
        }
        for (SynapseSites synapses : mapping.synapses()) {
            for (int s = 0; s < synapses.count(); s++) {
                if (synapses.realised(s)) {
                    use.count(Resource.SYNAPSES, synapses.hicann(s), 1);
                }
            }
        }
    }

    private void usable(int hicann) {
        if (defects.has(DefectClass.HICANN, hicann)) {
            return;
        }
        boolean reached = defects.spikesReach(hicann, WaferTopology.fpga(hicann));
        int drivers = 0;
        for (int driver = 0; driver < L1Topology.DRIVERS; driver++) {
            drivers += defects.driverUsable(hicann, driver) ? 1 : 0;
        }
        use.setUsable(Resource.DENMEMS, hicann, reached ? left(DefectClass.DENMEM, hicann) : 0);
        use.setUsable(Resource.SYNAPSE_DRIVERS, hicann, drivers);
        use.setUsable(Resource.SYNAPSES, hicann, synapses(hicann));
        use.setUsable(Resource.HLINES, hicann, left(DefectClass.HLINE, hicann));
        use.setUsable(Resource.VLINES, hicann, left(DefectClass.VLINE, hicann));
        use.setUsable(Resource.CROSSBAR_SWITCHES, hicann, left(DefectClass.CROSSBAR_SWITCH, hicann));
        use.setUsable(Resource.SYNAPSE_SWITCHES, hicann, left(DefectClass.SYNAPSE_SWITCH, hicann));
        use.setUsable(Resource.BUSES_SENT, hicann, MergerTopology.DNC_MERGERS);
        use.setUsable(Resource.BUSES_LANDING, hicann, drivers);
    }

    private int left(DefectClass kind, int hicann) {
        int n = kind.perChip();
        for (int c = 0; defects.count(kind) > 0 && c < kind.perChip(); c++) {
            n -= defects.has(kind, hicann, c) ? 1 : 0;
        }
        return n;
    }

    private int synapses(int hicann) {
        boolean single = defects.count(DefectClass.SYNAPSE) > 0;
        int n = 0;
        for (int row = 0; row < 2 * L1Topology.DRIVERS; row++) {
            if (defects.driverUsable(hicann, row / 2) && !defects.has(DefectClass.SYNAPSE_ROW, hicann, row)) {
                n += HicannConfiguration.COLUMNS;
                for (int column = 0; single && column < HicannConfiguration.COLUMNS; column++) {
                    n -= defects.synapseUsable(hicann, row, column) ? 0 : 1;
                }
            }
        }
        return n;
    }
}
