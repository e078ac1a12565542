package bss.tools.job.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Users and tokens as JSON. What is not exactly as it is written here is refused: a field that is read over
/// might have been the one that takes a right away.
final class AccountsJson {

    private static final int VERSION = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private AccountsJson() {}

    /// @param place names the file in messages
    /// @throws IOException if it is not what [#write] writes
    static Directory read(byte[] bytes, String place) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IOException("%s: is cut off or no JSON: %s, line %d".formatted(place, reason(e), line(e)), e);
        }
        requireVersion(root, place);
        Fields fields = new Fields(root, place, List.of("version", "users"));
        try {
            List<User> users = new ArrayList<>();
            for (JsonNode user : fields.list("users")) {
                users.add(user(user, "%s: users[%d]".formatted(place, users.size())));
            }
            return new Directory(users);
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: %s".formatted(place, e.getMessage()), e);
        }
    }

    /// Without where an object began, which Jackson adds in a form for programmers.
    private static String reason(JsonProcessingException e) {
        String whole = e.getOriginalMessage();
        int more = whole.indexOf(" (start marker");
        return more < 0 ? whole : whole.substring(0, more);
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    }

    private static void requireVersion(JsonNode root, String place) throws IOException {
        JsonNode version = root.path("version");
        // before anything else: another version may have other fields
        if (!version.isInt() || version.intValue() != VERSION) {
            throw new IOException("%s: version is %s, this server reads version %d"
                    .formatted(place, version.isMissingNode() ? "missing" : version, VERSION));
        }
    }

    private static User user(JsonNode node, String place) throws IOException {
        Fields fields = new Fields(node, place, List.of("name", "roles", "quotas", "disabled", "tokens"));
        List<UserToken> tokens = new ArrayList<>();
        for (JsonNode token : fields.list("tokens")) {
            tokens.add(token(token, "%s.tokens[%d]".formatted(place, tokens.size())));
        }
        return new User(
                fields.text("name"),
                roles(fields.list("roles"), place),
                quotas(fields.get("quotas"), place + ".quotas"),
                fields.flag("disabled"),
                tokens);
    }

    private static Set<Role> roles(List<JsonNode> names, String place) throws IOException {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (JsonNode name : names) {
            Role role = List.of(Role.values()).stream()
                    .filter(r -> name.isTextual() && r.name().equals(name.textValue()))
                    .findFirst()
                    .orElseThrow(() -> new IOException(
                            "%s: role is %s, must be one of %s".formatted(place, name, List.of(Role.values()))));
            if (!roles.add(role)) {
                throw new IOException("%s: role %s is there twice".formatted(place, role));
            }
        }
        return roles;
    }

    private static UserQuotas quotas(JsonNode node, String place) throws IOException {
        Fields fields =
                new Fields(node, place, List.of("queued", "running", "stored_bytes", "hardware_seconds_per_day"));
        return new UserQuotas(
                fields.count("queued"),
                fields.count("running"),
                fields.whole("stored_bytes"),
                fields.number("hardware_seconds_per_day"));
    }

    private static UserToken token(JsonNode node, String place) throws IOException {
        Fields fields = new Fields(node, place, List.of("label", "sha256", "issued_ms", "expires_ms", "revoked"));
        return new UserToken(
                fields.text("label"),
                fields.text("sha256"),
                fields.whole("issued_ms"),
                fields.whole("expires_ms"),
                fields.flag("revoked"));
    }

    static byte[] write(Directory directory) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", VERSION);
        root.put("users", directory.users().stream().map(AccountsJson::entry).toList());
        return JSON.writeValueAsBytes(root);
    }

    private static Map<String, Object> entry(User user) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", user.name());
        entry.put("roles", user.roles().stream().sorted().map(Role::name).toList());
        Map<String, Object> quotas = new LinkedHashMap<>();
        quotas.put("queued", user.quotas().queued());
        quotas.put("running", user.quotas().running());
        quotas.put("stored_bytes", user.quotas().storedBytes());
        quotas.put("hardware_seconds_per_day", user.quotas().hardwareSecondsPerDay());
        entry.put("quotas", quotas);
        entry.put("disabled", user.disabled());
        entry.put("tokens", user.tokens().stream().map(AccountsJson::entry).toList());
        return entry;
    }

    private static Map<String, Object> entry(UserToken token) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("label", token.label());
        entry.put("sha256", token.sha256());
        entry.put("issued_ms", token.issuedMs());
        entry.put("expires_ms", token.expiresMs());
        entry.put("revoked", token.revoked());
        return entry;
    }
}
