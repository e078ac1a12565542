package bss.mapper.network;

/// Which values of a parameter mean something. What the hardware can reach is narrower and not decided here.
public enum Bound {
    FINITE("a finite number"),
    NON_NEGATIVE("at least 0"),
    POSITIVE("above 0"),
    PROBABILITY("from 0 to 1"),
    /// A rate in Hz: beyond 1 MHz no train can be drawn in reasonable time.
    RATE("from 0 to 1000000 Hz");

    private final String words;

    Bound(String words) {
        this.words = words;
    }

    /// What a value must be, to follow "must be".
    public String words() {
        return words;
    }

    public boolean accepts(double value) {
        if (!Double.isFinite(value)) {
            return false;
        }
        return switch (this) {
            case FINITE -> true;
            case NON_NEGATIVE -> value >= 0;
            case POSITIVE -> value > 0;
            case PROBABILITY -> value >= 0 && value <= 1;
            case RATE -> value >= 0 && value <= 1e6;
        };
    }

    double require(String what, double value) {
        if (!accepts(value)) {
            throw new IllegalArgumentException("%s is %s, must be %s".formatted(what, value, words));
        }
        return value;
    }
}
