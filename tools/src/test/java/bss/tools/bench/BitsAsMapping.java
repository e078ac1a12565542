package bss.tools.bench;

import bss.mapper.extract.Extraction;
import bss.mapper.extract.Extractor;
import bss.mapper.extract.Hits;
import bss.mapper.extract.Source;
import bss.mapper.verify.Request;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The network that the bits of a wafer realise, read by the extractor, put into words that the legality checker
/// understands.
///
/// Neurons of single denmems are two populations: those of the top row are given as whole columns, since a neuron of
/// the mapper is a rectangle of columns; those of the bottom row as one denmem, which the checker reports.
final class BitsAsMapping {

    final Mapping mapping;
    final Request request;
    /// Synapses by chip and firing denmem.
    final int[] inputs = new int[WaferConfiguration.HICANNS * NeuronTopology.DENMEMS];

    /// Synapses whose source has another one on the same neuron.
    long repeated;
    int neurons;
    private final int[][] index = new int[2][WaferConfiguration.HICANNS * NeuronTopology.DENMEMS];
    private final List<List<Integer>> cells = List.of(new ArrayList<>(), new ArrayList<>());

    /// @param denmems of a neuron, 1 or 4
    /// @param dncOfBlock DNC merger by neuron block
    BitsAsMapping(WaferConfiguration wafer, int denmems, int[] dncOfBlock) {
        this(wafer, denmems, dncOfBlock, true);
    }

    /// @param traced whether synapses are listed; without, there are none
    BitsAsMapping(WaferConfiguration wafer, int denmems, int[] dncOfBlock, boolean traced) {
        Extraction extraction = Extractor.extract(wafer);
        for (int h : wafer.usedHicanns()) {
            HicannConfiguration chip = wafer.hicann(h).orElseThrow();
            for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
                if (chip.denmem(d).activateFiring()) {
                    int row = NeuronTopology.y(d);
                    index[row][at(h, d)] = cells.get(row).size();
                    cells.get(row).add(at(h, d));
                    neurons++;
                }
            }
        }
        List<CellSites> sites = new ArrayList<>();
        List<Request.Cells> asked = new ArrayList<>();
        for (int row = 0; row < 2; row++) {
            String label = row == 0 ? "top" : "bottom";
            int[] at = cells.get(row).stream().mapToInt(i -> i).toArray();
            HicannConfiguration[] chip = Arrays.stream(at)
                    .mapToObj(i -> wafer.hicann(i / NeuronTopology.DENMEMS).orElseThrow())
                    .toArray(HicannConfiguration[]::new);
            int[] dnc = new int[at.length];
            int[] address = new int[at.length];
            for (int i = 0; i < at.length; i++) {
                int d = at[i] % NeuronTopology.DENMEMS;
                boolean sends = chip[i].denmem(d).enableSpl1Output();
                dnc[i] = sends ? dncOfBlock[NeuronTopology.block(d)] : CellSites.NOWHERE;
                address[i] = sends ? chip[i].denmem(d).address() : CellSites.NOWHERE;
            }
            int[] size = new int[at.length];
            Arrays.fill(size, denmems == 4 ? 4 : row == 0 ? 2 : 1);
            sites.add(new CellSites(
                    label,
                    false,
                    Arrays.stream(at).map(i -> i / NeuronTopology.DENMEMS).toArray(),
                    Arrays.stream(at).map(i -> i % NeuronTopology.DENMEMS).toArray(),
                    size,
                    dnc,
                    address));
            asked.add(new Request.Cells(label, at.length, false, false, new double[at.length]));
        }
        List<Request.Synapses> projections = new ArrayList<>();
        List<SynapseSites> synapses = new ArrayList<>();
        if (traced) {
            trace(extraction, projections, synapses);
        }
        request = new Request(asked, projections);
        mapping = new Mapping(
                new Mapping.Text(new byte[0]), "bits", 1, 1e4, 3, 1, wafer, sites, synapses, List.of(), List.of());
    }

    private static int at(int hicann, int denmem) {
        return hicann * NeuronTopology.DENMEMS + denmem;
    }

    /// Every synapse belongs to the one source whose events hit it.
    private void trace(Extraction extraction, List<Request.Synapses> projections, List<SynapseSites> synapses) {
        Columns[] columns = {new Columns(), new Columns(), new Columns(), new Columns()};
        int[] lastSource = new int[inputs.length];
        int number = 0;
        for (Source.Neuron source : extraction.neurons()) {
            number++;
            int row = NeuronTopology.y(source.denmem());
            Hits hits = extraction.hits(source);
            for (int k = 0; k < hits.size(); k++) {
                int lead = at(hits.hicann(k), hits.lead(k));
                inputs[lead]++;
                repeated += lastSource[lead] == number ? 1 : 0;
                lastSource[lead] = number;
                int column = at(hits.hicann(k), hits.lead(k) % NeuronTopology.COLUMNS);
                int site = hits.hicann(k) * SynapseSites.PER_HICANN + hits.row(k) * 256 + hits.column(k);
                columns[2 * row + (hits.right(k) ? 1 : 0)].add(
                        index[row][at(source.hicann(), source.denmem())], index[0][column], site);
            }
        }
        for (int p = 0; p < columns.length; p++) {
            Columns c = columns[p];
            int n = c.size;
            float[] nothing = new float[n];
            projections.add(new Request.Synapses(
                    "p" + p, p / 2, 0, p % 2 == 1, Arrays.copyOf(c.source, n), Arrays.copyOf(c.target, n)));
            synapses.add(new SynapseSites("p" + p, Arrays.copyOf(c.site, n), nothing, nothing));
        }
    }

    long synapses() {
        return Arrays.stream(inputs).asLongStream().sum();
    }

    /// Lists that grow.
    private static final class Columns {
        private int size;
        private int[] source = new int[1024];
        private int[] target = new int[1024];
        private int[] site = new int[1024];

        void add(int newSource, int newTarget, int newSite) {
            if (size == source.length) {
                source = Arrays.copyOf(source, 2 * size);
                target = Arrays.copyOf(target, 2 * size);
                site = Arrays.copyOf(site, 2 * size);
            }
            source[size] = newSource;
            target[size] = newTarget;
            site[size++] = newSite;
        }
    }
}
