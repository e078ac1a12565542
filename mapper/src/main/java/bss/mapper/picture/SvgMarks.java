package bss.mapper.picture;

/// The small signs on chips, the same on the map and in the legend.
final class SvgMarks {

    private SvgMarks() {}

    /// External events come in here: a triangle that points into the chip.
    static void input(Xml xml, double x, double y) {
        xml.empty(
                "path",
                "d",
                "M%s %sh9l-4.5 7z".formatted(Xml.number(x - 4.5), Xml.number(y - 3.5)),
                "fill",
                Palette.INPUT_MARK,
                "stroke",
                Palette.INK,
                "stroke-width",
                0.7,
                "stroke-linejoin",
                "round");
    }

    /// Something is defect.
    static void cross(Xml xml, double x, double y, double half) {
        String d = "M%s %sl%s %sm0 %sl%s %s"
                .formatted(
                        Xml.number(x - half),
                        Xml.number(y - half),
                        Xml.number(2 * half),
                        Xml.number(2 * half),
                        Xml.number(-2 * half),
                        Xml.number(-2 * half),
                        Xml.number(2 * half));
        xml.empty("path", "d", d, "fill", "none", "stroke", Palette.PAPER, "stroke-width", 2.6);
        xml.empty("path", "d", d, "fill", "none", "stroke", Palette.DEFECT_MARK, "stroke-width", 1.3);
    }
}
