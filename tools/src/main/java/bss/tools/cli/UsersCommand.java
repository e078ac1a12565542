package bss.tools.cli;

import bss.tools.job.JobException;
import bss.tools.job.access.Accounts;
import bss.tools.job.access.Role;
import bss.tools.job.access.User;
import bss.tools.job.access.UserQuotas;
import io.grpc.Status;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bss-run users`: who may use a server of jobs, and with which tokens. A server that runs takes changes over.
@Command(
        name = "users",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        sortOptions = false,
        description = "Users and tokens of a server of jobs.",
        footer = {
            "",
            "Example: bss-run users --data /var/lib/bss add ada",
            "         bss-run users --data /var/lib/bss token ada --label laptop --days 90",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong use"
        })
final class UsersCommand {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "of the server")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    private interface Change {
        void on(Accounts accounts) throws JobException, IOException;
    }

    private int change(Change change) {
        try {
            Files.createDirectories(data);
            change.on(Accounts.open(data, InstantSource.system()));
            return 0;
        } catch (JobException | IOException e) {
            throw Failure.failed(String.valueOf(e.getMessage()), e);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    @Command(name = "add", description = "A new user, without a token.")
    int add(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--roles",
                            split = ",",
                            defaultValue = "user",
                            description = "reader, user, operator, admin (user)")
                    List<String> roles) {
        Set<Role> wanted = EnumSet.noneOf(Role.class);
        for (String role : roles) {
            wanted.add(role(role));
        }
        return change(accounts -> accounts.create(name, wanted, UserQuotas.DEFAULTS));
    }

    private static Role role(String name) {
        for (Role role : Role.values()) {
            if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
                return role;
            }
        }
        throw Failure.usage("role is '%s', must be reader, user, operator or admin".formatted(name));
    }

    @Command(name = "token", description = "A new token, printed once.")
    int token(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--label", required = true, description = "names it, for revoke and the audit log")
                    String label,
            @Option(names = "--days", defaultValue = "365", description = "until it expires (365)") int days) {
        return change(accounts ->
                out().println(accounts.issue(name, label, Instant.now().plus(Duration.ofDays(days)))));
    }

    @Command(name = "quota", description = "How much a user may have at a time; what is not named stays.")
    int quota(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--queued", paramLabel = "N", description = "jobs that wait") @Nullable Integer queued,
            @Option(names = "--running", paramLabel = "N", description = "jobs that run") @Nullable Integer running,
            @Option(names = "--stored", paramLabel = "BYTES", description = "of jobs and results") @Nullable
                    Long stored,
            @Option(names = "--hardware", paramLabel = "S", description = "time on the wafer a day, in seconds")
                    @Nullable
                    Double hardware) {
        return change(accounts -> {
            User user = accounts.list().stream()
                    .filter(u -> u.name().equals(name))
                    .findFirst()
                    .orElseThrow(
                            () -> new JobException(Status.Code.NOT_FOUND, "there is no user '%s'".formatted(name)));
            UserQuotas before = user.quotas();
            UserQuotas quotas;
            try {
                quotas = new UserQuotas(
                        queued == null ? before.queued() : queued,
                        running == null ? before.running() : running,
                        stored == null ? before.storedBytes() : stored,
                        hardware == null ? before.hardwareSecondsPerDay() : hardware);
            } catch (IllegalArgumentException e) {
                throw Failure.usage(String.valueOf(e.getMessage()));
            }
            accounts.change(name, user.roles(), quotas);
            out().printf(
                            Locale.ROOT,
                            "%s: %d queued, %d running, %d bytes, %s s of hardware a day%n",
                            name,
                            quotas.queued(),
                            quotas.running(),
                            quotas.storedBytes(),
                            quotas.hardwareSecondsPerDay());
        });
    }

    @Command(name = "revoke", description = "Refuses a token from now on.")
    int revoke(@Parameters(paramLabel = "LABEL") String label) {
        return change(accounts -> accounts.revoke(label));
    }

    @Command(name = "disable", description = "Refuses all tokens of a user.")
    int disable(@Parameters(paramLabel = "NAME") String name) {
        return change(accounts -> accounts.disable(name));
    }

    @Command(name = "enable", description = "Takes a disable back.")
    int enable(@Parameters(paramLabel = "NAME") String name) {
        return change(accounts -> accounts.enable(name));
    }

    @Command(name = "list", description = "All users with their roles and tokens.")
    int list() {
        return change(accounts -> {
            for (User user : accounts.list()) {
                out().printf(
                                "%s %s%s%n",
                                user.name(),
                                user.roles().stream().sorted().toList(),
                                user.disabled() ? " disabled" : "");
                user.tokens()
                        .forEach(t -> out().printf(
                                        "  %s until %s%s%n",
                                        t.label(), Instant.ofEpochMilli(t.expiresMs()), t.revoked() ? " revoked" : ""));
            }
        });
    }
}
