package bss.tools.job.access;

import bss.tools.job.JobException;
import io.grpc.Status;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The users of a server and their tokens, in `DATA/accounts.json`.
///
/// Every change is on the disk when its method returns. A file that another process changed is read anew at the
/// next call; one that cannot be used changes nothing, is named in the log once, and must be mended before the
/// next change.
///
/// Errors: [JobException] if what is asked makes no sense, `IOException` if the file cannot be read or written.
public final class Accounts {

    /// Clocks of clients and servers differ: a token is good for this long after it expired.
    public static final long LEEWAY_MS = 60_000;

    private static final System.Logger LOG = System.getLogger(Accounts.class.getName());

    /// Locks on files hold between processes, this one within this process.
    private static final Object ONE_WRITER = new Object();

    /// @param stamp of the file that was tried last, which is not used if it was found bad
    /// @param existed some file was read
    private record Loaded(String stamp, Directory directory, boolean existed) {}

    /// What is done to one state of the accounts.
    private interface Change {
        Directory of(Directory before) throws JobException;
    }

    private final AccountsFile file;
    private final InstantSource clock;
    private volatile Loaded loaded;

    private Accounts(AccountsFile file, InstantSource clock) throws IOException {
        this.file = file;
        this.clock = clock;
        loaded = load(false);
    }

    /// The accounts in a folder that exists; without a file there are no users.
    ///
    /// @throws IOException if there is a file that cannot be used
    public static Accounts open(Path data, InstantSource clock) throws IOException {
        return new Accounts(new AccountsFile(data), clock);
    }

    /// A new user, without a token.
    public void create(String user, Set<Role> roles, UserQuotas quotas) throws JobException, IOException {
        User created = valid(() -> new User(user, roles, quotas, false, List.of()));
        update(before -> {
            if (before.user(user).isPresent()) {
                throw new JobException(Status.Code.ALREADY_EXISTS, "there is a user '%s' already".formatted(user));
            }
            return before.with(created);
        });
    }

    /// Gives a user other roles and quotas; tokens stay.
    public void change(String user, Set<Role> roles, UserQuotas quotas) throws JobException, IOException {
        valid(() -> new User(user, roles, quotas, false, List.of()));
        change(user, u -> u.with(roles, quotas));
    }

    /// Refuses all tokens of a user until [#enable].
    public void disable(String user) throws JobException, IOException {
        change(user, u -> u.asDisabled(true));
    }

    /// Takes [#disable] back.
    public void enable(String user) throws JobException, IOException {
        change(user, u -> u.asDisabled(false));
    }

    /// A new token, which cannot be shown again.
    ///
    /// @param label of no other token that there is or was
    /// @param expiry later than now
    public String issue(String user, String label, Instant expiry) throws JobException, IOException {
        long now = clock.millis();
        if (!expiry.isAfter(Instant.ofEpochMilli(now))) {
            throw JobException.invalid("expiry is %s, must be later than now, %s", expiry, Instant.ofEpochMilli(now));
        }
        if (expiry.isAfter(Instant.ofEpochMilli(UserToken.MAX_MS))) {
            throw JobException.invalid("expiry is %s, must be before the year 10000", expiry);
        }
        String secret = Tokens.draw();
        String hash = Tokens.sha256(secret);
        UserToken token = valid(() -> new UserToken(label, hash, now, expiry.toEpochMilli(), false));
        update(before -> {
            User owner = known(before, user);
            if (owner.disabled()) {
                throw JobException.refused("user '%s' is disabled: enable it first", user);
            }
            if (before.hasLabel(label)) {
                throw new JobException(
                        Status.Code.ALREADY_EXISTS,
                        "label '%s' names a token that there is or was, must be new".formatted(label));
            }
            return before.with(owner.with(token));
        });
        return secret;
    }

    /// Refuses a token from now on; without effect on one that is revoked.
    public void revoke(String label) throws JobException, IOException {
        update(before -> {
            User owner = before.users().stream()
                    .filter(u -> u.tokens().stream().anyMatch(t -> t.label().equals(label)))
                    .findFirst()
                    .orElseThrow(() -> new JobException(
                            Status.Code.NOT_FOUND, "there is no token with the label '%s'".formatted(label)));
            return before.with(owner.withRevoked(label));
        });
    }

    /// All users, in the order in which they were created.
    public List<User> list() {
        return current().users();
    }

    /// What a user may have; [UserQuotas#DEFAULTS] of one who is not there.
    public UserQuotas quotas(String user) {
        return current().user(user).map(User::quotas).orElse(UserQuotas.DEFAULTS);
    }

    /// Who shows this token. Tokens that are unknown, expired, revoked or of a disabled user are refused alike.
    ///
    /// @param nowMs since 1970
    public Optional<Principal> authenticate(String token, long nowMs) {
        if (token.length() != Tokens.LENGTH || !token.startsWith(Tokens.PREFIX)) {
            return Optional.empty(); // not hashed: it may be long
        }
        return current()
                .find(Tokens.sha256(token))
                .filter(k -> !k.token().revoked() && !k.user().disabled())
                .filter(k -> nowMs < k.token().expiresMs() + LEEWAY_MS)
                .map(k -> new Principal(
                        k.user().name(), k.user().roles(), k.token().label()));
    }

    private Directory current() {
        Loaded last = loaded;
        return file.stamp().equals(last.stamp()) ? last.directory() : reload();
    }

    private synchronized Directory reload() {
        Loaded last = loaded;
        String now = file.stamp();
        if (now.equals(last.stamp())) {
            return last.directory();
        }
        try {
            loaded = load(last.existed());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "changed accounts are not used, the former ones stay: {0}", e.getMessage());
            loaded = new Loaded(now, last.directory(), last.existed());
        }
        return loaded.directory();
    }

    private Loaded load(boolean existed) throws IOException {
        // before it is read: a change meanwhile is another one
        String stamp = file.stamp();
        Directory directory = file.read(existed);
        return new Loaded(stamp, directory, existed || directory != Directory.EMPTY);
    }

    private void change(String user, UnaryOperator<User> to) throws JobException, IOException {
        update(before -> before.with(to.apply(known(before, user))));
    }

    private void update(Change change) throws JobException, IOException {
        synchronized (ONE_WRITER) {
            try (FileChannel channel = file.lockFile();
                    FileLock _ = channel.lock()) {
                Directory after = change.of(file.read(loaded.existed()));
                file.write(after);
                Loaded back = load(true);
                if (!back.directory().users().equals(after.users())) {
                    throw new IOException("%s: was read back otherwise than it was written".formatted(file));
                }
                loaded = back;
            }
        }
    }

    private static User known(Directory directory, String user) throws JobException {
        return directory
                .user(user)
                .orElseThrow(() -> new JobException(Status.Code.NOT_FOUND, "there is no user '%s'".formatted(user)));
    }

    private static <T> T valid(Supplier<T> made) throws JobException {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new JobException(Status.Code.INVALID_ARGUMENT, String.valueOf(e.getMessage()), e);
        }
    }
}
