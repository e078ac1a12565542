package bss.tools.job.access;

import bss.tools.job.access.Decision.Allowed;
import bss.tools.job.access.Decision.Refused;
import bss.tools.job.access.Rule.Target;
import io.grpc.Status;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who may call what: a rule for each method of each service, and what has no rule is refused.
///
/// Job ids are a user's own: two users may have jobs of the same id, so making one tells nothing of others' jobs.
public final class Rules {

    private static final Set<Role> OWNERS = Set.of(Role.USER);
    private static final Set<Role> WATCHERS = Set.of(Role.READER, Role.USER, Role.OPERATOR);
    private static final Set<Role> ENDERS = Set.of(Role.USER, Role.OPERATOR);
    private static final Set<Role> OPERATORS = Set.of(Role.OPERATOR);
    private static final Set<Role> NOBODY = Set.of();

    private static final Map<String, Rule> TABLE = Map.ofEntries(
            Map.entry("bss.v1.Jobs/Open", new Rule(Target.NEW_JOB, OWNERS, NOBODY)),
            Map.entry("bss.v1.Jobs/Append", new Rule(Target.JOB, OWNERS, NOBODY)),
            Map.entry("bss.v1.Jobs/Watch", new Rule(Target.JOB, WATCHERS, OPERATORS)),
            Map.entry("bss.v1.Jobs/Fetch", new Rule(Target.JOB, OWNERS, NOBODY)),
            Map.entry("bss.v1.Jobs/Close", new Rule(Target.JOB, ENDERS, OPERATORS)),
            Map.entry("bss.v1.JobQueue/Upload", new Rule(Target.NO_JOB, OWNERS, NOBODY)),
            Map.entry("bss.v1.JobQueue/Submit", new Rule(Target.NEW_JOB, OWNERS, NOBODY)),
            // of a user, not of a job: who may not, is told nothing of it
            Map.entry("bss.v1.JobQueue/ListJobs", new Rule(Target.JOB, WATCHERS, OPERATORS)),
            Map.entry("bss.v1.JobQueue/GetStatus", new Rule(Target.JOB, WATCHERS, OPERATORS)),
            Map.entry("bss.v1.JobQueue/Follow", new Rule(Target.JOB, WATCHERS, OPERATORS)),
            Map.entry("bss.v1.JobQueue/Cancel", new Rule(Target.JOB, ENDERS, OPERATORS)),
            Map.entry("bss.v1.JobQueue/Download", new Rule(Target.JOB, OWNERS, NOBODY)),
            Map.entry("bss.v1.JobQueue/Delete", new Rule(Target.JOB, OWNERS, NOBODY)),
            Map.entry("bss.v1.JobQueue/GetQuota", new Rule(Target.JOB, WATCHERS, OPERATORS)));

    private Rules() {}

    /// Full names of the methods that have a rule, such as `bss.v1.Jobs/Open`.
    public static Set<String> methods() {
        return Collections.unmodifiableSet(TABLE.keySet());
    }

    /// Whether the caller may call a method.
    ///
    /// @param method its full name, as gRPC has it: service, slash, method
    /// @param ownerOfJob the user whose job the request names; empty if there is no such job, or if it names none
    public static Decision check(Principal caller, String method, Optional<String> ownerOfJob) {
        Rule rule = TABLE.get(method);
        if (rule == null) {
            return new Refused(Status.Code.PERMISSION_DENIED, "%s is allowed to nobody".formatted(method));
        }
        if (!anyOf(caller, rule.own())) {
            // whatever the job: says nothing of it
            return new Refused(
                    Status.Code.PERMISSION_DENIED,
                    "%s needs one of the roles %s, user '%s' has %s"
                            .formatted(method, sorted(rule.own()), caller.user(), sorted(caller.roles())));
        }
        boolean allowed = switch (rule.target()) {
            case NO_JOB -> true;
            case NEW_JOB -> ownerOfJob.isEmpty() || mayTouch(caller, rule, ownerOfJob.get());
            case JOB -> ownerOfJob.isPresent() && mayTouch(caller, rule, ownerOfJob.get());
        };
        return allowed ? new Allowed() : noSuchJob();
    }

    /// The answer to who names a job that is not there, or that the caller may not know of.
    public static Refused noSuchJob() {
        return new Refused(Status.Code.NOT_FOUND, "you have no such job: it was closed, deleted or never opened");
    }

    private static boolean mayTouch(Principal caller, Rule rule, String owner) {
        return owner.equals(caller.user()) || anyOf(caller, rule.others());
    }

    private static boolean anyOf(Principal caller, Set<Role> roles) {
        return !Collections.disjoint(caller.roles(), roles);
    }

    private static String sorted(Set<Role> roles) {
        return roles.stream().sorted().toList().toString();
    }
}
