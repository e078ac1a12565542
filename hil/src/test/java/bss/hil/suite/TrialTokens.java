package bss.hil.suite;

import bss.proto.link.LinkSecurity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tokens of a run, and what asks for them.
///
/// @param server its gate
/// @param client who comes in
/// @param token of the client, empty if none is asked for
/// @param expired a token that was good yesterday
record TrialTokens(LinkSecurity.Server server, LinkSecurity.Client client, String token, Optional<String> expired) {

    static final TrialTokens NONE =
            new TrialTokens(LinkSecurity.Server.PLAIN, LinkSecurity.Client.PLAIN, "", Optional.empty());

    private static final String WAFER = "wafer";
    private static final byte[] SECRET =
            "a secret of the trials, of 32 bytes or more".getBytes(StandardCharsets.US_ASCII);
    private static final long YEAR_2100 = 4_102_444_800L;
    private static final long YEAR_2001 = 978_307_200L;

    /// A gate that wants tokens.
    ///
    /// @param folder for the files of key and token
    static TrialTokens gate(Path folder) throws IOException, GeneralSecurityException {
        String token = token(YEAR_2100);
        Path key = Files.write(folder.resolve("key"), SECRET);
        Path file = Files.writeString(folder.resolve("token"), token);
        LinkSecurity.Server plain = LinkSecurity.Server.PLAIN;
        return new TrialTokens(
                new LinkSecurity.Server(
                        plain.certificate(),
                        plain.key(),
                        plain.clientAuthorities(),
                        plain.requireClient(),
                        plain.crl(),
                        Optional.of(key),
                        Optional.of(WAFER)),
                client(file),
                token,
                Optional.of(token(YEAR_2001)));
    }

    /// Hosts that show a token to an endpoint that lets anybody in.
    TrialTokens withoutGate() {
        return new TrialTokens(LinkSecurity.Server.PLAIN, client, token, expired);
    }

    private static LinkSecurity.Client client(Path token) {
        LinkSecurity.Client plain = LinkSecurity.Client.PLAIN;
        return new LinkSecurity.Client(
                plain.tls(), plain.authorities(), plain.certificate(), plain.key(), Optional.of(token));
    }

    private static String token(long expiry) throws GeneralSecurityException {
        String head = encode("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8))
                + "."
                + encode("{\"sub\":\"trial\",\"aud\":\"%s\",\"exp\":%d}"
                        .formatted(WAFER, expiry)
                        .getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        return head + "." + encode(mac.doFinal(head.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
