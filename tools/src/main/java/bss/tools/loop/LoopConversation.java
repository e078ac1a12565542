package bss.tools.loop;

import bss.hil.loop.NetworkLoop;
import bss.mapper.network.Network;
import bss.spec.backend.BackendException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/// Reads a line, carries it out, answers by a line, until `quit` or the end of input. A line that makes no sense is
/// answered by an error and changes nothing.
public final class LoopConversation {

    /// Version of commands and answers.
    public static final int PROTOCOL = 1;

    /// Longest line in characters, far above what any network needs.
    static final int MAX_LINE = 1 << 28;

    private static final ObjectReader READER = LoopCommands.json()
            .reader()
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final LoopCommands commands;
    private final PrintWriter out;

    /// @param network the one that the loop's mapping holds
    /// @param out takes nothing but answers
    public LoopConversation(NetworkLoop loop, Network network, PrintWriter out) {
        this.commands = new LoopCommands(loop, network);
        this.out = out;
    }

    /// Until `quit`, or the end of input.
    ///
    /// @throws BackendException the wafer is lost; it has been answered
    public void hold(BufferedReader in) throws IOException, BackendException, InterruptedException {
        ObjectNode greeting = ok();
        greeting.put("protocol", PROTOCOL);
        say(greeting.setAll(commands.describe()));
        LineReader lines = new LineReader(in, MAX_LINE);
        boolean goesOn = true;
        while (goesOn && lines.next()) {
            if (!lines.text().isBlank()) {
                goesOn = answer(lines);
            }
        }
    }

    private boolean answer(LineReader line) throws BackendException, InterruptedException {
        @Nullable JsonNode command = null;
        try {
            command = parsed(line);
            say(withId(ok(), command).setAll(commands.carryOut(command)));
            return !command.path("do").asText().equals("quit");
        } catch (CommandException e) {
            say(withId(failed(line, "invalid", String.valueOf(e.getMessage())), command));
            return true;
        } catch (BackendException e) {
            say(withId(failed(line, "wafer", String.valueOf(e.getMessage())), command));
            throw e;
        }
    }

    private static JsonNode parsed(LineReader line) throws CommandException {
        if (line.tooLong()) {
            throw new CommandException("is longer than %d characters".formatted(MAX_LINE));
        }
        try {
            return READER.readTree(line.text());
        } catch (JsonProcessingException e) {
            String at = e.getLocation() == null
                    ? ""
                    : " at column %d".formatted(e.getLocation().getColumnNr());
            throw new CommandException("is not JSON%s: %s".formatted(at, e.getOriginalMessage()));
        }
    }

    private static ObjectNode ok() {
        return LoopCommands.json().createObjectNode().put("ok", true);
    }

    private static ObjectNode failed(LineReader line, String kind, String message) {
        return LoopCommands.json()
                .createObjectNode()
                .put("ok", false)
                .put("kind", kind)
                .put("error", "line %d: %s".formatted(line.number(), message));
    }

    private static ObjectNode withId(ObjectNode answer, @Nullable JsonNode command) {
        if (command != null && command.has("id")) {
            answer.set("id", command.get("id"));
        }
        return answer;
    }

    private void say(JsonNode answer) {
        out.println(answer);
        out.flush();
    }
}
