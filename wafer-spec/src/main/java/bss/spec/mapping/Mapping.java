package bss.spec.mapping;

import bss.spec.config.WaferConfiguration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The result of mapping a network: the bits, and the way back from the bits to the network.
///
/// @param network the network file in canonical form, UTF-8
/// @param strategy how it was mapped
/// @param seed of the search
/// @param speedup hardware time runs so many times faster than biological time
/// @param alpha hardware volts per biological volt
/// @param shiftVolt hardware potential of 0 mV
/// @param configuration the bits
/// @param cells by population, in the order of the network
/// @param synapses by projection, in the order of the network
/// @param losses reasons that lost synapses refer to
/// @param realised parameters of the neuron populations, in the order of the network (external ones are left out)
/// @param calibration the measured calibration that it was made with; empty: the ideal one
public record Mapping(
        Text network,
        String strategy,
        long seed,
        double speedup,
        double alpha,
        double shiftVolt,
        WaferConfiguration configuration,
        List<CellSites> cells,
        List<SynapseSites> synapses,
        List<Loss> losses,
        List<RealisedCells> realised,
        Optional<MappedCalibration> calibration) {

    /// A mapping made with the ideal calibration.
    public Mapping(
            Text network,
            String strategy,
            long seed,
            double speedup,
            double alpha,
            double shiftVolt,
            WaferConfiguration configuration,
            List<CellSites> cells,
            List<SynapseSites> synapses,
            List<Loss> losses,
            List<RealisedCells> realised) {
        this(
                network,
                strategy,
                seed,
                speedup,
                alpha,
                shiftVolt,
                configuration,
                cells,
                synapses,
                losses,
                realised,
                Optional.empty());
    }

    public Mapping {
        cells = List.copyOf(cells);
        synapses = List.copyOf(synapses);
        losses = List.copyOf(losses);
        realised = List.copyOf(realised);
    }

    /// Bytes that cannot change.
    public static final class Text {

        private final Supplier<byte[]> source;
        private byte @Nullable [] bytes;

        public Text(byte[] bytes) {
            byte[] copy = bytes.clone();
            this.source = () -> copy;
        }

        /// Bytes that are made when they are asked for: the text of a large network takes seconds.
        ///
        /// @param source gives the same bytes whenever it is called
        public Text(Supplier<byte[]> source) {
            this.source = source;
        }

        public byte[] bytes() {
            return known().clone();
        }

        private synchronized byte[] known() {
            byte[] made = bytes;
            if (made == null) {
                made = source.get();
                bytes = made;
            }
            return made;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Text o && Arrays.equals(known(), o.known());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(known());
        }
    }
}
