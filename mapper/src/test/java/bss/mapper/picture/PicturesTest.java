package bss.mapper.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.coord.HicannOnWafer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Pictures and pages as files: well formed, complete in themselves, the same for the same mapping.
class PicturesTest {

    private static final Mapped LOSSY = Mapped.lossy();
    private static final Mapped HOSTILE = Mapped.hostile();

    private static Document xml(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode data(String page) throws Exception {
        Matcher data = Pattern.compile("<script id=\"data\"[^>]*>(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertTrue(data.find());
        return new ObjectMapper().readTree(data.group(1));
    }

    @ParameterizedTest
    @EnumSource
    void aPictureIsXmlWithEveryChipOnce(Overlay overlay) throws Exception {
        for (Mapped mapped : List.of(LOSSY, HOSTILE)) {
            NodeList all = xml(mapped.svg(List.of(overlay, Overlay.LINES, Overlay.DEFECTS), ""))
                    .getElementsByTagName("rect");
            long chips = Stream.iterate(0, i -> i + 1)
                    .limit(all.getLength())
                    .filter(i -> ((Element) all.item(i)).getAttribute("class").equals("chip"))
                    .count();
            assertEquals(HicannOnWafer.COUNT, chips);
        }
    }

    @Test
    void labelsOfAPictureAreText() throws Exception {
        String route = Mapped.HOSTILE + "1[0]";
        String svg = HOSTILE.svg(List.of(Overlay.USE), route);
        assertFalse(svg.contains("<script"));
        // what XML cannot hold is replaced
        String shown = xml(svg).getDocumentElement().getTextContent();
        assertTrue(shown.contains(Mapped.HOSTILE.replace('\u0001', '\ufffd')), shown);
    }

    @Test
    void aRouteIsDrawnInItsColour() throws Exception {
        assertFalse(HOSTILE.svg(List.of(Overlay.LOSS), "").contains(Palette.ROUTE));
        String svg = HOSTILE.svg(List.of(Overlay.LOSS), Mapped.HOSTILE + "1[0]");
        assertTrue(svg.contains(Palette.ROUTE));
        assertTrue(HOSTILE.svg(List.of(Overlay.USE), "383/D7").contains("383/D7 sends on no bus"));
    }

    @Test
    void aPageNeedsNothingFromElsewhere() {
        for (Mapped mapped : List.of(LOSSY, HOSTILE)) {
            String page = mapped.page().toLowerCase(Locale.ROOT);
            for (String reference : List.of("http", "src=", "@import", "url(", "<link", "fetch(", "import(")) {
                assertFalse(page.contains(reference), reference);
            }
        }
    }

    @Test
    void labelsOfAPageCannotEndItsData() throws Exception {
        String page = HOSTILE.page();
        assertEquals(2, page.split("<script", -1).length - 1);
        assertEquals(2, page.split("</script", -1).length - 1);
        JsonNode data = data(page);
        assertEquals(Mapped.HOSTILE + "{{data}}", data.get("network").asText());
        assertEquals(
                Mapped.HOSTILE + 3, data.get("projections").get(0).get("label").asText());
    }

    @Test
    void theDataOfAPageIsTheMapping() throws Exception {
        JsonNode data = data(LOSSY.page());
        assertEquals(
                LOSSY.result().report().synapses().realised(),
                data.get("synapses").get("realised").asLong());
        assertEquals(HicannOnWafer.COUNT, data.get("chips").get("role").size());
        assertEquals(LOSSY.view().buses().size(), data.get("buses").size());
        assertEquals(
                LOSSY.result().report().changed().size(), data.get("changed").size());
        long lost = 0;
        for (JsonNode projection : data.get("projections")) {
            JsonNode losses = projection.get("losses");
            for (int i = 2; i < losses.size(); i += 3) {
                lost += losses.get(i).asLong();
            }
        }
        assertEquals(LOSSY.result().report().synapses().lost(), lost);
        long byCause = 0;
        for (JsonNode cause : data.get("causes")) {
            byCause += cause.get("lost").asLong();
        }
        assertEquals(lost, byCause);
        assertEquals(
                LOSSY.result().report().bounds().placed(),
                data.get("bounds").get(1).get("synapses").asLong());
        for (JsonNode resource : data.get("resources")) {
            assertEquals(HicannOnWafer.COUNT, resource.get("used").size());
        }
    }

    @Test
    void theSameMappingGivesTheSameBytes() {
        Mapped again = Mapped.lossy();
        assertEquals(LOSSY.page(), again.page());
        List<Overlay> all = List.of(Overlay.LINES, Overlay.DEFECTS);
        assertEquals(LOSSY.svg(all, "0/D3"), again.svg(all, "0/D3"));
    }
}
