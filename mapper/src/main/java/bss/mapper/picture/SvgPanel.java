package bss.mapper.picture;

import bss.mapper.report.MappingReport;
import bss.spec.coord.HicannOnWafer;
import bss.spec.defects.DefectClass;
import bss.spec.mapping.LossCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/// The column beside the wafer: title, key figures, legend.
final class SvgPanel {

    private static final double LEFT = Geometry.PANEL_LEFT;
    private static final double RIGHT = Geometry.PANEL_RIGHT;
    private static final double WIDTH = RIGHT - LEFT;
    private static final int STOPS = 21;

    private final Xml xml;
    private final WaferView view;
    private final List<Overlay> overlays;
    private final ChipValues values;
    private final Scale scale;
    private final Trunks trunks;
    private double y = 58;

    SvgPanel(Xml xml, WaferView view, List<Overlay> overlays, ChipValues values, Scale scale, Trunks trunks) {
        this.xml = xml;
        this.view = view;
        this.overlays = overlays;
        this.values = values;
        this.scale = scale;
        this.trunks = trunks;
    }

    void draw(Optional<RouteChoice> choice, Optional<Bus> bus) {
        title();
        synapses();
        bounds();
        causes();
        legend();
        choice.ifPresent(c -> route(c, bus));
    }

    private void title() {
        text(shorten(view.report().network(), 24), LEFT, 24, "700", Palette.INK, "start");
        y += 21;
        text(
                "BrainScaleS-1 wafer · %s · seed %d"
                        .formatted(view.report().strategy(), view.report().seed()),
                LEFT,
                12.5,
                "400",
                Palette.FAINT_INK,
                "start");
        y += 44;
    }

    private void synapses() {
        MappingReport.Tally tally = view.report().synapses();
        text(count(tally.realised()), LEFT, 34, "300", Palette.INK, "start");
        y += 19;
        figure("of %s synapses realised (%s)".formatted(count(tally.requested()), percent(1 - tally.loss())));
        y += 18;
        long chips = IntStream.range(0, HicannOnWafer.COUNT)
                .filter(h -> view.role(h) == WaferView.Role.NEURONS)
                .count();
        figure("%s of %s neurons placed on %s"
                .formatted(
                        count(view.report().neurons().placed()),
                        count(view.report().neurons().requested()),
                        plural(chips, "chip", "s")));
        y += 18;
        figure(plural(view.buses().size(), "bus", "es"));
        y += 34;
    }

    /// Loss and bounds as bars of one scale.
    private void bounds() {
        MappingReport.Tally tally = view.report().synapses();
        heading("Lost synapses");
        double full = Math.max(1, tally.lost());
        bar("this mapping", tally.lost(), full, Palette.LOST);
        List<Bound> bounds = Bound.of(view.report());
        for (int b = bounds.size() - 1; b >= 0; b--) {
            bar("at least " + bounds.get(b).words(), bounds.get(b).synapses(), full, Palette.BOUND);
        }
        y += 12;
    }

    private void bar(String label, long synapses, double full, String colour) {
        label(label, LEFT);
        value("%s (%s)".formatted(count(synapses), percent(fraction(synapses))));
        y += 6;
        xml.empty("rect", "x", LEFT, "y", y, "width", WIDTH, "height", 5.0, "rx", 1.0, "fill", Palette.WAFER);
        double width = WIDTH * Math.min(1, synapses / full);
        if (synapses > 0) {
            xml.empty("rect", "x", LEFT, "y", y, "width", width, "height", 5.0, "rx", 1.0, "fill", colour);
        }
        y += 23;
    }

    private double fraction(long synapses) {
        long requested = view.report().synapses().requested();
        return requested == 0 ? 0 : (double) synapses / requested;
    }

    private void causes() {
        List<Map.Entry<LossCause, Long>> causes = view.report().synapses().lostByCause().entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .sorted(Map.Entry.<LossCause, Long>comparingByValue().reversed())
                .toList();
        if (causes.isEmpty()) {
            return;
        }
        heading("by cause");
        for (Map.Entry<LossCause, Long> cause : causes) {
            label(cause.getKey().key().replace('_', ' '), LEFT);
            value(count(cause.getValue()));
            y += 17;
        }
        y += 14;
    }

    private void legend() {
        heading(values.legend().title());
        xml.begin("linearGradient", "id", "scale");
        for (int s = 0; s < STOPS; s++) {
            double t = (double) s / (STOPS - 1);
            xml.empty("stop", "offset", t, "stop-color", scale.at(t));
        }
        xml.end();
        y -= 4;
        xml.empty(
                "rect",
                "x",
                LEFT,
                "y",
                y,
                "width",
                WIDTH,
                "height",
                11.0,
                "fill",
                "url(#scale)",
                "stroke",
                Palette.HAIRLINE,
                "stroke-width",
                0.7);
        y += 25;
        for (int tick = 0; tick <= 4; tick++) {
            String anchor = tick == 0 ? "start" : tick == 4 ? "end" : "middle";
            text(values.words(tick / 4.0), LEFT + WIDTH * tick / 4, 11, "400", Palette.INK, anchor);
        }
        y += 15;
        text(values.legend().unit(), LEFT, 11, "400", Palette.FAINT_INK, "start");
        y += 24;
        keys();
    }

