package bss.mapper.write;

import bss.spec.config.Component;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.QuadConfig;
import java.util.OptionalInt;

/// The switches that make one neuron of a rectangle of denmems.
///
/// Vertical switches in all columns, horizontal ones inside the quads of which both columns belong to it, and between
/// quads the fire input of the top row's left-hand denmem of the right quad. The top left denmem fires.
/// Source: sthal:sthal/HICANN.cpp, connect_denmems.
final class NeuronWriter {

    private NeuronWriter() {}

    /// @param address of the events, empty if they go nowhere
    static void write(HicannConfigurationBuilder chip, int column, int size, OptionalInt address) {
        int end = column + size / 2;
        for (int x = column; x < end; x++) {
            QuadConfig quad = QuadConfig.fromBits(chip.word(Component.QUAD, x / 2));
            boolean both = x % 2 == 1 && x > column;
            chip.quad(
                    x / 2,
                    new QuadConfig(
                            quad.verticalLeft() || x % 2 == 0,
                            quad.verticalRight() || x % 2 == 1,
                            quad.horizontalTop() || both,
                            quad.horizontalBottom() || both));
            boolean first = x == column;
            boolean joined = x % 2 == 0 && !first;
            if (first || joined) {
                chip.denmem(
                        x,
                        new DenmemConfig(
                                first ? address.orElse(0) : 0,
                                first,
                                first && address.isPresent(),
                                joined,
                                false,
                                false));
            }
        }
    }

    /// Lets the current generator into a denmem.
    static void stimulate(HicannConfigurationBuilder chip, int denmem) {
        DenmemConfig old = DenmemConfig.fromBits(chip.word(Component.DENMEM, denmem));
        chip.denmem(
                denmem,
                new DenmemConfig(
                        old.address(),
                        old.activateFiring(),
                        old.enableSpl1Output(),
                        old.enableFireInput(),
                        old.enableAout(),
                        true));
    }
}
