package bss.mapper.picture;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A colour scale: anchors at equal distances, blended in OKLab so that equal steps look equal.
///
/// Lightness only rises or only falls along it, so that it can be read without seeing hues and in print.
/// Source of the colour space: Björn Ottosson, "A perceptual color space for image processing", 2020.
///
/// @param anchors RGB as 0xRRGGBB, two at least
record Scale(List<Integer> anchors) {

    Scale {
        anchors = List.copyOf(anchors);
    }

    /// The colour at `t`, 0 to 1, as `#rrggbb`.
    String at(double t) {
        double place = Math.clamp(t, 0.0, 1.0) * (anchors.size() - 1);
        int k = Math.min((int) place, anchors.size() - 2);
        double[] from = toOkLab(anchors.get(k));
        double[] to = toOkLab(anchors.get(k + 1));
        double[] lab = new double[3];
        Arrays.setAll(lab, i -> from[i] + (place - k) * (to[i] - from[i]));
        return "#%06x".formatted(toRgb(lab));
    }

    /// Colours at `n` places from 0 to 1.
    List<String> samples(int n) {
        return IntStream.range(0, n).mapToObj(i -> at((double) i / (n - 1))).toList();
    }

    /// OKLab's lightness at `t`, 0 black to 1 white.
    double lightness(double t) {
        return toOkLab(Integer.parseInt(at(t).substring(1), 16))[0];
    }

    private static double[] toOkLab(int rgb) {
        double r = linear((rgb >> 16 & 255) / 255.0);
        double g = linear((rgb >> 8 & 255) / 255.0);
        double b = linear((rgb & 255) / 255.0);
        double l = StrictMath.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = StrictMath.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = StrictMath.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        return new double[] {
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
        };
    }

    private static int toRgb(double[] lab) {
        double l = cube(lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2]);
        double m = cube(lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2]);
        double s = cube(lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2]);
        int r = eightBit(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
        int g = eightBit(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
        int b = eightBit(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
        return r << 16 | g << 8 | b;
    }

    private static double cube(double x) {
        return x * x * x;
    }

    private static double linear(double c) {
        return c <= 0.04045 ? c / 12.92 : StrictMath.pow((c + 0.055) / 1.055, 2.4);
    }

    private static int eightBit(double c) {
        double encoded = c <= 0.0031308 ? 12.92 * c : 1.055 * StrictMath.pow(c, 1 / 2.4) - 0.055;
        return (int) Math.clamp(Math.round(255 * encoded), 0L, 255L);
    }
}