    private void keys() {
        List<Key> keys = new ArrayList<>();
        Overlay first = overlays.getFirst();
        if (first == Overlay.USE || first == Overlay.LOSS) {
            keys.add(new Key("holds neurons", x -> swatch(x, scale.at(0.45), Palette.INK)));
            keys.add(new Key("lines run over it", x -> swatch(x, Palette.TRANSIT_CHIP, Palette.HAIRLINE)));
        } else {
            keys.add(new Key("holds neurons", x -> swatch(x, scale.at(0.1), Palette.INK)));
        }
        keys.add(new Key("not used", x -> swatch(x, Palette.UNUSED_CHIP, Palette.HAIRLINE)));
        if (view.populations().stream().anyMatch(p -> p.external() && p.placed() > 0)) {
            keys.add(new Key("takes external input", x -> SvgMarks.input(xml, x + 5, y - 4)));
        }
        if (!view.defects().isEmpty()) {
            keys.add(new Key("chip unusable", x -> {
                swatch(x, Palette.DEFECT_CHIP, Palette.HAIRLINE);
                SvgMarks.cross(xml, x + 5, y - 4, 4);
            }));
            if (overlays.contains(Overlay.DEFECTS) && first != Overlay.DEFECTS) {
                keys.add(new Key("components defect", x -> SvgMarks.cross(xml, x + 5, y - 4, 2.5)));
            }
        }
        if (overlays.contains(Overlay.LINES)) {
            keys.add(new Key(plural(trunks.most(), "line", "s"), this::trunk));
        }
        for (int k = 0; k < keys.size(); k++) {
            double x = LEFT + (k % 2) * WIDTH / 2;
            keys.get(k).mark().accept(x);
            label(keys.get(k).words(), x + 19);
            y += k % 2 == 1 || k == keys.size() - 1 ? 22 : 0;
        }
        if (overlays.contains(Overlay.DEFECTS)) {
            defects();
        }
    }

    private record Key(String words, DoubleConsumer mark) {}

    private void swatch(double x, String fill, String stroke) {
        xml.empty(
                "rect",
                "x",
                x + 0.5,
                "y",
                y - 11,
                "width",
                9.0,
                "height",
                14.0,
                "rx",
                1.0,
                "fill",
                fill,
                "stroke",
                stroke,
                "stroke-width",
                0.8);
    }

    private void trunk(double x) {
        double width = trunks.width(trunks.most());
        xml.empty("rect", "x", x, "y", y - 4 - width / 2, "width", 13.0, "height", width, "fill", Palette.TRUNK);
    }

    private void defects() {
        y += 2;
        List<String> counts = new ArrayList<>();
        for (DefectClass kind : DefectClass.values()) {
            if (view.defects().count(kind) > 0) {
                counts.add("%s %s"
                        .formatted(count(view.defects().count(kind)), kind.key().replace('_', ' ')));
            }
        }
        String line = counts.isEmpty() ? "nothing is marked as defect" : "";
        for (String next : counts) {
            if (line.length() + next.length() > 50) {
                text(line + ",", LEFT, 12, "400", Palette.FAINT_INK, "start");
                y += 17;
                line = "";
            }
            line += (line.isEmpty() ? "" : ", ") + next;
        }
        text(line, LEFT, 12, "400", Palette.FAINT_INK, "start");
        y += 20;
    }

    private void route(RouteChoice choice, Optional<Bus> bus) {
        y += 6;
        xml.empty("rect", "x", LEFT, "y", y - 7, "width", 14.0, "height", 2.4, "fill", Palette.ROUTE);
        if (bus.isEmpty()) {
            label("%s sends on no bus".formatted(shorten(choice.text(), 32)), LEFT + 19);
            return;
        }
        String name = choice instanceof RouteChoice.OfCell ? "%s on bus %s" : "%sbus %s";
        text(
                name.formatted(
                        choice instanceof RouteChoice.OfCell ? shorten(choice.text(), 28) : "",
                        bus.get().name()),
                LEFT + 19,
                12,
                "600",
                Palette.INK,
                "start");
        y += 17;
        int lines =
                bus.get().runs().stream().mapToInt(r -> r.to() - r.from() + 1).sum();
        text(
                "%s, drivers on %s"
                        .formatted(
                                plural(lines, "line segment", "s"),
                                plural(bus.get().drivers().size(), "chip", "s")),
                LEFT + 19,
                12,
                "400",
                Palette.FAINT_INK,
                "start");
        SvgRoute.landing(xml, LEFT - 3, y + 2);
    }

    private void figure(String words) {
        text(words, LEFT, 13, "400", Palette.INK, "start");
    }

    private void label(String words, double x) {
        text(words, x, 12, "400", Palette.INK, "start");
    }

    private void value(String words) {
        text(words, RIGHT, 12, "400", Palette.INK, "end");
    }

    private void heading(String words) {
        text(words, LEFT, 13, "600", Palette.INK, "start");
        y += 20;
    }

    private void text(String words, double x, double size, String weight, String colour, String anchor) {
        xml.text(
                "text",
                words,
                "x",
                x,
                "y",
                y,
                "font-size",
                size,
                "font-weight",
                weight,
                "fill",
                colour,
                "text-anchor",
                anchor);
    }

    private static String shorten(String text, int most) {
        int length = text.codePointCount(0, text.length());
        return length <= most ? text : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String plural(long n, String word, String ending) {
        return "%s %s%s".formatted(count(n), word, n == 1 ? "" : ending);
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    }
}
