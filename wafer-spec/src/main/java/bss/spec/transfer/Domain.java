package bss.spec.transfer;

/// A closed interval of electrical values in SI on which a [Transfer] holds.
public record Domain(double min, double max) {

    /// Every finite value.
    public static final Domain ALL = new Domain(-Double.MAX_VALUE, Double.MAX_VALUE);

    public Domain {
        if (!(min <= max)) {
            throw new IllegalArgumentException("domain is %s..%s, must be ascending".formatted(min, max));
        }
    }

    /// Whether `value` lies inside, ends included.
    public boolean contains(double value) {
        return value >= min && value <= max;
    }

    /// The nearest value inside.
    public double clip(double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("value is NaN, must be a number");
        }
        return Math.clamp(value, min, max);
    }

    double respect(double value, OutsideDomain outside) {
        double inside = clip(value);
        return switch (outside) {
            case CLIP -> inside;
            case IGNORE -> value;
            case THROW -> {
                if (inside != value) {
                    throw new IllegalArgumentException("value is %s, must be %s..%s".formatted(value, min, max));
                }
                yield value;
            }
        };
    }
}
