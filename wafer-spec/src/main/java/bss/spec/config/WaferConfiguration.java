package bss.spec.config;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The configuration of a wafer, immutable: that of each chip in use. A chip without one stays in reset: it sends
/// nothing, and its repeaters block.
public final class WaferConfiguration {

    public static final int HICANNS = 384;

    /// PLL clock of all chips [MHz]; the one setting that this model runs at.
    public static final int PLL_MHZ = 125;

    private final @Nullable HicannConfiguration[] hicanns;
    private final int pllMhz;
    private final boolean dropBackgroundEvents;

    /// @param hicanns 384 entries, null for a chip in reset
    /// @param pllMhz clock of mergers, generators and synapse controllers
    /// @param dropBackgroundEvents the FPGAs discard events with L1 address 0 on their way to the host
    public WaferConfiguration(@Nullable HicannConfiguration[] hicanns, int pllMhz, boolean dropBackgroundEvents) {
        if (hicanns.length != HICANNS) {
            throw new IllegalArgumentException("a wafer has %d HICANNs, not %d".formatted(HICANNS, hicanns.length));
        }
        this.hicanns = hicanns.clone();
        this.pllMhz = pllMhz;
        this.dropBackgroundEvents = dropBackgroundEvents;
    }

    /// A wafer of which no chip is used.
    public static WaferConfiguration empty() {
        return new WaferConfiguration(new @Nullable HicannConfiguration[HICANNS], PLL_MHZ, true);
    }

    public Optional<HicannConfiguration> hicann(int hicann) {
        return Optional.ofNullable(hicanns[hicann]);
    }

    /// The chips that are configured, ascending.
    public int[] usedHicanns() {
        return IntStream.range(0, HICANNS).filter(h -> hicanns[h] != null).toArray();
    }

    public int pllMhz() {
        return pllMhz;
    }

    public boolean dropBackgroundEvents() {
        return dropBackgroundEvents;
    }

    /// This wafer with one chip's configuration replaced.
    public WaferConfiguration with(int hicann, HicannConfiguration configuration) {
        @Nullable HicannConfiguration[] copy = hicanns.clone();
        copy[hicann] = configuration;
        return new WaferConfiguration(copy, pllMhz, dropBackgroundEvents);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WaferConfiguration o
                && Arrays.equals(hicanns, o.hicanns)
                && pllMhz == o.pllMhz
                && dropBackgroundEvents == o.dropBackgroundEvents;
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(hicanns), pllMhz, dropBackgroundEvents);
    }
}
