package bss.mapper.picture;

import java.util.List;
import java.util.Locale;

/// All colours of pictures and pages, on paper and on a dark screen. Scales run from nothing, close to the
/// background, to much.
final class Palette {

    /// A colour by what it is for.
    enum Ink {
        PAPER("#ffffff", "#12171b"),
        PANEL("#f5f6f7", "#1a2126"),
        INK("#1b242c", "#e6ebef"),
        FAINT("#5d6973", "#98a4ae"),
        LINE("#d5dade", "#343e46"),
        WAFER("#eef0f2", "#1a2126"),
        UNUSED("#fbfcfc", "#151b1f"),
        TRANSIT("#dde2e6", "#2c353c"),
        DEFECT("#b9bfc5", "#56616a"),
        INPUT("#f0a202", "#ffbf3c"),
        CROSS("#3a444d", "#dfe5ea"),
        TRUNK("#2c1a57", "#d9ccfa"),
        ROUTE("#e0006f", "#ff5aa9"),
        BAR("#2f7f97", "#58b0b3"),
        LOSS("#c4572f", "#e08050"),
        BOUND("#e9b17c", "#8a5a34"),
        FOCUS("#0a66c2", "#6cb4ff");

        private final String paper;
        private final String screen;

        Ink(String paper, String screen) {
            this.paper = paper;
            this.screen = screen;
        }
    }

    static final String PAPER = Ink.PAPER.paper;
    static final String INK = Ink.INK.paper;
    static final String FAINT_INK = Ink.FAINT.paper;
    static final String HAIRLINE = Ink.LINE.paper;
    static final String WAFER = Ink.WAFER.paper;

    static final String UNUSED_CHIP = Ink.UNUSED.paper;
    static final String TRANSIT_CHIP = Ink.TRANSIT.paper;
    static final String DEFECT_CHIP = Ink.DEFECT.paper;
    static final String INPUT_MARK = Ink.INPUT.paper;
    static final String DEFECT_MARK = Ink.CROSS.paper;
    static final String TRUNK = Ink.TRUNK.paper;
    static final String ROUTE = Ink.ROUTE.paper;
    static final String LOST = Ink.LOSS.paper;
    static final String BOUND = Ink.BOUND.paper;

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

    /// The colours as variables of a style sheet, for light and dark mode.
    static String css() {
        StringBuilder light = new StringBuilder();
        StringBuilder dark = new StringBuilder();
        for (Ink ink : Ink.values()) {
            String name = ink.name().toLowerCase(Locale.ROOT);
            light.append("--%s:%s;".formatted(name, ink.paper));
            dark.append("--%s:%s;".formatted(name, ink.screen));
        }
        return ":root{%s}\n@media (prefers-color-scheme: dark){:root{%s}}\n".formatted(light, dark);
    }
}
