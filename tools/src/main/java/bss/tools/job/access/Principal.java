package bss.tools.job.access;

import java.util.Set;

/// Who a call is made by.
///
/// @param tokenLabel of the token that was shown, for the audit log
public record Principal(String user, Set<Role> roles, String tokenLabel) {

    public Principal {
        roles = Set.copyOf(roles);
    }
}
