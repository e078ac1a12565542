package bss.tools.cli;

import bss.spec.backend.BackendException;
import bss.tools.job.ops.Logging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Runs a command as the contract wants it: one message and an exit code, never a stack trace.
final class Commands {

    private static final Pattern CHOICES = Pattern.compile("(\\[[A-Z_, ]+]) \\(case-insensitive\\)");

    private Commands() {}

    /// Runs the command and ends the process.
    static void main(Object command, String[] args) {
        Logging.keep();
        Interruption.heed();
        // a decimal point is a point, whatever the locale of the machine
        Locale.setDefault(Locale.ROOT);
        // output goes through UTF-8 whatever the locale of the machine
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(command, out, err, args);
        Interruption.finished();
        System.exit(code);
    }

    /// Runs the command and returns the exit code.
    static int run(Object command, PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(command)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, _) -> {
                    CommandLine failed = e.getCommandLine();
                    failed.getErr().println(name(failed) + ": " + asTyped(e.getMessage()));
                    failed.getErr().println("see " + name(failed) + " --help");
                    return Failure.USAGE;
                })
                .setExecutionExceptionHandler((e, failed, _) -> report(e, failed));
        try {
            return line.execute(args);
        } catch (StackOverflowError | OutOfMemoryError e) {
            err.println(name(line) + ": out of memory: give more with BSS_JAVA_OPTS=-Xmx8g, or use a smaller network");
            return Failure.FAILED;
        }
    }

    /// Choices as the help writes them, in small letters.
    private static String asTyped(@Nullable String message) {
        return CHOICES.matcher(String.valueOf(message))
                .replaceAll(m -> m.group(1).toLowerCase(Locale.ROOT));
    }

    private static int report(Exception e, CommandLine line) {
        int code = e instanceof Failure failure ? failure.exitCode() : Failure.FAILED;
        String message = String.valueOf(e.getMessage());
        if (e instanceof InterruptedException) {
            message = Interruption.message();
            code = Interruption.EXIT_CODE;
        } else if (!(e instanceof Failure || e instanceof BackendException)) {
            message = "a fault of this program, please report it (BSS_DEBUG=1 tells where): " + e;
            if (System.getenv("BSS_DEBUG") != null) {
                e.printStackTrace(line.getErr());
            }
        }
        line.getErr().println(name(line) + ": " + message);
        return code;
    }

    private static String name(CommandLine line) {
        return line.getCommandSpec().qualifiedName();
    }
}
