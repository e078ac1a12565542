package bss.mapper.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes a mapping as one HTML file that needs nothing else: markup, style, program and data.
public final class MappingPage {

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    private MappingPage() {}

    /// Writes the page; the stream stays open.
    public static void write(WaferView view, OutputStream out) throws IOException {
        String page = resource("page.html");
        Matcher place = PLACE.matcher(page);
        int done = 0;
        while (place.find()) {
            text(page.substring(done, place.start()), out);
            switch (place.group(1)) {
                case "title" -> text(Xml.escape(view.report().network()), out);
                case "style" -> text(style(), out);
                case "script" -> text(resource("map.js") + resource("page.js"), out);
                case "data" -> PageData.write(view, out);
                default -> throw new IllegalStateException("page has unknown place " + place.group());
            }
            done = place.end();
        }
        text(page.substring(done), out);
    }

    /// The style sheet of pages, with all colours for light and dark mode as variables.
    public static String style() throws IOException {
        return Palette.css() + resource("page.css");
    }

    /// Colours of a scale from none, 0, to all, 1, for light or dark mode, as `#rrggbb`.
    public static List<String> shades(Overlay overlay, boolean dark, int count) {
        return Palette.of(overlay, dark).samples(count);
    }

    private static void text(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = MappingPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource %s is missing".formatted(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
