package bss.hil.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/// Writes well-formed XML, whatever is in the texts.
final class Xml {

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /// Begins an element.
    ///
    /// @param attributes names and values by turns
    Xml begin(String name, Object... attributes) {
        tag(name, attributes);
        out.append(">\n");
        open.push(name);
        return this;
    }

    /// Ends the element begun last.
    Xml end() {
        out.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /// An element without content.
    Xml empty(String name, Object... attributes) {
        tag(name, attributes);
        out.append("/>\n");
        return this;
    }

    /// An element with a text.
    Xml text(String name, String content, Object... attributes) {
        tag(name, attributes);
        out.append('>').append(escape(content)).append("</").append(name).append(">\n");
        return this;
    }

    private void tag(String name, Object... attributes) {
        out.append('<').append(name);
        for (int a = 0; a < attributes.length; a += 2) {
            Object value = attributes[a + 1];
            String text = value instanceof Double d ? String.format(Locale.ROOT, "%.2f", d) : value.toString();
            out.append(' ')
                    .append(attributes[a])
                    .append("=\"")
                    .append(escape(text))
                    .append('"');
        }
    }

    /// A text as XML may hold it; what it must not hold at all becomes U+FFFD.
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(legal(c) ? c : 0xfffd);
            }
        });
        return escaped.toString();
    }

    private static boolean legal(int c) {
        return c == '\n' || c == '\t' || (c >= 0x20 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
