package bss.mapper;

import bss.mapper.drivers.DriverAllocator;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Options of a mapping.
///
/// @param strategy how to search
/// @param neuronSize denmems of every neuron, even, 2 to 64; empty: chosen per neuron from its inputs
/// @param chainLength most synapse drivers in a chain, 1 to 56
/// @param seed of the search's own draws
/// @param timeLimitSeconds wall time after which a search that improves its result stops
/// @param hicanns chips that may be used; empty: all
/// @param speedup biological over hardware time, 1e3 to 1e5
/// @param maxClip refuse if more values of neurons than this are clipped; empty: never
/// @param freeze cells that stay where an older mapping has them; empty: none
public record MapperOptions(
        Strategy strategy,
        OptionalInt neuronSize,
        int chainLength,
        long seed,
        double timeLimitSeconds,
        List<Integer> hicanns,
        double speedup,
        OptionalInt maxClip,
        Optional<Freeze> freeze) {

    public static final MapperOptions DEFAULTS = new MapperOptions(
            Strategy.OPTIMISE,
            OptionalInt.empty(),
            3,
            1,
            600,
            List.of(),
            10_000,
            OptionalInt.empty(),
            Optional.empty());

    public MapperOptions {
        hicanns = List.copyOf(hicanns);
        if (neuronSize.isPresent()
                && (neuronSize.getAsInt() < 2 || neuronSize.getAsInt() > 64 || neuronSize.getAsInt() % 2 != 0)) {
            throw new IllegalArgumentException(
                    "neuron size is %d, must be even, 2 to 64".formatted(neuronSize.getAsInt()));
        }
        if (chainLength < 1 || chainLength > DriverAllocator.MAX_CHAIN_LENGTH) {
            throw new IllegalArgumentException(
                    "chain length is %d, must be 1 to %d".formatted(chainLength, DriverAllocator.MAX_CHAIN_LENGTH));
        }
        if (!(timeLimitSeconds > 0)) {
            throw new IllegalArgumentException("time limit is %s s, must be above 0".formatted(timeLimitSeconds));
        }
        for (int h : hicanns) {
            if (h < 0 || h > 383) {
                throw new IllegalArgumentException("HICANN is %d, must be 0 to 383".formatted(h));
            }
        }
        if (!(speedup >= 1e3 && speedup <= 1e5)) {
            throw new IllegalArgumentException("speed-up is %s, must be 1000 to 100000".formatted(speedup));
        }
        if (maxClip.isPresent() && maxClip.getAsInt() < 0) {
            throw new IllegalArgumentException("max clip is %d, must not be negative".formatted(maxClip.getAsInt()));
        }
    }

    /// The allowed chips as a set.
    BitSet allowed() {
        BitSet set = new BitSet();
        if (hicanns.isEmpty()) {
            set.set(0, 384);
        }
        hicanns.forEach(set::set);
        return set;
    }

    public MapperOptions withStrategy(Strategy value) {
        return new MapperOptions(
                value, neuronSize, chainLength, seed, timeLimitSeconds, hicanns, speedup, maxClip, freeze);
    }

    public MapperOptions withNeuronSize(int value) {
        return new MapperOptions(
                strategy,
                OptionalInt.of(value),
                chainLength,
                seed,
                timeLimitSeconds,
                hicanns,
                speedup,
                maxClip,
                freeze);
    }

    public MapperOptions withChainLength(int value) {
        return new MapperOptions(
                strategy, neuronSize, value, seed, timeLimitSeconds, hicanns, speedup, maxClip, freeze);
    }

    public MapperOptions withSeed(long value) {
        return new MapperOptions(
                strategy, neuronSize, chainLength, value, timeLimitSeconds, hicanns, speedup, maxClip, freeze);
    }

    public MapperOptions withTimeLimitSeconds(double value) {
        return new MapperOptions(strategy, neuronSize, chainLength, seed, value, hicanns, speedup, maxClip, freeze);
    }

    public MapperOptions withHicanns(List<Integer> value) {
        return new MapperOptions(
                strategy, neuronSize, chainLength, seed, timeLimitSeconds, value, speedup, maxClip, freeze);
    }

    public MapperOptions withSpeedup(double value) {
        return new MapperOptions(
                strategy, neuronSize, chainLength, seed, timeLimitSeconds, hicanns, value, maxClip, freeze);
    }

    public MapperOptions withMaxClip(int value) {
        return new MapperOptions(
                strategy,
                neuronSize,
                chainLength,
                seed,
                timeLimitSeconds,
                hicanns,
                speedup,
                OptionalInt.of(value),
                freeze);
    }

    public MapperOptions withFreeze(Freeze value) {
        return new MapperOptions(
                strategy,
                neuronSize,
                chainLength,
                seed,
                timeLimitSeconds,
                hicanns,
                speedup,
                maxClip,
                Optional.of(value));
    }
}
