package bss.mapper.picture;

import bss.spec.coord.HicannOnWafer;
import java.util.Arrays;
import java.util.Locale;

/// What an overlay colours the chips by: a value for each chip, and the end of the scale.
final class ChipValues {

    private final double[] values = new double[HicannOnWafer.COUNT];
    private final double max;

    /// @param share the values are fractions and shown in percent
    record Legend(String title, String unit, boolean share) {}

    private final Legend legend;

    private ChipValues(WaferView view, Overlay overlay) {
        long[] lost = view.lostByChip();
        Arrays.setAll(values, h -> switch (overlay) {
            case USE -> view.use().share(Resource.SYNAPSE_DRIVERS, h);
            case LOSS -> lost[h];
            case LINES -> view.use().lineShare(h);
            case DEFECTS -> view.defectsOn(h);
        });
        legend = switch (overlay) {
            case USE -> new Legend("Synapse drivers in use", "% of the chip's usable drivers", true);
            case LOSS -> new Legend("Synapses lost", "lost synapses, by the chip of the target neuron", false);
            case LINES -> new Legend("L1 lines in use", "% of the chip's usable lines", true);
            case DEFECTS -> new Legend("Defects", "components marked on the chip", false);
        };
        double largest = Arrays.stream(values).max().orElse(0);
        max = overlay == Overlay.USE ? 1 : legend.share() ? round(Math.max(largest, 0.01)) : countEnd(largest);
    }

    static ChipValues of(WaferView view, Overlay overlay) {
        return new ChipValues(view, overlay);
    }

    Legend legend() {
        return legend;
    }

    /// Place on the scale, 0 to 1.
    double place(int hicann) {
        return values[hicann] / max;
    }

    /// The value of a place on the scale, in words.
    String words(double place) {
        double value = place * max * (legend.share() ? 100 : 1);
        String text = String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.1f", value);
        return legend.share() ? text + " %" : text;
    }

    /// The value of a chip in words.
    String of(int hicann) {
        return words(place(hicann));
    }

    /// An end whose quarters are whole numbers.
    private static double countEnd(double largest) {
        return largest <= 20 ? 4 * Math.max(1, Math.ceil(largest / 4)) : round(largest);
    }

    /// The next of 1, 2, 4, 8 and 10 times a power of ten.
    private static double round(double value) {
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(value)));
        for (int step : new int[] {1, 2, 4, 8}) {
            if (value <= step * power * (1 + 1e-9)) {
                return step * power;
            }
        }
        return 10 * power;
    }
}
