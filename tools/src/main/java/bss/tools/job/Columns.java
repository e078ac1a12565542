package bss.tools.job;

import bss.tools.job.v1.SpikeTrains;
import bss.tools.job.v1.Values;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Reads and writes columns of numbers. The `where` of a message names the place, as `population 'exc', parameter
/// tau_m`.
public final class Columns {

    private Columns() {}

    /// Numbers of 8 bytes, little-endian.
    public static double[] f64(String where, ByteString bytes) throws JobException {
        requireWhole(where, bytes, Double.BYTES);
        double[] values = new double[bytes.size() / Double.BYTES];
        bytes.asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(values);
        return values;
    }

    /// Numbers of 4 bytes, little-endian.
    public static int[] i32(String where, ByteString bytes) throws JobException {
        requireWhole(where, bytes, Integer.BYTES);
        int[] values = new int[bytes.size() / Integer.BYTES];
        bytes.asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(values);
        return values;
    }

    /// Numbers `from` to before `to` as a column of 8 bytes each.
    public static ByteString bytes(double[] values, int from, int to) {
        ByteBuffer bytes = ByteBuffer.allocate((to - from) * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values, from, to - from);
        return ByteString.copyFrom(bytes);
    }

    /// Numbers `from` to before `to` as a column of 4 bytes each.
    public static ByteString bytes(int[] values, int from, int to) {
        ByteBuffer bytes = ByteBuffer.allocate((to - from) * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values, from, to - from);
        return ByteString.copyFrom(bytes);
    }

    /// One value for each of `n`.
    public static double[] values(String where, Values values, int n) throws JobException {
        double[] all;
        if (values.getOfCase() == Values.OfCase.F64) {
            all = f64(where, values.getF64());
            if (all.length != n) {
                throw JobException.invalid("%s: %d values, must be %d", where, all.length, n);
            }
        } else {
            all = new double[n];
            Arrays.fill(all, values.getAll());
        }
        for (int i = 0; i < n; i++) {
            if (!Double.isFinite(all[i])) {
                throw JobException.invalid("%s: value %d is %s, must be finite", where, i, all[i]);
            }
        }
        return all;
    }

    /// Indices of cells, of all `size` if none are given.
    public static int[] cells(String where, ByteString bytes, int size) throws JobException {
        if (bytes.isEmpty()) {
            return IntStream.range(0, size).toArray();
        }
        int[] cells = i32(where, bytes);
        for (int cell : cells) {
            if (cell < 0 || cell >= size) {
                throw JobException.invalid("%s: cell is %d, must be 0 to %d", where, cell, size - 1);
            }
        }
        return cells;
    }

    /// One ascending train for each of `n` cells, ms.
    public static double[][] trains(String where, SpikeTrains trains, int n) throws JobException {
        int[] counts = i32(where, trains.getCounts());
        double[] times = f64(where, trains.getTimes());
        if (counts.length != n || IntStream.of(counts).anyMatch(c -> c < 0)) {
            throw JobException.invalid("%s: %d trains, must be %d with 0 or more spikes each", where, counts.length, n);
        }
        if (IntStream.of(counts).asLongStream().sum() != times.length) {
            throw JobException.invalid(
                    "%s: %d spike times, must be %d",
                    where, times.length, IntStream.of(counts).asLongStream().sum());
        }
        double[][] all = new double[n][];
        int from = 0;
        for (int cell = 0; cell < n; cell++) {
            all[cell] = Arrays.copyOfRange(times, from, from + counts[cell]);
            from += counts[cell];
            for (int k = 0; k < all[cell].length; k++) {
                double t = all[cell][k];
                if (!(t >= 0 && t < Double.POSITIVE_INFINITY) || (k > 0 && t < all[cell][k - 1])) {
                    throw JobException.invalid(
                            "%s: spike %d of cell %d is at %s ms, must be 0 or above and not before the one before",
                            where, k, cell, t);
                }
            }
        }
        return all;
    }

    private static void requireWhole(String where, ByteString bytes, int each) throws JobException {
        if (bytes.size() % each != 0) {
            throw JobException.invalid("%s: %d bytes, must be a multiple of %d", where, bytes.size(), each);
        }
    }
}
