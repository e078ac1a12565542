package bss.mapper.check;

import bss.mapper.verify.Request;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;

/// Where the mapping has put its cells, denmem by denmem and bus by bus. Filling it finds cells in each other's way.
final class Occupancy {

    static final int FREE = -1;

    private static final int ADDRESSES = 64;
    private static final int BLOCK_COLUMNS = 32;

    private final Violations violations;
    private final Request request;
    private final int[] neuron = new int[WaferConfiguration.HICANNS * NeuronTopology.DENMEMS];
    private final int[] addressee = new int[WaferConfiguration.HICANNS * MergerTopology.DNC_MERGERS * ADDRESSES];
    private final boolean[] neurons = new boolean[WaferConfiguration.HICANNS * MergerTopology.DNC_MERGERS];
    private final boolean[] externals = new boolean[WaferConfiguration.HICANNS * MergerTopology.DNC_MERGERS];
    // by chip: the DNC merger of each block's senders, FREE if it has none
    private final int[] dncOfBlock = new int[WaferConfiguration.HICANNS * MergerTopology.NEURON_BLOCKS];
    private final boolean[] populated = new boolean[WaferConfiguration.HICANNS];

    Occupancy(Mapping mapping, Request request, Violations violations) {
        this.request = request;
        this.violations = violations;
        Arrays.fill(neuron, FREE);
        Arrays.fill(addressee, FREE);
        Arrays.fill(dncOfBlock, FREE);
        for (int p = 0; p < mapping.cells().size(); p++) {
            CellSites sites = mapping.cells().get(p);
            for (int i = 0; i < sites.count(); i++) {
                if (sites.placed(i)) {
                    populated[sites.hicann(i)] = true;
                    if (!sites.external()) {
                        place(sites, i, request.cell(p, i), mapping.configuration());
                    }
                    if (sites.sends(i)) {
                        send(sites, i, request.cell(p, i));
                    }
                }
            }
        }
    }

    private void place(CellSites sites, int index, int cell, WaferConfiguration wafer) {
        int hicann = sites.hicann(index);
        int column = sites.denmem(index);
        int size = sites.size(index);
        boolean rectangle = size >= 2
                && size <= 64
                && size % 2 == 0
                && column >= 0
                && column < NeuronTopology.COLUMNS
                && column / BLOCK_COLUMNS == (column + size / 2 - 1) / BLOCK_COLUMNS;
        if (!rectangle) {
            violations.add(
                    Rule.NEURON_RECTANGLE,
                    () -> "neuron %s on HICANN %d".formatted(request.name(cell), hicann),
                    "%d denmems from denmem %d".formatted(size, column),
                    "an even number from 2 to 64 from a denmem of the top row, inside a block of 32 columns");
            return;
        }
        for (int x = column; x < column + size / 2; x++) {
            for (int y = 0; y < 2; y++) {
                int at = hicann * NeuronTopology.DENMEMS + NeuronTopology.denmem(x, y);
                int before = neuron[at];
                if (before != FREE) {
                    int denmem = NeuronTopology.denmem(x, y);
                    violations.add(
                            Rule.DENMEM_OVERLAP,
                            () -> "denmem %d of HICANN %d".formatted(denmem, hicann),
                            "part of %s and %s".formatted(request.name(before), request.name(cell)),
                            "part of one neuron");
                }
                neuron[at] = cell;
            }
        }
        HicannConfiguration chip = wafer.hicann(hicann).orElse(HicannConfiguration.RESET);
        if (sites.sends(index) && chip.denmem(column).address() != sites.address(index)) {
            violations.add(
                    Rule.ADDRESS_WRITTEN,
                    () -> "L1 address of denmem %d of HICANN %d".formatted(column, hicann),
                    chip.denmem(column).address(),
                    sites.address(index));
        }
        if (!chip.denmem(column).enableSpl1Output() && sites.sends(index)) {
            violations.add(
                    Rule.ADDRESS_WRITTEN,
                    () -> "spike output of denmem %d of HICANN %d".formatted(column, hicann),
                    "off",
                    "on, %s sends".formatted(request.name(cell)));
        }
    }

    private void send(CellSites sites, int index, int cell) {
        int hicann = sites.hicann(index);
        if (sites.dncMerger(index) < 0 || sites.dncMerger(index) >= MergerTopology.DNC_MERGERS) {
            violations.add(
                    Rule.ADDRESS_WRITTEN,
                    () -> "DNC merger of %s".formatted(request.name(cell)),
                    sites.dncMerger(index),
                    "0 to 7, it has an L1 address");
            return;
        }
        int bus = hicann * MergerTopology.DNC_MERGERS + sites.dncMerger(index);
        int address = sites.address(index);
        (sites.external() ? externals : neurons)[bus] = true;
        if (address == 0 || address % 16 == HicannConfiguration.DECODER_OFF) {
            violations.add(
                    Rule.ADDRESS_RESERVED,
                    () -> "L1 address of %s".formatted(request.name(cell)),
                    address,
                    "neither 0 (locking) nor 1, 17, 33, 49 (unused synapses)");
        }
        int before = addressee[bus * ADDRESSES + address];
        if (before != FREE) {
            violations.add(
                    Rule.ADDRESS_UNIQUE,
                    () -> "L1 address %d of HICANN %d, DNC merger %d"
                            .formatted(address, hicann, sites.dncMerger(index)),
                    "that of %s and %s".formatted(request.name(before), request.name(cell)),
                    "that of one cell");
        }
        addressee[bus * ADDRESSES + address] = cell;
        if (!sites.external()) {
            int block = hicann * MergerTopology.NEURON_BLOCKS + NeuronTopology.block(sites.denmem(index));
            if (dncOfBlock[block] != FREE && dncOfBlock[block] != sites.dncMerger(index)) {
                violations.add(
                        Rule.BLOCK_SENT_TWICE,
                        () -> "neuron block of %s on HICANN %d".formatted(request.name(cell), hicann),
                        "sent by DNC mergers %d and %d".formatted(dncOfBlock[block], sites.dncMerger(index)),
                        "sent by one");
            }
            dncOfBlock[block] = sites.dncMerger(index);
        }
    }

    /// The neuron that a denmem is part of, or FREE.
    int neuron(int hicann, int denmem) {
        return neuron[hicann * NeuronTopology.DENMEMS + denmem];
    }

    String name(int cell) {
        return request.name(cell);
    }

    boolean sendsNeurons(int hicann, int dncMerger) {
        return neurons[hicann * MergerTopology.DNC_MERGERS + dncMerger];
    }

    boolean sendsExternals(int hicann, int dncMerger) {
        return externals[hicann * MergerTopology.DNC_MERGERS + dncMerger];
    }

    /// The DNC merger that a block's neurons send on, or FREE.
    int dncOfBlock(int hicann, int block) {
        return dncOfBlock[hicann * MergerTopology.NEURON_BLOCKS + block];
    }

    /// Whether any cell is on the chip.
    boolean populated(int hicann) {
        return populated[hicann];
    }
}
