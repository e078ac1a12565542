package bss.mapper.verify;

import bss.mapper.extract.Circuits;
import bss.mapper.extract.Extraction;
import bss.mapper.extract.Source;
import bss.spec.config.LinkDirection;
import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.CellSites;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;
import java.util.List;

/// Which cells send on which sender with which address, by the bits.
final class Senders {

    /// Stands for a circuit that sends and is no placed neuron.
    static final int NO_CELL = -1;

    private static final int END = -1;
    private static final int ADDRESSES = 64;

    private final Request request;
    private final List<CellSites> sites;
    private final WaferConfiguration configuration;
    private final Extraction extraction;
    private final int[] cellOfDenmem;

    // entries by sender * 64 + address, linked; a cell whose events come twice has two
    private final int[] head = new int[WaferConfiguration.HICANNS * MergerTopology.DNC_MERGERS * ADDRESSES];
    private final long[] mask = new long[WaferConfiguration.HICANNS * MergerTopology.DNC_MERGERS];
    private int[] next = new int[256];
    private int[] cell = new int[256];
    private int entries;

    Senders(
            Request request,
            List<CellSites> sites,
            int[] cellOfDenmem,
            WaferConfiguration configuration,
            Extraction extraction) {
        this.request = request;
        this.sites = sites;
        this.cellOfDenmem = cellOfDenmem;
        this.configuration = configuration;
        this.extraction = extraction;
        Arrays.fill(head, END);
    }

    /// Bit `a` set for every address in use on a sender.
    long addresses(int sender) {
        return mask[sender];
    }

    int first(int sender, int address) {
        return head[sender * ADDRESSES + address];
    }

    /// The entry after this one, or a negative number.
    int next(int entry) {
        return next[entry];
    }

    /// The cell of an entry, or NO_CELL.
    int cell(int entry) {
        return cell[entry];
    }

    void collect(Findings findings) {
        for (int p = 0; p < sites.size(); p++) {
            CellSites population = sites.get(p);
            for (int i = 0; i < population.count(); i++) {
                if (population.placed(i) && population.external()) {
                    external(population, i, request.cell(p, i), findings);
                }
            }
        }
        neurons(findings);
    }

    private void external(CellSites population, int index, int number, Findings findings) {
        if (!population.sends(index)) {
            return;
        }
        Source source =
                new Source.External(population.hicann(index), population.dncMerger(index), population.address(index));
        if (extraction.ways(source, population.dncMerger(index)) == 0) {
            findings.mute++;
            findings.example(() -> "%s does not enter HICANN %d through link %d"
                    .formatted(request.name(number), population.hicann(index), population.dncMerger(index)));
        }
        add(source, number);
    }

    private void neurons(Findings findings) {
        boolean[] sends = new boolean[request.cells()];
        for (Source.Neuron neuron : extraction.neurons()) {
            int number = cellOfDenmem[neuron.hicann() * NeuronTopology.DENMEMS + neuron.denmem()];
            add(neuron, number);
            if (number != NO_CELL) {
                sends[number] = true;
            }
        }
        for (int p = 0; p < sites.size(); p++) {
            CellSites population = sites.get(p);
            for (int i = 0; i < population.count() && !population.external(); i++) {
                if (population.placed(i)) {
                    check(population, i, request.cell(p, i), sends, findings);
                }
            }
        }
    }

    private void check(CellSites population, int index, int number, boolean[] sends, Findings findings) {
        int hicann = population.hicann(index);
        int denmem = population.denmem(index);
        int lead = extraction.circuits(hicann).lead(denmem);
        if (lead != denmem) {
            findings.mute++;
            findings.example(() -> "%s on HICANN %d, denmem %d never fires: %s"
                    .formatted(
                            request.name(number),
                            hicann,
                            denmem,
                            lead == Circuits.NONE
                                    ? "no denmem of its circuit has activateFiring"
                                    : "denmem %d fires for its circuit".formatted(lead)));
            return;
        }
        if (!population.sends(index)) {
            return;
        }
        int address = configuration.hicann(hicann).orElseThrow().denmem(denmem).address();
        int dncMerger = population.dncMerger(index);
        Source source = new Source.Neuron(hicann, denmem, address);
        if (!sends[number]
                || dncMerger < 0
                || extraction.ways(source, dncMerger) == 0
                || address != population.address(index)) {
            findings.mute++;
            findings.example(() -> "%s on HICANN %d, denmem %d does not send address %d to DNC merger %d"
                    .formatted(request.name(number), hicann, denmem, population.address(index), dncMerger));
        }
        boolean recorded = request.populations().get(request.population(number)).spikesRecorded();
        if (recorded && !(sends[number] && heard(source))) {
            findings.unheard++;
        }
    }

    private boolean heard(Source source) {
        for (int d = 0; d < MergerTopology.DNC_MERGERS; d++) {
            boolean up = configuration.hicann(source.hicann()).orElseThrow().link(d) == LinkDirection.TO_DNC;
            if (up && extraction.ways(source, d) > 0) {
                return true;
            }
        }
        return false;
    }

    private void add(Source source, int number) {
        for (int d = 0; d < MergerTopology.DNC_MERGERS; d++) {
            int sender = Extraction.sender(source.hicann(), d);
            for (int way = extraction.ways(source, d); way > 0; way--) {
                if (entries == cell.length) {
                    cell = Arrays.copyOf(cell, 2 * entries);
                    next = Arrays.copyOf(next, 2 * entries);
                }
                cell[entries] = number;
                next[entries] = head[sender * ADDRESSES + source.address()];
                head[sender * ADDRESSES + source.address()] = entries++;
                mask[sender] |= 1L << source.address();
            }
        }
    }
}
