package bss.mapper.network.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads JSON text into a [Json] tree; what is not JSON is reported with line, column and path.
final class JsonTree {

    /// Far more than a network file needs, far less than a stack holds.
    private static final int MAX_DEPTH = 32;

    private static final Pattern NOT_A_NUMBER = Pattern.compile("^Non-standard token '([^']*)'");

    private static final double EXACT_INTEGERS = 0x1.0p53;

    private final String file;
    private final String what;
    private final JsonParser parser;

    private JsonTree(String file, String what, JsonParser parser) {
        this.file = file;
        this.what = what;
        this.parser = parser;
    }

    /// @param what the file is to hold, for messages: `network`
    static Json parse(String file, String what, byte[] bytes) throws NetworkFileException {
        CharBuffer text = decode(file, bytes);
        try (JsonParser parser = new JsonFactory().createParser(text.array(), text.position(), text.remaining())) {
            return new JsonTree(file, what, parser).root();
        } catch (IOException e) {
            throw new NetworkFileException("%s: %s".formatted(file, e.getMessage()));
        }
    }

    private static CharBuffer decode(String file, byte[] bytes) throws NetworkFileException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            CharBuffer text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(in);
            if (text.hasRemaining() && text.get(text.position()) == '\uFEFF') {
                text.get();
            }
            return text;
        } catch (CharacterCodingException e) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new NetworkFileException("%s: line %d: byte 0x%02x at offset %d is not UTF-8, must be UTF-8 text"
                    .formatted(file, line, bytes[in.position()], in.position()));
        }
    }

    private Json root() throws IOException, NetworkFileException {
        try {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new NetworkFileException("%s is empty, must be a %s in JSON".formatted(file, what));
            }
            Json root = value(first, "$", 0);
            if (parser.nextToken() != null) {
                JsonLocation at = parser.currentTokenLocation();
                throw new NetworkFileException("%s: line %d, column %d: text after the end of the %s, must be nothing"
                        .formatted(file, at.getLineNr(), at.getColumnNr(), what));
            }
            return root;
        } catch (JsonEOFException e) {
            throw syntax(e, "the file ends here, must be complete");
        } catch (JsonProcessingException e) {
            throw syntax(e, firstSentence(e.getOriginalMessage()));
        }
    }

    private NetworkFileException syntax(JsonProcessingException e, String what) {
        JsonLocation at = e.getLocation() != null ? e.getLocation() : parser.currentLocation();
        String path = path(parser.getParsingContext());
        return new NetworkFileException("%s: line %d, column %d%s: %s"
                .formatted(
                        file,
                        at.getLineNr(),
                        at.getColumnNr(),
                        path.equals("$") ? "" : ", in " + (path.length() > 120 ? path.substring(0, 117) + "..." : path),
                        what));
    }

    private static String path(JsonStreamContext place) {
        String outer = place.getParent() == null ? "$" : path(place.getParent());
        if (place.inArray() && place.hasCurrentIndex()) {
            return outer + "[" + place.getCurrentIndex() + "]";
        }
        return place.inObject() && place.hasCurrentName() ? JsonField.child(outer, place.getCurrentName()) : outer;
    }

    private static String firstSentence(String message) {
        String line = message.lines().findFirst().orElse("");
        Matcher token = NOT_A_NUMBER.matcher(line);
        if (token.find()) {
            return "not JSON: %s, must be a finite number".formatted(token.group(1));
        }
        int detail = line.indexOf(" (start marker");
        String text = detail < 0 ? line : line.substring(0, detail);
        return "not JSON: " + (text.length() > 200 ? text.substring(0, 197) + "..." : text);
    }

    private Json value(JsonToken token, String path, int depth) throws IOException, NetworkFileException {
        if (depth > MAX_DEPTH) {
            JsonLocation at = parser.currentTokenLocation();
            throw new NetworkFileException("%s: line %d, column %d: %d brackets are open, must be at most %d"
                    .formatted(file, at.getLineNr(), at.getColumnNr(), depth, MAX_DEPTH));
        }
        return switch (token) {
            case START_OBJECT -> object(path, depth);
            case START_ARRAY -> array(path, depth);
            case VALUE_STRING -> new Json.Text(parser.getText());
            case VALUE_TRUE -> new Json.Truth(true);
            case VALUE_FALSE -> new Json.Truth(false);
            case VALUE_NULL -> new Json.Null();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(path);
            case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("token " + token + " where a value begins");
        };
    }

    private Json.Numeral number(String path) throws IOException, NetworkFileException {
        String text = parser.getText();
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw new NetworkFileException("%s: %s is %s, must be a number below 1.8e308"
                    .formatted(file, path, text.length() > 60 ? text.substring(0, 57) + "..." : text));
        }
        boolean integral = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        return new Json.Numeral(value, integral, integral ? parser.getLongValue() : 0, text);
    }

    private Json object(String path, int depth) throws IOException, NetworkFileException {
        Map<String, Json> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String inner = JsonField.child(path, key);
            if (fields.containsKey(key)) {
                JsonLocation at = parser.currentTokenLocation();
                throw new NetworkFileException("%s: %s is given twice (again in line %d), must be given once"
                        .formatted(file, inner, at.getLineNr()));
            }
            fields.put(key, value(parser.nextToken(), inner, depth + 1));
        }
        return new Json.Fields(fields);
    }

    private Json array(String path, int depth) throws IOException, NetworkFileException {
        double[] numbers = new double[4];
        int n = 0;
        boolean integral = true;
        JsonToken token = parser.nextToken();
        while (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            Json.Numeral number = number(path + "[" + n + "]");
            if (n == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * n);
            }
            numbers[n++] = number.value();
            integral &= number.integral() && Math.abs(number.value()) <= EXACT_INTEGERS;
            token = parser.nextToken();
        }
        if (token == JsonToken.END_ARRAY && n > 0) {
            return new Json.Numbers(Arrays.copyOf(numbers, n), integral);
        }
        List<Json> items = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            String text = integral ? JsonField.plain(numbers[i]) : Double.toString(numbers[i]);
            items.add(new Json.Numeral(numbers[i], integral, integral ? (long) numbers[i] : 0, text));
        }
        while (token != JsonToken.END_ARRAY) {
            items.add(value(token, path + "[" + items.size() + "]", depth + 1));
            token = parser.nextToken();
        }
        return new Json.Items(items);
    }
}
