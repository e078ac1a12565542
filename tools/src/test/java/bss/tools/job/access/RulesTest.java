package bss.tools.job.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.access.Decision.Allowed;
import bss.tools.job.access.Decision.Refused;
import bss.tools.job.v1.JobQueueGrpc;
import bss.tools.job.v1.JobsGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every method of every service against a table that was written by hand.
class RulesTest {

    /// What the server serves: a service that is added to it is added here.
    private static final List<ServiceDescriptor> SERVICES =
            List.of(JobsGrpc.getServiceDescriptor(), JobQueueGrpc.getServiceDescriptor());

    /// What each role may do: `-` nothing, `own` with own jobs, `all` with all jobs. `new`: an unknown job is
    /// made; `none`: no job is named.
    private static final String TABLE = """
        method                    unknown   READER  USER  OPERATOR  ADMIN
        bss.v1.Jobs/Open          new       -       own   -         -
        bss.v1.Jobs/Append        refused   -       own   -         -
        bss.v1.Jobs/Watch         refused   own     own   all       -
        bss.v1.Jobs/Fetch         refused   -       own   -         -
        bss.v1.Jobs/Close         refused   -       own   all       -
        bss.v1.JobQueue/Upload    none      -       own   -         -
        bss.v1.JobQueue/Submit    new       -       own   -         -
        bss.v1.JobQueue/ListJobs  refused   own     own   all       -
        bss.v1.JobQueue/GetStatus refused   own     own   all       -
        bss.v1.JobQueue/Follow    refused   own     own   all       -
        bss.v1.JobQueue/Cancel    refused   -       own   all       -
        bss.v1.JobQueue/Download  refused   -       own   -         -
        bss.v1.JobQueue/Delete    refused   -       own   -         -
        bss.v1.JobQueue/GetQuota  refused   own     own   all       -
        """;

    private static final Optional<String> OWN = Optional.of("ada");
    private static final Optional<String> OTHER = Optional.of("bob");
    private static final Optional<String> UNKNOWN = Optional.empty();

    private record Line(boolean unknownIsMade, boolean namesNone, Map<Role, String> may) {}

    private static Map<String, Line> table() {
        List<String[]> cells =
                TABLE.lines().map(line -> line.strip().split(" +", -1)).toList();
        Map<String, Line> lines = new HashMap<>();
        for (String[] line : cells.subList(1, cells.size())) {
            Map<Role, String> may = new HashMap<>();
            for (int column = 2; column < line.length; column++) {
                may.put(Role.valueOf(cells.getFirst()[column]), line[column]);
            }
            lines.put(line[0], new Line(!line[1].equals("refused"), line[1].equals("none"), may));
        }
        return lines;
    }

    private static List<Set<Role>> roleSets() {
        List<Set<Role>> sets = new ArrayList<>();
        for (int bits = 0; bits < 1 << Role.values().length; bits++) {
            Set<Role> roles = EnumSet.noneOf(Role.class);
            for (Role role : Role.values()) {
                if ((bits >> role.ordinal() & 1) == 1) {
                    roles.add(role);
                }
            }
            sets.add(roles);
        }
        return sets;
    }

    private static Decision check(Set<Role> roles, String method, Optional<String> owner) {
        return Rules.check(new Principal("ada", roles, "laptop"), method, owner);
    }

    private static String answer(Decision decision) {
        return switch (decision) {
            case Allowed() -> "allowed";
            case Refused refused -> refused.code().name();
        };
    }

    @Test
    void everyMethodHasARuleAndEveryRuleAMethod() {
        Set<String> methods = new TreeSet<>();
        for (ServiceDescriptor service : SERVICES) {
            service.getMethods().stream()
                    .map(MethodDescriptor::getFullMethodName)
                    .forEach(methods::add);
        }
        assertEquals(methods, new TreeSet<>(Rules.methods()), "methods of the services, and rules");
        assertEquals(
                methods, new TreeSet<>(table().keySet()), "methods of the services, and lines of this test's table");
    }

    @Test
    void everyMethodForEverySetOfRolesAndEveryJobIsAsTheTableSays() {
        int checked = 0;
        for (var line : table().entrySet()) {
            for (Set<Role> roles : roleSets()) {
                boolean own = roles.stream()
                        .anyMatch(r -> !"-".equals(line.getValue().may().get(r)));
                boolean all = roles.stream()
                        .anyMatch(r -> "all".equals(line.getValue().may().get(r)));
                String where = line.getKey() + " by " + roles;
                String refused = own ? "NOT_FOUND" : "PERMISSION_DENIED";
                assertEquals(
                        own ? "allowed" : refused, answer(check(roles, line.getKey(), OWN)), where + " of an own job");
                assertEquals(
                        all || (own && line.getValue().namesNone()) ? "allowed" : refused,
                        answer(check(roles, line.getKey(), OTHER)),
                        where + " of another's");
                assertEquals(
                        own && line.getValue().unknownIsMade() ? "allowed" : refused,
                        answer(check(roles, line.getKey(), UNKNOWN)),
                        where + " of no job");
                checked += 3;
            }
        }
        assertEquals(SERVICES.stream().mapToInt(s -> s.getMethods().size()).sum() * 16 * 3, checked);
    }

    @Test
    void aForbiddenJobIsAnsweredAsAnUnknownOne() {
        for (var line : table().entrySet()) {
            for (Set<Role> roles : roleSets()) {
                Decision other = check(roles, line.getKey(), OTHER);
                if (other instanceof Refused && !line.getValue().unknownIsMade()) {
                    assertEquals(check(roles, line.getKey(), UNKNOWN), other, line.getKey() + " by " + roles);
                }
            }
        }
        assertEquals(Rules.noSuchJob(), check(EnumSet.of(Role.USER), "bss.v1.Jobs/Fetch", OTHER));
    }

    @Test
    void aMissingRoleIsToldWithoutRegardToTheJob() {
        Refused refused = assertInstanceOf(Refused.class, check(EnumSet.of(Role.ADMIN), "bss.v1.Jobs/Watch", OWN));
        assertEquals(
                "bss.v1.Jobs/Watch needs one of the roles [READER, USER, OPERATOR], user 'ada' has [ADMIN]",
                refused.message());
        assertEquals(Status.Code.PERMISSION_DENIED, refused.status().getCode());
        assertEquals(refused, check(EnumSet.of(Role.ADMIN), "bss.v1.Jobs/Watch", OTHER));
        assertEquals(refused, check(EnumSet.of(Role.ADMIN), "bss.v1.Jobs/Watch", UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "bss.v1.Jobs/",
                "bss.v1.Jobs/open",
                "bss.v1.Jobs/Open ",
                "/bss.v1.Jobs/Open",
                "bss.v2.Jobs/Open",
                "Jobs/Open",
                "grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
            })
    void aMethodWithoutARuleIsRefusedToEverybody(String method) {
        for (Set<Role> roles : roleSets()) {
            for (Optional<String> owner : List.of(OWN, OTHER, UNKNOWN)) {
                Decision decision = check(roles, method, owner);
                assertEquals("PERMISSION_DENIED", answer(decision), method + " by " + roles);
                assertTrue(((Refused) decision).message().startsWith(method + " is allowed to nobody"));
            }
        }
    }
}
