package bss.mapper.network;

import java.util.Arrays;

/// An immutable row of doubles that compares by value.
public final class DoubleSeries {

    private final double[] values;

    private DoubleSeries(double[] values) {
        this.values = values;
    }

    public static DoubleSeries of(double... values) {
        return new DoubleSeries(values.clone());
    }

    public int size() {
        return values.length;
    }

    public double get(int index) {
        return values[index];
    }

    public double[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DoubleSeries that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
