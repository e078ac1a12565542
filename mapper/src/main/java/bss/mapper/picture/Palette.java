package bss.mapper.picture;

import java.util.List;

/// All colours of pictures and pages. Scales run from nothing, close to the background, to much.
final class Palette {

    static final String PAPER = "#ffffff";
    static final String INK = "#1b242c";
    static final String FAINT_INK = "#66727d";
    static final String HAIRLINE = "#d5dade";
    static final String WAFER = "#eef0f2";

    static final String UNUSED_CHIP = "#fbfcfc";
    static final String TRANSIT_CHIP = "#dde2e6";
    static final String DEFECT_CHIP = "#b9bfc5";
    static final String INPUT_MARK = "#f0a202";
    static final String DEFECT_MARK = "#3a444d";
    static final String TRUNK = "#2c1a57";
    static final String ROUTE = "#e0006f";

    private static final Scale USE = scale(0xeef5f2, 0xbfdfd6, 0x79bdb9, 0x3b8fa3, 0x1f5c7e, 0x132c4e);
    private static final Scale LOSS = scale(0xfaf3e8, 0xf6d3a4, 0xec9f61, 0xd0633a, 0x983321, 0x541512);
    private static final Scale LINES = scale(0xf7f4fb, 0xe6def2, 0xd2c6e8, 0xbdadda, 0xa692cc, 0x8e78bc);
    private static final Scale DEFECTS = scale(0xf4f4f2, 0xd2d2ce, 0xabaaa5, 0x807e79, 0x55534f, 0x2b2a27);

    private static final Scale DARK_USE = scale(0x22303a, 0x234f61, 0x28748a, 0x4ba1a5, 0x95cfbf, 0xe9f6ee);
    private static final Scale DARK_LOSS = scale(0x30261f, 0x61301f, 0x9b4728, 0xd37b40, 0xf1b879, 0xfdf0db);
    private static final Scale DARK_LINES = scale(0x26232f, 0x2f2a44, 0x3a335a, 0x463d70, 0x534886, 0x61549d);
    private static final Scale DARK_DEFECTS = scale(0x2a2b2c, 0x4a4b4b, 0x6e6f6e, 0x979895, 0xc4c4c0, 0xf1f1ed);

    private Palette() {}

    private static Scale scale(Integer... anchors) {
        return new Scale(List.of(anchors));
    }

    static Scale of(Overlay overlay, boolean dark) {
        return switch (overlay) {
            case USE -> dark ? DARK_USE : USE;
            case LOSS -> dark ? DARK_LOSS : LOSS;
            case LINES -> dark ? DARK_LINES : LINES;
            case DEFECTS -> dark ? DARK_DEFECTS : DEFECTS;
        };
    }
}
