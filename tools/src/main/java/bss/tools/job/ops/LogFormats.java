package bss.tools.job.ops;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;

/// How a line of the log is written. What looks like a token is not.
final class LogFormats {

    private static final Pattern TOKEN = Pattern.compile("bss_[A-Za-z0-9_-]{43}");
    private static final String HIDDEN = "bss_(hidden)";
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private LogFormats() {}

    /// For people: time, level and message.
    static Formatter text() {
        return new Formatter() {
            @Override
            public String format(LogRecord log) {
                String line = "%s %-7s %s"
                        .formatted(time(log), level(log), message(this, log))
                        .replace('\n', ' ');
                return hidden(line) + "\n" + hidden(trace(log));
            }
        };
    }

    /// For programs: an object in each line.
    static Formatter json() {
        return new Formatter() {
            @Override
            public String format(LogRecord log) {
                StringWriter line = new StringWriter(256);
                try (JsonGenerator json = JSON.createGenerator(line)) {
                    json.writeStartObject();
                    json.writeStringField("time", time(log));
                    json.writeStringField("level", level(log));
                    json.writeStringField("logger", String.valueOf(log.getLoggerName()));
                    json.writeStringField("message", hidden(message(this, log)));
                    for (Map.Entry<String, Object> field : fields(log).entrySet()) {
                        json.writeFieldName(field.getKey());
                        if (field.getValue() instanceof Number number) {
                            json.writeObject(number);
                        } else {
                            json.writeString(hidden(String.valueOf(field.getValue())));
                        }
                    }
                    String trace = trace(log);
                    if (!trace.isEmpty()) {
                        json.writeStringField("trace", hidden(trace));
                    }
                    json.writeEndObject();
                } catch (IOException e) {
                    throw new UncheckedIOException("memory does not fail", e);
                }
                return line.append('\n').toString();
            }
        };
    }

    /// An event has its message as it is: there may be braces in it.
    private static String message(Formatter format, LogRecord log) {
        return fields(log).isEmpty() ? format.formatMessage(log) : log.getMessage();
    }

    private static Map<String, Object> fields(LogRecord log) {
        Object[] given = log.getParameters();
        return given != null && given.length == 1 && given[0] instanceof OpsLog.Fields fields
                ? fields.values()
                : Map.of();
    }

    private static String time(LogRecord log) {
        return TIME.format(log.getInstant());
    }

    /// As `System.Logger` has them.
    private static String level(LogRecord log) {
        int level = log.getLevel().intValue();
        if (level >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level >= Level.WARNING.intValue()) {
            return "WARNING";
        }
        return level >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    private static String trace(LogRecord log) {
        if (log.getThrown() == null) {
            return "";
        }
        StringWriter trace = new StringWriter();
        log.getThrown().printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    private static String hidden(String text) {
        return TOKEN.matcher(text).replaceAll(HIDDEN);
    }
}
