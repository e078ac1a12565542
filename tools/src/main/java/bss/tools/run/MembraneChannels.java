package bss.tools.run;

import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.Variable;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.BackendException;
import bss.spec.config.AnalogOutputConfig;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.WaferConfiguration;
import bss.spec.coord.AdcGroupOnWafer;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.topology.NeuronTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.List;

/// The way of the recorded membranes through the twelve ADC channels of a wafer: two for each ADC group.
///
/// The first neuron of a group takes output 0 and shows its upper left denmem, the second output 1 and the denmem
/// below: two outputs of a chip must show different positions of the quad.
public final class MembraneChannels {

    /// How many membranes a wafer records at once.
    public static final int CHANNELS = 2 * AdcGroupOnWafer.COUNT;

    private final Mapping mapping;
    private final List<Channel> channels = new ArrayList<>();

    /// A recorded cell and its analog output.
    public record Channel(int population, int cell, int hicann, int output) {

        /// A recording of so many samples.
        public AdcRequest request(int samples) {
            return new AdcRequest(hicann, output, samples);
        }
    }

    private MembraneChannels(Mapping mapping) {
        this.mapping = mapping;
    }

    /// @throws BackendException if there are more than twelve, or more than two in one ADC group
    static MembraneChannels of(Mapping mapping, Network network) throws BackendException {
        int recorded = network.populations().stream()
                .filter(p -> p.record().contains(Variable.V))
                .mapToInt(p -> p.recordCells().indices(p.size()).length)
                .sum();
        if (recorded > CHANNELS) {
            throw new BackendException("v of %d cells is recorded, must be at most %d, one for each ADC channel of the"
                            .formatted(recorded, CHANNELS)
                    + " wafer: choose them with record_cells");
        }
        int[][] cells = new int[network.populations().size()][];
        for (int p = 0; p < cells.length; p++) {
            Population population = network.populations().get(p);
            cells[p] = population.record().contains(Variable.V)
                    ? population.recordCells().indices(population.size())
                    : new int[0];
        }
        return of(mapping, cells);
    }

    /// The way of these membranes.
    ///
    /// @param cells by population, whose membranes are recorded
    /// @throws BackendException if there are more than two in one ADC group
    public static MembraneChannels of(Mapping mapping, int[][] cells) throws BackendException {
        MembraneChannels all = new MembraneChannels(mapping);
        int[] used = new int[AdcGroupOnWafer.COUNT];
        for (int p = 0; p < cells.length; p++) {
            CellSites sites = mapping.cells().get(p);
            for (int cell : cells[p]) {
                if (sites.placed(cell)) {
                    int group = WaferTopology.adcGroup(WaferTopology.dnc(sites.hicann(cell)));
                    all.add(new Channel(p, cell, sites.hicann(cell), used[group]++), sites.label(), group);
                }
            }
        }
        return all;
    }

    private void add(Channel channel, String population, int group) throws BackendException {
        if (channel.output() > 1) {
            throw new BackendException(
                    "v of %s[%d] on HICANN %d is the third membrane to record in ADC group %d, must be at most 2:"
                                    .formatted(population, channel.cell(), channel.hicann(), group)
                            + " choose others with record_cells, or other chips with placement");
        }
        channels.add(channel);
    }

    /// In the order of the cells.
    public List<Channel> channels() {
        return channels;
    }

    /// The mapping's configuration with the recorded membranes on their outputs.
    public WaferConfiguration configuration() {
        WaferConfiguration wafer = mapping.configuration();
        for (Channel channel : channels) {
            wafer = wafer.with(
                    channel.hicann(), showing(wafer.hicann(channel.hicann()).orElseThrow(), channel));
        }
        return wafer;
    }

    private HicannConfiguration showing(HicannConfiguration chip, Channel channel) {
        int lead = mapping.cells().get(channel.population()).denmem(channel.cell());
        int shown = NeuronTopology.denmem(NeuronTopology.x(lead), channel.output());
        int position = NeuronTopology.quadPosition(shown);
        HicannConfigurationBuilder bits = chip.toBuilder();
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            if (NeuronTopology.quadPosition(d) == position) {
                DenmemConfig c = chip.denmem(d);
                bits.denmem(
                        d,
                        new DenmemConfig(
                                c.address(),
                                c.activateFiring(),
                                c.enableSpl1Output(),
                                c.enableFireInput(),
                                d == shown,
                                c.enableCurrentInput()));
            }
        }
        return bits.analogOutput(channel.output(), AnalogOutputConfig.membrane(position))
                .build();
    }
}
