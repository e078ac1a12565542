package bss.tools.job.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All users and their tokens at one moment.
final class Directory {

    /// Nobody.
    static final Directory EMPTY = new Directory(List.of());

    /// A token with its user.
    record Known(User user, UserToken token) {

        private boolean is(String sha256) {
            return MessageDigest.isEqual(
                    token.sha256().getBytes(StandardCharsets.US_ASCII), sha256.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /// Digits of a hash that tokens are looked up by.
    private static final int PREFIX = 16;

    private final Map<String, User> users = new LinkedHashMap<>();
    private final Set<String> labels = new HashSet<>();
    private final Map<String, List<Known>> tokens = new HashMap<>();

    /// @throws IllegalArgumentException if a name, a label or a token is there twice
    Directory(List<User> all) {
        for (User user : all) {
            if (users.put(user.name(), user) != null) {
                throw new IllegalArgumentException("user '%s' is there twice".formatted(user.name()));
            }
            user.tokens().forEach(token -> add(user, token));
        }
    }

    private void add(User user, UserToken token) {
        if (!labels.add(token.label())) {
            throw new IllegalArgumentException("label '%s' is there twice".formatted(token.label()));
        }
        List<Known> same = tokens.computeIfAbsent(prefix(token.sha256()), _ -> new ArrayList<>(1));
        if (same.stream().anyMatch(k -> k.is(token.sha256()))) {
            throw new IllegalArgumentException("the token of label '%s' is there twice".formatted(token.label()));
        }
        same.add(new Known(user, token));
    }

    /// In the order in which they were created.
    List<User> users() {
        return List.copyOf(users.values());
    }

    Optional<User> user(String name) {
        return Optional.ofNullable(users.get(name));
    }

    /// Whether a token has this label, or had before it was revoked.
    boolean hasLabel(String label) {
        return labels.contains(label);
    }

    /// With this user in the place of the one of the same name, or as the last.
    Directory with(User user) {
        Map<String, User> changed = new LinkedHashMap<>(users);
        changed.put(user.name(), user);
        return new Directory(List.copyOf(changed.values()));
    }

    /// The token with this hash.
    ///
    /// How long a look-up takes may tell of the first digits of a hash, which nobody can choose; the whole is
    /// compared in constant time.
    Optional<Known> find(String sha256) {
        List<Known> candidates = tokens.getOrDefault(prefix(sha256), List.of());
        return candidates.stream().filter(k -> k.is(sha256)).findFirst();
    }

    private static String prefix(String sha256) {
        return sha256.substring(0, PREFIX);
    }
}
