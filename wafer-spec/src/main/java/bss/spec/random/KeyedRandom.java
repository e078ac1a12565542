package bss.spec.random;

/// Random numbers that depend on a seed and a key alone, never on who drew before.
///
/// A stream is a counter hashed under its key: draw `n` of key (seed, a, b, ...) is the same on every
/// machine, JDK and thread count. Give every independent decision its own key, for example
/// `KeyedRandom.of(networkSeed, PROJECTION, index)`. Only integer arithmetic and [StrictMath] are used.
///
/// Mixing function: the 64-bit finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), applied twice.
public final class KeyedRandom {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long key;
    private long counter;

    private KeyedRandom(long key) {
        this.key = key;
    }

    /// The stream of `seed` and the given key parts, from its first draw.
    public static KeyedRandom of(long seed, long... parts) {
        return new KeyedRandom(key(seed, parts));
    }

    /// A 64-bit key of `seed` and the given parts; the order of the parts matters.
    public static long key(long seed, long... parts) {
        long k = mix(seed + GOLDEN);
        for (long part : parts) {
            k = mix(k ^ mix(part + GOLDEN));
        }
        return k;
    }

    /// Draw number `counter` of a key, as a pure function.
    public static long hash(long key, long counter) {
        return mix(key ^ mix(counter * GOLDEN + GOLDEN));
    }

    /// 64 uniform bits.
    public long nextLong() {
        return hash(key, counter++);
    }

    /// Uniform in 0 (inclusive) to `bound` (exclusive), without bias.
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound is %d, must be positive".formatted(bound));
        }
        while (true) {
            long bits = nextLong() >>> 1;
            long value = bits % bound;
            if (bits - value + (bound - 1) >= 0) {
                return (int) value;
            }
        }
    }

    /// Uniform in 0 (inclusive) to 1 (exclusive), 53 bits.
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /// Standard normal, by Box and Muller; one value per two uniform draws.
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
    }

    /// Exponential with mean 1.
    public double nextExponential() {
        return -StrictMath.log(1 - nextDouble());
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
