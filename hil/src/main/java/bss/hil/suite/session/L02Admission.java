package bss.hil.suite.session;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Need;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.common.Frames;
import bss.hil.suite.common.OutsideLease;
import bss.hil.suite.common.RandomChips;
import bss.hil.suite.common.RawSession;
import bss.hil.suite.common.Refusals;
import bss.hil.suite.common.WaferBlocks;
import bss.hil.wire.RawLink;
import bss.proto.v1.Open;
import bss.proto.v1.ReadBack;
import bss.proto.v1.Request;
import bss.proto.v1.ToClient;
import bss.spec.backend.BackendException;
import bss.spec.config.WaferConfiguration;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// Who may come in, and how far: tokens, session keys, leases.
final class L02Admission implements ConformanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public Card card() {
        return new Card(
                "L02",
                Layer.SESSION,
                "tokens, keys and access outside the lease",
                "A host without a good token, with a stranger's session key, or outside its lease is refused, and the"
                        + " parts do not feel it.",
                "",
                EnumSet.of(Profile.SMOKE, Profile.FULL),
                EnumSet.of(Need.TOKEN),
                false,
                Duration.ofSeconds(60));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, IOException {
        tokens(bench);
        bench.progress(0.4);
        keys(bench);
        bench.progress(0.7);
        OutsideLease.require(bench);
    }

    // ---- tokens

    private static void tokens(Bench bench) throws IOException, Violation {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("no token", "");
        wrong.put("a token that is none", "token");
        wrong.putAll(forged(bench.random("tokens"), bench.token()));
        if (bench.expiredToken().isPresent()) {
            wrong.put("an expired token", bench.expiredToken().get());
        } else {
            bench.note("an expired token was not tried: the run was given none");
        }
        for (Map.Entry<String, String> entry : wrong.entrySet()) {
            try (RawLink link = bench.raw()) {
                link.send(Frames.message(Frames.hello(bench).setToken(entry.getValue())));
                Refusals.expect(bench, link, "a hello with " + entry.getKey());
            }
        }
        try (RawLink link = bench.raw()) {
            link.hello();
        }
    }

    /// Changes of a JWT in compact form: header, claims and signature, in base64 without padding.
    private static Map<String, String> forged(SplittableRandom random, String token) throws Violation {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || parts[2].isEmpty()) {
            throw new Violation("the run's token has %d parts, must be a signed JWT of three".formatted(parts.length));
        }
        Map<String, String> forged = new LinkedHashMap<>();
        byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
        for (int bit : new int[] {0, random.nextInt(8 * signature.length), 8 * signature.length - 1}) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            forged.put("bit %d of the token's signature changed".formatted(bit), token(parts[0], parts[1], changed));
        }
        forged.put("the token's signature cut off", parts[0] + "." + parts[1] + ".");
        forged.put("the token's signature shortened", token(parts[0], parts[1], Arrays.copyOf(signature, 16)));
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        forged.put(
                "a claim added to the token",
                token(parts[0], encoded(claims.replaceFirst("\\{", "{\"x\":1,")), signature));
        forged.put("a token with algorithm none", encoded("{\"alg\":\"none\"}") + "." + parts[1] + ".");
        return forged;
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String token(String header, String claims, byte[] signature) {
        return header + "." + claims + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    // ---- session keys

    private static void keys(Bench bench) throws IOException, Violation {
        SplittableRandom random = bench.random("keys");
        int fpga = bench.fpgas()[0];
        WaferConfiguration there = RandomChips.wafer(random, bench.hicanns()[0]);
        try (RawSession owner = RawSession.open(bench, fpga)) {
            RawSession.done(owner.configure(there, RandomChips.STAGES));
            byte[] near = owner.key().toByteArray();
            int bit = random.nextInt(8 * near.length);
            near[bit / 8] ^= (byte) (1 << bit % 8);
            stranger(
                    bench,
                    ByteString.copyFrom(near),
                    "a key that differs in bit %d from an open session's".formatted(bit));
            stranger(bench, owner.key().substring(0, 16), "half of an open session's key");
            stranger(bench, Frames.drawKey(), "a key of no session");
            openWithKeyOf(bench, owner, fpga);
            RandomChips.requireSame(
                    bench, there, WaferBlocks.decode(bench, owner.readBack()), "session that strangers reached for");
        }
    }

    /// Whoever does not know the key gets no session.
    private static void stranger(Bench bench, ByteString key, String what) throws IOException, Violation {
        try (RawLink link = bench.raw()) {
            link.send(Frames.message(Frames.hello(bench).setSessionKey(key)));
            ToClient first = link.read(PATIENCE).orElse(ToClient.getDefaultInstance());
            if (first.hasRefusal()) {
                return;
            }
            bench.demand(
                    first.hasWelcome() && !first.getWelcome().hasResumed(),
                    () -> "hello with %s was answered with %s, must resume nothing"
                            .formatted(what, first.getBodyCase()));
            link.send(Frames.message(Request.newBuilder().setNumber(2).setReadBack(ReadBack.getDefaultInstance())));
            Refusals.expect(bench, link, "a request after a hello with " + what);
        }
    }

    /// A key can be used for one session alone.
    private static void openWithKeyOf(Bench bench, RawSession owner, int fpga) throws IOException, Violation {
        try (RawLink link = bench.raw()) {
            link.hello();
            link.send(Frames.message(Request.newBuilder()
                    .setNumber(1)
                    .setOpen(Open.newBuilder().setSessionKey(owner.key()).addFpgas(fpga))));
            ToClient next = link.read(PATIENCE).orElse(ToClient.getDefaultInstance());
            bench.demand(
                    next.hasRefusal() || next.getAnswer().hasFailed(),
                    () -> "opening FPGA %d with the key of its owner was answered with %s, must be refused"
                            .formatted(fpga, next.getBodyCase()));
        }
    }
}
