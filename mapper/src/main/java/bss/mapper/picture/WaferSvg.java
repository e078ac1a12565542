package bss.mapper.picture;

import bss.spec.coord.DncOnWafer;
import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.WaferTopology;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Draws a mapping as an SVG: the round wafer with its 384 chips, and a column of figures and legends.
public final class WaferSvg {

    private static final double GAP = 0.7;

    private final WaferView view;
    private final List<Overlay> overlays;
    private final Optional<RouteChoice> choice;
    private final ChipValues values;
    private final Scale scale;
    private final Trunks trunks;
    private final Xml xml = new Xml();

    private WaferSvg(WaferView view, List<Overlay> overlays, Optional<RouteChoice> choice) {
        this.view = view;
        this.overlays = overlays;
        this.choice = choice;
        trunks = new Trunks(view);
        values = ChipValues.of(view, overlays.getFirst());
        scale = Palette.of(overlays.getFirst(), false);
    }

    /// Writes the picture; the stream stays open.
    ///
    /// @param overlays the first gives the chips their colours; lines and defects are drawn over it
    /// @param choice a bus to draw
    public static void write(WaferView view, List<Overlay> overlays, Optional<RouteChoice> choice, OutputStream out)
            throws IOException {
        out.write(new WaferSvg(view, overlays, choice).draw().getBytes(StandardCharsets.UTF_8));
    }

    private String draw() {
        xml.begin(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 %s %s".formatted(Xml.number(Geometry.WIDTH), Xml.number(Geometry.HEIGHT)),
                "width",
                Geometry.WIDTH,
                "height",
                Geometry.HEIGHT,
                "font-family",
                "Inter, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif",
                "fill",
                Palette.INK);
        xml.text("title", view.report().network() + " on a BrainScaleS-1 wafer");
        xml.empty("rect", "width", "100%", "height", "100%", "fill", Palette.PAPER);
        wafer();
        chips();
        if (overlays.contains(Overlay.LINES)) {
            trunks.draw(xml);
        }
        marks();
        Optional<Bus> bus = choice.flatMap(c -> c.find(view));
        bus.ifPresent(b -> SvgRoute.draw(xml, b));
        new SvgPanel(xml, view, overlays, values, scale, trunks).draw(choice, bus);
        return xml.end().toString();
    }

    private void wafer() {
        xml.empty(
                "circle",
                "cx",
                Geometry.CENTRE_X,
                "cy",
                Geometry.CENTRE_Y,
                "r",
                Geometry.WAFER_RADIUS,
                "fill",
                Palette.WAFER,
                "stroke",
                Palette.HAIRLINE);
        xml.begin("g", "fill", Palette.PAPER);
        for (DncOnWafer reticle : DncOnWafer.all()) {
            int first = WaferTopology.hicannOfDnc(reticle.index(), 0);
            xml.empty(
                    "rect",
                    "x",
                    Geometry.x(first) - 0.2,
                    "y",
                    Geometry.y(first) - 0.2,
                    "width",
                    4 * Geometry.CHIP_WIDTH + 0.4,
                    "height",
                    2 * Geometry.CHIP_HEIGHT + 0.4);
        }
        xml.end();
    }

    private void chips() {
        xml.begin("g", "stroke-width", "0.8");
        for (int hicann = 0; hicann < HicannOnWafer.COUNT; hicann++) {
            WaferView.Role role = view.role(hicann);
            xml.begin(
                    "rect",
                    "class",
                    "chip",
                    "x",
                    Geometry.x(hicann) + GAP + reticleGap(WaferTopology.x(hicann), 4),
                    "y",
                    Geometry.y(hicann) + GAP + reticleGap(WaferTopology.y(hicann), 2),
                    "width",
                    Geometry.CHIP_WIDTH
                            - 2 * GAP
                            - reticleGap(WaferTopology.x(hicann), 4)
                            - reticleGap(WaferTopology.x(hicann) + 1, 4),
                    "height",
                    Geometry.CHIP_HEIGHT
                            - 2 * GAP
                            - reticleGap(WaferTopology.y(hicann), 2)
                            - reticleGap(WaferTopology.y(hicann) + 1, 2),
                    "rx",
                    1.2,
                    "fill",
                    fill(hicann, role),
                    "stroke",
                    role == WaferView.Role.NEURONS ? Palette.INK : Palette.HAIRLINE);
            xml.text("title", tip(hicann, role));
            xml.end();
        }
        xml.end();
    }

    /// Chips keep a little more distance at the borders of their reticle.
    private static double reticleGap(int place, int chips) {
        return place % chips == 0 ? 0.5 : 0;
    }

    private String fill(int hicann, WaferView.Role role) {
        boolean valued = switch (overlays.getFirst()) {
            case USE, LOSS -> role == WaferView.Role.NEURONS;
            case LINES -> role != WaferView.Role.UNUSED && role != WaferView.Role.DEFECT;
            case DEFECTS -> true;
        };
        if (valued) {
            return scale.at(values.place(hicann));
        }
        return switch (role) {
            case DEFECT -> Palette.DEFECT_CHIP;
            case UNUSED -> Palette.UNUSED_CHIP;
            case TRANSIT, INPUT, NEURONS -> Palette.TRANSIT_CHIP;
        };
    }

    private String tip(int hicann, WaferView.Role role) {
        String what = switch (role) {
            case DEFECT -> "defect";
            case UNUSED -> "not used";
            case TRANSIT -> "lines only";
            case INPUT -> "%d sources".formatted(view.neurons(hicann, true));
            case NEURONS -> "%d neurons".formatted(view.neurons(hicann, false));
        };
        return "HICANN %d (x %d, y %d): %s; %s: %s"
                .formatted(
                        hicann,
                        WaferTopology.x(hicann),
                        WaferTopology.y(hicann),
                        what,
                        values.legend().title().toLowerCase(Locale.ROOT),
                        values.of(hicann));
    }

    private void marks() {
        for (int hicann = 0; hicann < HicannOnWafer.COUNT; hicann++) {
            double x = Geometry.x(hicann) + Geometry.CHIP_WIDTH / 2;
            double y = Geometry.y(hicann);
            if (view.neurons(hicann, true) > 0) {
                SvgMarks.input(xml, x, y + 7);
            }
            if (view.role(hicann) == WaferView.Role.DEFECT) {
                SvgMarks.cross(xml, x, y + Geometry.CHIP_HEIGHT / 2, 5);
            } else if (overlays.contains(Overlay.DEFECTS)
                    && overlays.getFirst() != Overlay.DEFECTS
                    && view.defectsOn(hicann) > 0) {
                SvgMarks.cross(xml, x, y + Geometry.CHIP_HEIGHT - 7, 2.5);
            }
        }
    }
}
