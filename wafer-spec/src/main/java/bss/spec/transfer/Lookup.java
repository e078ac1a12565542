package bss.spec.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A falling table of values in SI for ascending codes; between them it is linear. Calibtic's tables have every code.
///
/// Calibtic takes the last code whose value is not below the one asked for; with the straight line between
/// codes, rounding takes the nearest instead. Codes below or above the table give its first or last value.
public final class Lookup implements Transfer {

    private final int[] codes;
    private final double[] values;
    private final Domain domain;

    private Lookup(int[] codes, double[] values) {
        this.codes = codes;
        this.values = values;
        if (values.length == 0 || codes.length != values.length) {
            throw new IllegalArgumentException("table has %d codes and %d values, must have as many and at least one"
                    .formatted(codes.length, values.length));
        }
        for (int i = 1; i < values.length; i++) {
            if (!(values[i] <= values[i - 1])) {
                throw new IllegalArgumentException(
                        "table rises from %s to %s, must fall".formatted(values[i - 1], values[i]));
            }
            if (codes[i] <= codes[i - 1]) {
                throw new IllegalArgumentException(
                        "code %d of a table comes after %d, must ascend".formatted(codes[i], codes[i - 1]));
            }
        }
        domain = new Domain(values[values.length - 1], values[0]);
    }

    /// The table whose first value belongs to code `offset`, the next to the code after it; values must not rise.
    public static Lookup of(int offset, double... values) {
        return new Lookup(IntStream.range(offset, offset + values.length).toArray(), values.clone());
    }

    /// The table of values of these codes, which ascend; values must not rise.
    public static Lookup of(int[] codes, double[] values) {
        return new Lookup(codes.clone(), values.clone());
    }

    /// This table with fewer codes, so chosen that straight lines between them stay within a part `tolerance` of its
    /// values.
    public Lookup thinned(double tolerance) {
        List<Integer> kept = new ArrayList<>(List.of(0));
        while (kept.getLast() < values.length - 1) {
            int from = kept.getLast();
            int to = from + 1;
            while (to + 1 < values.length && isStraight(from, to + 1, tolerance)) {
                to++;
            }
            kept.add(to);
        }
        return new Lookup(
                kept.stream().mapToInt(k -> codes[k]).toArray(),
                kept.stream().mapToDouble(k -> values[k]).toArray());
    }

    private boolean isStraight(int from, int to, double tolerance) {
        double slope = (values[to] - values[from]) / (codes[to] - codes[from]);
        for (int k = from + 1; k < to; k++) {
            double line = values[from] + slope * (codes[k] - codes[from]);
            if (!(Math.abs(line - values[k]) <= tolerance * values[k])) {
                return false;
            }
        }
        return true;
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

    /// The codes of the table, ascending.
    public int[] codes() {
        return codes.clone();
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
            return codes[low];
        }
        return codes[low] - (codes[low] - codes[low - 1]) * ((value - values[low]) / (values[low - 1] - values[low]));
    }

    @Override
    public double toSi(double dac, OutsideDomain outside) {
        double code = new Domain(codes[0], codes[codes.length - 1]).respect(dac, outside);
        if (code <= codes[0]) {
            return values[0];
        }
        if (code >= codes[codes.length - 1]) {
            return values[values.length - 1];
        }
        int found = Arrays.binarySearch(codes, (int) code);
        int below = found >= 0 ? found : -found - 2;
        return values[below]
                + (code - codes[below]) / (codes[below + 1] - codes[below]) * (values[below + 1] - values[below]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lookup lookup
                && Arrays.equals(lookup.codes, codes)
                && Arrays.equals(lookup.values, values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(codes) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Lookup[codes %d..%d, %s]".formatted(codes[0], codes[codes.length - 1], domain);
    }
}
