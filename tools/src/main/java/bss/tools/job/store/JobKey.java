package bss.tools.job.store;

import java.util.regex.Pattern;

/// The name of a job: whose it is, and what its user calls it.
///
/// @param user 1 to 32 of `a-z 0-9 . _ -`
/// @param id 1 to 64 of `A-Z a-z 0-9 . _ -`, chosen by the client and never given to another job
public record JobKey(String user, String id) {

    private static final Pattern USER = Pattern.compile("[a-z0-9._-]{1,32}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public JobKey {
        Texts.require("user", user, USER);
        Texts.require("job", id, ID);
    }

    /// As `user/id`.
    @Override
    public String toString() {
        return user + "/" + id;
    }
}
