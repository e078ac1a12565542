package bss.hil;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.hil.wire.Endpoint;
import bss.proto.link.LinkLimits;
import bss.proto.link.LinkSecurity;
import bss.proto.link.LinkServer;
import bss.spec.backend.WaferBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// An emulated wafer behind a port of this machine, with nothing wrong with it.
public final class HealthyEndpoint implements AutoCloseable {

    private static final String AUDIENCE = "emulator";

    private final LinkServer server;
    private final Endpoint endpoint;

    private HealthyEndpoint(
            WaferBackend wafer,
            LinkLimits limits,
            LinkSecurity.Server security,
            Optional<Path> token,
            Optional<Path> old)
            throws IOException {
        server = new LinkServer(
                wafer,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                security,
                limits,
                Optional.empty(),
                "healthy");
        endpoint = new Endpoint(
                server.address(),
                new LinkSecurity.Client(false, Optional.empty(), Optional.empty(), Optional.empty(), token),
                old);
    }

    /// An ideal wafer that asks for no token.
    public static HealthyEndpoint ideal() throws IOException {
        return open(idealWafer());
    }

    /// A wafer that asks for no token.
    public static HealthyEndpoint open(WaferBackend wafer) throws IOException {
        return open(wafer, LinkLimits.DEFAULT);
    }

    /// The same with other limits.
    public static HealthyEndpoint open(WaferBackend wafer, LinkLimits limits) throws IOException {
        return new HealthyEndpoint(wafer, limits, LinkSecurity.Server.PLAIN, Optional.empty(), Optional.empty());
    }

    /// A wafer that asks for a token.
    ///
    /// @param folder for the secret and the tokens
    public static HealthyEndpoint gated(WaferBackend wafer, LinkLimits limits, Path folder) throws IOException {
        byte[] secret = "a secret of this test, long enough".getBytes(StandardCharsets.US_ASCII);
        Path key = Files.write(folder.resolve("secret"), secret);
        long now = Instant.now().getEpochSecond();
        return new HealthyEndpoint(
                wafer,
                limits,
                new LinkSecurity.Server(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.of(key),
                        Optional.of(AUDIENCE)),
                Optional.of(Files.writeString(folder.resolve("token"), token(secret, now + 86_400))),
                Optional.of(Files.writeString(folder.resolve("expired"), token(secret, now - 3600))));
    }

    /// One thread, no mismatch, no noise.
    public static EmulatedWafer idealWafer() {
        return EmulatedWafer.ideal(new EmulatorOptions(1, true));
    }

    /// One thread; a wafer of its own seed.
    public static EmulatedWafer typicalWafer(long seed) {
        return EmulatedWafer.typical(seed, new EmulatorOptions(1, true));
    }

    private static String token(byte[] secret, long expiry) {
        String text = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "."
                + base64("{\"sub\":\"harness\",\"aud\":\"%s\",\"exp\":%d}".formatted(AUDIENCE, expiry));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return text + "."
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// What to test.
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        server.close();
    }
}
