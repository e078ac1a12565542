package bss.mapper.network;

import bss.spec.random.KeyedRandom;

/// A parameter, initial value, weight or delay of many cells or synapses.
///
/// The value of element `i` depends on the key and `i` alone: a larger population begins with the values of a
/// smaller one. A draw outside the parameter's [Bound] is drawn again, so a distribution is truncated to what
/// means something. Parametrisation: PyNN's `RandomDistribution` (numpy's generators).
public sealed interface Value {

    /// Draws for one element before the distribution counts as unable to meet its bound.
    int MAX_DRAWS = 100_000;

    /// The value of element `index`, drawn under `key` if random.
    double at(int index, long key, Bound bound);

    /// The values of elements 0 to `n` - 1.
    default double[] resolve(int n, long key, Bound bound) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = at(i, key, bound);
        }
        return values;
    }

    static Value of(double value) {
        return new Constant(value);
    }

    /// The same for every element.
    record Constant(double value) implements Value {
        public Constant {
            Bound.FINITE.require("value", value);
        }

        @Override
        public double at(int index, long key, Bound bound) {
            return value;
        }
    }

    /// One value per element.
    record PerCell(DoubleSeries values) implements Value {
        @Override
        public double at(int index, long key, Bound bound) {
            return values.get(index);
        }
    }

    /// A value drawn for each element.
    sealed interface Distribution extends Value {

        double draw(KeyedRandom random);

        /// Whether draws within the bound are frequent enough (more than about one in a thousand).
        boolean reaches(Bound bound);

        @Override
        default double at(int index, long key, Bound bound) {
            KeyedRandom random = KeyedRandom.of(key, index);
            for (int attempt = 0; attempt < MAX_DRAWS; attempt++) {
                double value = draw(random);
                if (bound.accepts(value)) {
                    return value;
                }
            }
            throw new IllegalArgumentException("%s gives no value %s".formatted(this, bound.words()));
        }
    }

    /// Gaussian with mean `mu` and standard deviation `sigma`.
    record Normal(double mu, double sigma) implements Distribution {
        public Normal {
            Bound.FINITE.require("mu", mu);
            Bound.NON_NEGATIVE.require("sigma", sigma);
        }

        @Override
        public double draw(KeyedRandom random) {
            return mu + sigma * random.nextGaussian();
        }

        @Override
        public boolean reaches(Bound bound) {
            return bound.accepts(mu) || bound.accepts(mu + 3 * sigma) || bound.accepts(mu - 3 * sigma);
        }
    }

    /// Uniform from `low` (inclusive) to `high` (exclusive).
    record Uniform(double low, double high) implements Distribution {
        public Uniform {
            Bound.FINITE.require("low", low);
            Bound.FINITE.require("high", high);
            if (low > high || !Double.isFinite(high - low)) {
                throw new IllegalArgumentException("low is %s, must not be above high %s".formatted(low, high));
            }
        }

        @Override
        public double draw(KeyedRandom random) {
            return low + (high - low) * random.nextDouble();
        }

        @Override
        public boolean reaches(Bound bound) {
            for (int k = 0; k < 1000; k++) {
                if (bound.accepts(low + (high - low) * (k / 1000.0))) {
                    return true;
                }
            }
            return false;
        }
    }

    /// `exp` of a Gaussian with mean `mu` and standard deviation `sigma`.
    record LogNormal(double mu, double sigma) implements Distribution {
        public LogNormal {
            Bound.FINITE.require("mu", mu);
            Bound.NON_NEGATIVE.require("sigma", sigma);
        }

        @Override
        public double draw(KeyedRandom random) {
            return StrictMath.exp(mu + sigma * random.nextGaussian());
        }

        @Override
        public boolean reaches(Bound bound) {
            return bound.accepts(StrictMath.exp(mu)) || bound.accepts(StrictMath.exp(mu - 3 * sigma));
        }
    }

    /// Exponential with mean `beta`.
    record Exponential(double beta) implements Distribution {
        public Exponential {
            Bound.POSITIVE.require("beta", beta);
        }

        @Override
        public double draw(KeyedRandom random) {
            return beta * random.nextExponential();
        }

        @Override
        public boolean reaches(Bound bound) {
            return bound.accepts(beta * 1e-3);
        }
    }
}
