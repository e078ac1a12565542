package bss.tools.cli;

import bss.tools.job.JobException;
import bss.tools.job.client.Connection;
import bss.tools.job.client.Patience;
import bss.tools.job.client.QueueClient;
import bss.tools.job.client.ServerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How commands reach a server of jobs. A token is never an option: all users of a machine see the options of a
/// command.
final class ServerOptions {

    private static final int MOST_TOKEN_BYTES = 4096;
    private static final double MOST_PATIENCE_S = 1e6;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--server", paramLabel = "HOST:PORT", description = "server of jobs ($BSS_SERVER)")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "holds the token (default: $BSS_TOKEN, or the file $BSS_TOKEN_FILE)")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "authorities of the server's certificate, PEM ($BSS_CA; default: those of the system)")
    private @Nullable Path authorities;

    @Option(names = "--cert", paramLabel = "FILE", description = "certificate to show to it, PEM ($BSS_CERT)")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "its key, PKCS 8, PEM ($BSS_KEY)")
    private @Nullable Path key;

    @Option(
            names = "--patience",
            paramLabel = "S",
            description = "seconds to try again when no answer comes (60; following and fetching: 600)")
    private @Nullable Double patienceSeconds;

    /// What is done at the server.
    interface Work {
        /// Does it, and says what the exit code is.
        int at(QueueClient client) throws JobException, IOException, InterruptedException;
    }

    /// Does something at the server.
    int with(Work work) throws InterruptedException {
        Connection connection = connection(System::getenv);
        try (QueueClient client = QueueClient.to(
                connection, patience(), text -> spec.commandLine().getErr().println(text))) {
            return work.at(client);
        } catch (JobException | IOException e) {
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        }
    }

    private Patience patience() {
        if (patienceSeconds == null) {
            return Patience.USUAL;
        }
        if (!(patienceSeconds >= 0 && patienceSeconds <= MOST_PATIENCE_S)) {
            throw Failure.usage("--patience is %s s, must be 0 to 1e6".formatted(patienceSeconds));
        }
        Duration given = Duration.ofMillis(Math.round(1e3 * patienceSeconds));
        return Patience.of(given, given);
    }

    /// @param environment gives variables, null for those that are not set
    Connection connection(Function<String, @Nullable String> environment) {
        String address =
                server != null ? server : set(environment, "BSS_SERVER").orElse("");
        if (address.isEmpty()) {
            throw Failure.usage("--server HOST:PORT is missing, and BSS_SERVER is not set");
        }
        ServerAddress parsed;
        try {
            parsed = ServerAddress.parse(address);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("%s %s".formatted(server != null ? "--server" : "BSS_SERVER", e.getMessage()));
        }
        Optional<Path> chain = file(certificate, environment, "BSS_CERT");
        Optional<Path> secret = file(key, environment, "BSS_KEY");
        if (chain.isPresent() != secret.isPresent()) {
            throw Failure.usage("--cert and --key need each other");
        }
        return new Connection(parsed, token(environment), file(authorities, environment, "BSS_CA"), chain, secret);
    }

    private String token(Function<String, @Nullable String> environment) {
        Optional<String> given = tokenFile == null ? set(environment, "BSS_TOKEN") : Optional.empty();
        Optional<Path> file = file(tokenFile, environment, "BSS_TOKEN_FILE");
        if (given.isEmpty() && file.isEmpty()) {
            throw Failure.usage("there is no token: name a file that holds it with --token-file, or set BSS_TOKEN");
        }
        String where = given.isPresent() ? "BSS_TOKEN" : String.valueOf(file.orElseThrow());
        String token = given.orElseGet(() -> read(file.orElseThrow())).strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw Failure.usage(
                    "%s holds no token, must be one line as `bss-run users token` prints it".formatted(where));
        }
        return token;
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > MOST_TOKEN_BYTES) {
                throw Failure.usage("%s holds no token, it has %d bytes".formatted(file, Files.size(file)));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw Failure.usage("the token in %s cannot be read: %s".formatted(file, e));
        }
    }

    private static Optional<Path> file(
            @Nullable Path option, Function<String, @Nullable String> environment, String variable) {
        return option != null ? Optional.of(option) : set(environment, variable).map(Path::of);
    }

    private static Optional<String> set(Function<String, @Nullable String> environment, String variable) {
        return Optional.ofNullable(environment.apply(variable)).filter(v -> !v.isBlank());
    }
}
