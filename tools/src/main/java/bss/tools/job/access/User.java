package bss.tools.job.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// A user of the server as the accounts have it.
///
/// @param name 1 to 32 of `a-z 0-9 . _ -`
/// @param roles one or more
/// @param disabled no token of this user is let in
/// @param tokens in the order in which they were issued, revoked and expired ones too
public record User(String name, Set<Role> roles, UserQuotas quotas, boolean disabled, List<UserToken> tokens) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,32}");

    public User {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "user is '%s', must be 1 to 32 characters of a-z, 0-9, '.', '_', '-'".formatted(name));
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException(
                    "user '%s' has no role, must have one of %s".formatted(name, List.of(Role.values())));
        }
        roles = Set.copyOf(roles);
        tokens = List.copyOf(tokens);
    }

    User with(Set<Role> newRoles, UserQuotas newQuotas) {
        return new User(name, newRoles, newQuotas, disabled, tokens);
    }

    User asDisabled(boolean off) {
        return new User(name, roles, quotas, off, tokens);
    }

    User with(UserToken token) {
        List<UserToken> more = new ArrayList<>(tokens);
        more.add(token);
        return new User(name, roles, quotas, disabled, more);
    }

    /// Without a change if no token of this user has the label.
    User withRevoked(String label) {
        List<UserToken> changed = new ArrayList<>(tokens);
        changed.replaceAll(t -> t.label().equals(label) ? t.asRevoked() : t);
        return new User(name, roles, quotas, disabled, changed);
    }
}
