package bss.mapper.network.io;

import bss.mapper.network.Bound;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.PairList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Collects listed pairs; the first one decides whether weights and delays are listed too.
final class PairColumns {

    private final int sources;
    private final int targets;
    private int[] source = new int[16];
    private int[] target = new int[16];
    private double[] weight = new double[0];
    private double[] delay = new double[0];
    private int width;
    private int size;

    PairColumns(int sources, int targets) {
        this.sources = sources;
        this.targets = targets;
    }

    /// How many numbers a pair must have, given that this one has `entries`; 0 if that is no choice.
    int width(int entries) {
        if (width == 0 && entries >= 2 && entries <= 4) {
            width = entries;
        }
        return width;
    }

    void add(List<JsonField> entries) throws NetworkFileException {
        if (size == source.length) {
            source = Arrays.copyOf(source, 2 * size);
            target = Arrays.copyOf(target, 2 * size);
        }
        source[size] = cell(entries.get(0), sources);
        target[size] = cell(entries.get(1), targets);
        if (width > 2) {
            weight = weight.length > size ? weight : Arrays.copyOf(weight, source.length);
            weight[size] = entries.get(2).number(Bound.NON_NEGATIVE);
        }
        if (width > 3) {
            delay = delay.length > size ? delay : Arrays.copyOf(delay, source.length);
            delay[size] = entries.get(3).number(Bound.POSITIVE);
        }
        size++;
    }

    /// A cell index; in an array with fractions elsewhere, a whole number is one too.
    private static int cell(JsonField field, int count) throws NetworkFileException {
        if (field.json() instanceof Json.Numeral number
                && number.value() == Math.rint(number.value())
                && number.value() >= 0
                && number.value() < count) {
            return (int) number.value();
        }
        throw field.wrong(
                count == 0 ? "a cell, of which there are none" : "an integer from 0 to %d".formatted(count - 1));
    }

    PairList toPairList() {
        return new PairList(
                Arrays.copyOf(source, size),
                Arrays.copyOf(target, size),
                width > 2 ? Optional.of(DoubleSeries.of(Arrays.copyOf(weight, size))) : Optional.empty(),
                width > 3 ? Optional.of(DoubleSeries.of(Arrays.copyOf(delay, size))) : Optional.empty());
    }
}
