package bss.spec.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A falling table of values in SI for the codes offset, offset + 1, ...; between codes it is linear.
///
/// Calibtic takes the last code whose value is not below the one asked for; with the straight line between
/// codes, rounding takes the nearest instead. Codes below or above the table give its first or last value.
public final class Lookup implements Transfer {

    private final int offset;
    private final double[] values;
    private final Domain domain;

    private Lookup(int offset, double[] values) {
        this.offset = offset;
        this.values = values;
        for (int i = 1; i < values.length; i++) {
            if (!(values[i] <= values[i - 1])) {
                throw new IllegalArgumentException(
                        "table rises from %s to %s, must fall".formatted(values[i - 1], values[i]));
            }
        }
        domain = new Domain(values[values.length - 1], values[0]);
    }

    /// The table whose first value belongs to code `offset`; values must not rise.
    public static Lookup of(int offset, double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("table is empty, must have a value");
        }
        return new Lookup(offset, values.clone());
    }

    /// A table in nanoseconds from a text resource of this package: `#` comments, `offset N`, one value per line.
    static Lookup resource(String name) {
        var stream = Lookup.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException("resource %s is missing".formatted(name));
        }
        int offset = 0;
        List<Double> seconds = new ArrayList<>();
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line : reader.readAllLines()) {
                if (line.startsWith("offset ")) {
                    offset = Integer.parseInt(line.substring("offset ".length()));
                } else if (!line.startsWith("#")) {
                    seconds.add(Double.parseDouble(line) / 1e9);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(offset, seconds.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /// The code of the first value.
    public int offset() {
        return offset;
    }

    /// How many codes the table has.
    public int size() {
        return values.length;
    }

    @Override
    public Domain domain() {
        return domain;
    }

    @Override
    public double toDac(double si, OutsideDomain outside) {
        double value = domain.clip(domain.respect(si, outside));
        // first entry that is not above the value
        int low = 0;
        int high = values.length - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (values[middle] <= value) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (low == 0 || values[low] == value) {
            return offset + low;
        }
        return offset + low - (value - values[low]) / (values[low - 1] - values[low]);
    }

    @Override
    public double toSi(double dac, OutsideDomain outside) {
        double index = new Domain(offset, offset + values.length - 1).respect(dac, outside) - offset;
        if (index <= 0) {
            return values[0];
        }
        if (index >= values.length - 1) {
            return values[values.length - 1];
        }
        int below = (int) index;
        return values[below] + (index - below) * (values[below + 1] - values[below]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lookup lookup && lookup.offset == offset && Arrays.equals(lookup.values, values);
    }

    @Override
    public int hashCode() {
        return 31 * offset + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Lookup[codes %d..%d, %s]".formatted(offset, offset + values.length - 1, domain);
    }
}
