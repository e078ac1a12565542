package bss.tools.cli;

import bss.tools.job.store.AuditEntry;
import bss.tools.job.store.AuditLog;
import bss.tools.job.store.AuditLog.Head;
import bss.tools.job.store.StoreException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bss-run audit`: who did what to which job, and whether that was changed since.
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = {
            "Prints the audit of a server of jobs, which may run, after checking its chain of hashes.",
            "With --verify it only checks, and names the first entry that was changed.",
            "With --anchor FILE the last entry is noted there; with both, the chain must go on from the entry in FILE:",
            "then nothing was cut off."
        },
        footer = {
            "",
            "Example: bss-run audit --data /var/lib/bss --job ada/first",
            "         bss-run audit --data /var/lib/bss --anchor /mnt/away/audit.anchor",
            "         bss-run audit --data /var/lib/bss --verify --anchor /mnt/away/audit.anchor",
            "",
            "Exit codes: 0 sound, 1 changed or failed, 2 wrong use"
        })
final class AuditCommand implements Callable<Integer> {

    private static final Pattern ANCHOR = Pattern.compile("([0-9]{1,18}) ([0-9a-f]{64}|-)\\s*");
    private static final JsonFactory JSON = new JsonFactory();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "of the server")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Option(names = "--verify", description = "print no entries")
    private boolean verify;

    @Option(names = "--anchor", paramLabel = "FILE", description = "number and hash of the last entry, kept elsewhere")
    private @Nullable Path anchor;

    @Option(names = "--job", paramLabel = "USER/ID", description = "only of this job")
    private @Nullable String job;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "only from this on: 2026-11-26 or 2026-11-26T12:00:00Z (UTC)")
    private @Nullable String since;

    @Option(names = "--json", description = "an object in each line")
    private boolean json;

    @Override
    public Integer call() {
        if (verify && (job != null || since != null || json)) {
            throw Failure.usage("--verify prints no entries: it takes no --job, --since and --json");
        }
        Instant from = since == null ? Instant.MIN : instant(since);
        PrintWriter out = spec.commandLine().getOut();
        try (AuditLog log = AuditLog.open(data)) {
            Head head;
            if (verify) {
                head = anchor == null ? log.verify(_ -> {}) : log.verify(read(anchor), _ -> {});
                out.printf("%d entries, none was changed%n", head.number());
            } else {
                // an anchor that is replaced must hold before
                Head before = anchor != null && Files.exists(anchor) ? read(anchor) : new Head(0, "");
                head = log.verify(before, entry -> {
                    if (isWanted(entry, from)) {
                        out.println(json ? object(entry) : line(entry));
                    }
                });
                if (anchor != null) {
                    write(anchor, head);
                }
            }
            out.flush();
            return 0;
        } catch (StoreException e) {
            out.flush();
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw Failure.failed("%s cannot be used: %s".formatted(anchor, e.getMessage()), e);
        }
    }

    private static Instant instant(String date) {
        try {
            return date.contains("T")
                    ? Instant.parse(date)
                    : LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw Failure.usage("--since is '%s', must be as 2026-11-26 or 2026-11-26T12:00:00Z".formatted(date));
        }
    }

    private boolean isWanted(AuditEntry entry, Instant from) {
        return (job == null || job.equals(entry.key().user() + "/" + entry.key().id()))
                && !Instant.ofEpochMilli(entry.timeMs()).isBefore(from);
    }

    private static String line(AuditEntry e) {
        return "%d %s %s/%s %d.%d %s %s->%s by %s from %s request %s%s"
                .formatted(
                        e.number(),
                        Instant.ofEpochMilli(e.timeMs()),
                        e.key().user(),
                        e.key().id(),
                        e.job(),
                        e.attempt(),
                        e.action(),
                        orNone(e.before()),
                        orNone(e.after()),
                        e.actor().name(),
                        orNone(e.actor().address()),
                        orNone(e.actor().request()),
                        e.detail().isEmpty() ? "" : ": " + e.detail());
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static String object(AuditEntry e) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(line)) {
            out.writeStartObject();
            out.writeNumberField("number", e.number());
            out.writeStringField("time", Instant.ofEpochMilli(e.timeMs()).toString());
            out.writeStringField("actor", e.actor().name());
            out.writeStringField("address", e.actor().address());
            out.writeStringField("request", e.actor().request());
            out.writeStringField("user", e.key().user());
            out.writeStringField("job", e.key().id());
            out.writeNumberField("job_number", e.job());
            out.writeNumberField("attempt", e.attempt());
            out.writeStringField("action", e.action());
            out.writeStringField("before", e.before());
            out.writeStringField("after", e.after());
            out.writeStringField("detail", e.detail());
            out.writeStringField("hash", e.hash());
            out.writeEndObject();
        } catch (IOException x) {
            throw new UncheckedIOException("memory does not fail", x);
        }
        return line.toString();
    }

    private static Head read(Path file) throws IOException {
        Matcher text = ANCHOR.matcher(Files.readString(file, StandardCharsets.UTF_8));
        if (!text.matches()) {
            throw new IOException(
                    "it is no anchor, must be a number and a hash, as `bss-run audit --anchor` writes it");
        }
        return new Head(Long.parseLong(text.group(1)), text.group(2).equals("-") ? "" : text.group(2));
    }

    private static void write(Path file, Head head) throws IOException {
        Files.writeString(
                file,
                "%d %s%n".formatted(head.number(), head.hash().isEmpty() ? "-" : head.hash()),
                StandardCharsets.UTF_8);
    }
}
