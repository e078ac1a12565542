package bss.hil.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.hil.ForwardingSession;
import bss.hil.FrameFault;
import bss.hil.HealthyEndpoint;
import bss.hil.Relay;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.wire.Endpoint;
import bss.proto.v1.Answer;
import bss.proto.v1.Chip;
import bss.proto.v1.Fpga;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every test finds an endpoint that does not keep its promise.
@Timeout(120)
class FaultyEndpointTest {

    private static ConformanceTest test(String id) {
        return HealthyEndpointTest.tests().stream()
                .filter(test -> test.card().id().equals(id))
                .findAny()
                .orElseThrow();
    }

    private static void caught(String id, String why, Endpoint endpoint) throws Exception {
        try (TrialBench bench = new TrialBench(test(id), endpoint, Profile.SMOKE, 0, 1)) {
            String message =
                    String.valueOf(assertThrows(Violation.class, bench::run, id).getMessage());
            assertTrue(message.contains(why), () -> id + ": " + message);
        }
    }

    private static void caught(String id, String why, FrameFault fault) throws Exception {
        try (HealthyEndpoint healthy = HealthyEndpoint.open(EmulatedWafer.ideal(), HealthyEndpointTest.QUICK);
                Relay relay = new Relay(healthy.endpoint().address(), () -> fault)) {
            caught(id, why, new Endpoint(relay.address(), healthy.endpoint().security(), Optional.empty()));
        }
    }

    private static void caught(String id, String why, WaferBackend wafer) throws Exception {
        try (HealthyEndpoint endpoint = HealthyEndpoint.open(wafer, HealthyEndpointTest.QUICK)) {
            caught(id, why, endpoint.endpoint());
        }
    }

    private static FrameFault down(UnaryOperator<ToServer> change) {
        return new FrameFault() {
            @Override
            public void down(ToServer message, Ends ends) throws IOException {
                ends.toServer(change.apply(message));
            }
        };
    }

    private static FrameFault up(UnaryOperator<ToClient> change) {
        return new FrameFault() {
            @Override
            public void up(ToClient message, Ends ends) throws IOException {
                ends.toHost(change.apply(message));
            }
        };
    }

    /// Opens the sessions of a faulty wafer.
    private interface Opening {
        WaferSession open(Lease lease) throws BackendException;
    }

    /// A wafer of which the opening is wrong, or its sessions.
    private static WaferBackend wafer(WaferBackend healthy, Opening opening) {
        return new WaferBackend() {
            @Override
            public Capabilities capabilities() {
                return healthy.capabilities();
            }

            @Override
            public WaferSession open(Lease lease) throws BackendException {
                return opening.open(lease);
            }
        };
    }

    @Test
    void everyFaultIsOneOfATestOfThisSuite() {
        assertEquals(16, HealthyEndpointTest.tests().size());
    }

    @Test
    void anUnknownVersionThatIsTakenIsFound() throws Exception {
        caught("L01", "WELCOME, must be refused", down(m -> {
            ToServer.Builder changed = m.toBuilder();
            if (m.hasHello()) {
                changed.getHelloBuilder().setMajor(1);
            }
            return changed.build();
        }));
    }

    @Test
    void aWaferThatAsksForNoTokenIsFound(@TempDir Path folder) throws Exception {
        try (HealthyEndpoint gated = HealthyEndpoint.gated(EmulatedWafer.ideal(), HealthyEndpointTest.QUICK, folder);
                HealthyEndpoint open = HealthyEndpoint.open(EmulatedWafer.ideal(), HealthyEndpointTest.QUICK)) {
            Endpoint tokens = gated.endpoint();
            caught(
                    "L02",
                    "a hello with no token: came WELCOME",
                    new Endpoint(open.endpoint().address(), tokens.security(), tokens.expiredToken()));
        }
    }

    @Test
    void pulsesOutsideTheLeaseThatAreTakenSilentlyAreFound() throws Exception {
        WaferBackend wafer = EmulatedWafer.ideal();
        caught("L04", "BUFFERED, must be refused", wafer(wafer, lease -> new ForwardingSession(wafer.open(lease)) {
            @Override
            public void play(Pulses pulses) throws BackendException {
                try {
                    super.play(pulses);
                } catch (BackendException e) {
                    if (!String.valueOf(e.getMessage()).contains("lease")) {
                        throw e;
                    }
                }
            }
        }));
    }

    @Test
    void aRefusalWithoutAMessageIsFound() throws Exception {
        caught("L03", "without a refusal that says why", new FrameFault() {
            @Override
            public void up(ToClient message, Ends ends) throws IOException {
                if (!message.hasRefusal()) {
                    ends.toHost(message);
                }
            }
        });
    }

    @Test
    void aSecondOwnerThatIsLetInIsFound() throws Exception {
        caught(
                "L04",
                "exactly one must be served",
                wafer(EmulatedWafer.ideal(), lease -> EmulatedWafer.ideal().open(lease)));
    }

    @Test
    void partsThatAreNotResetForTheNextOwnerAreFound() throws Exception {
        WaferBackend wafer = EmulatedWafer.ideal();
        List<WaferConfiguration> left = new ArrayList<>();
        caught("L05", "are configured, must be in reset", wafer(wafer, lease -> {
            var session = wafer.open(lease);
            for (WaferConfiguration last : left) {
                session.configure(last, Set.of(ConfigurationStage.L1_ROUTING), 0);
            }
            return new ForwardingSession(session) {
                @Override
                public void close() throws BackendException {
                    left.add(healthy.readBack());
                    super.close();
                }
            };
        }));
    }

    @Test
    void aLeaseThatLeaksIsFound() throws Exception {
        WaferBackend wafer = EmulatedWafer.ideal();
        caught("L05", "held by another session", wafer(wafer, lease -> new ForwardingSession(wafer.open(lease)) {
            @Override
            public void close() {}
        }));
    }

    @Test
    void aFrameLimitThatIsNotKeptIsFound() throws Exception {
        caught("A06", "one more than allowed", up(m -> {
            ToClient.Builder changed = m.toBuilder();
            if (m.hasWelcome()) {
                changed.getWelcomeBuilder().getLimitsBuilder().setMaxFrameBytes((1 << 20) - 1);
            }
            return changed.build();
        }));
    }

    @Test
    void wordsOf32BitsAreFound() throws Exception {
        caught("A07", "must be a pong of 0x100000000", up(m -> {
            ToClient.Builder changed = m.toBuilder();
            if (m.hasPong()) {
                changed.getPongBuilder().setNumber(m.getPong().getNumber() & 0xffff_ffffL);
            }
            return changed.build();
        }));
    }

    @Test
    void aBlockThatComesTwiceIsFound() throws Exception {
        caught("A08", "block 200 of request", new FrameFault() {
            @Override
            public void up(ToClient message, Ends ends) throws IOException {
                ends.toHost(message);
                if (message.getBlock().getIndex() == 200) {
                    ends.toHost(message);
                }
            }
        });
    }

    @Test
    void anAddressBitThatIsTurnedOverInALateBlockIsFound() throws Exception {
        caught("A08", "out of order or a duplicate", down(m -> {
            ToServer.Builder changed = m.toBuilder();
            if (m.getBlock().getIndex() == 257) {
                // the last pulse is another one: its lowest address bit is turned over
                byte[] pulses = m.getBlock().getPulses().toByteArray();
                pulses[pulses.length - 8] ^= 1;
                changed.getBlockBuilder().setPulses(ByteString.copyFrom(pulses));
            }
            return changed.build();
        }));
    }

    @Test
    void aSessionThatDoesNotOutliveItsConnectionIsFound() throws Exception {
        FrameFault forgets = down(m -> {
            ToServer.Builder changed = m.toBuilder();
            if (m.hasHello()) {
                changed.getHelloBuilder().clearSessionKey();
            }
            return changed.build();
        });
        caught("A10", "the session is gone at once", forgets);
        caught("A11", "the session is gone at once", forgets);
    }

    @Test
    void requestsThatAreDoneTwiceAfterCutsAreFound() throws Exception {
        WaferBackend wafer = EmulatedWafer.ideal();
        caught("A09", "out of order or a duplicate", wafer(wafer, lease -> new ForwardingSession(wafer.open(lease)) {
            @Override
            public void play(Pulses pulses) throws BackendException {
                super.play(pulses);
                super.play(pulses.slice(0, Math.min(1, pulses.count())));
            }
        }));
    }

    @Test
    void blocksBeyondTheCreditAreFound() throws Exception {
        caught("A10", "no block from 1 on was granted", down(m -> {
            ToServer.Builder changed = m.toBuilder();
            if (m.hasCredit()) {
                changed.getCreditBuilder().setUpto(m.getCredit().getUpto() + 1);
            }
            return changed.build();
        }));
    }

    @Test
    void aTraceOfTheSessionBeforeIsFound() throws Exception {
        WaferBackend wafer = EmulatedWafer.ideal();
        List<Pulses> left = new ArrayList<>();
        caught("A11", "160 pulses, must have none", wafer(wafer, lease -> new ForwardingSession(wafer.open(lease)) {
            @Override
            public Pulses takeTrace() throws BackendException {
                Pulses trace = super.takeTrace();
                left.add(trace);
                return trace.count() > 0 || left.size() < 2 ? trace : left.removeFirst();
            }
        }));
    }

    @Test
    void anEndpointThatIsAThousandTimesTooSlowIsFound() throws Exception {
        caught("A12", "in the median", up(m -> {
            try {
                Thread.sleep(25);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return m;
        }));
    }

    @Test
    void aChipThatIsForgottenAmongManyIsFound() throws Exception {
        WaferBackend wafer = EmulatedWafer.ideal();
        caught(
                "J14",
                "is in reset, must be configured",
                wafer(wafer, lease -> new ForwardingSession(wafer.open(lease)) {
                    @Override
                    public void configure(WaferConfiguration all, Set<ConfigurationStage> stages, int trial)
                            throws BackendException {
                        int[] used = all.usedHicanns();
                        WaferConfiguration some = WaferConfiguration.empty();
                        for (int h : used.length > 4 ? Arrays.copyOf(used, used.length - 1) : used) {
                            some = some.with(h, all.hicann(h).orElseThrow());
                        }
                        super.configure(some, stages, trial);
                    }
                }));
    }

    @Test
    void aLinkThatStaysDownIsFound() throws Exception {
        caught("I15", "link of HICANN 155 is down", up(m -> {
            ToClient.Builder changed = m.toBuilder();
            if (m.getAnswer().hasOpened()) {
                Answer.Builder answer = changed.getAnswerBuilder();
                for (Fpga.Builder fpga : answer.getOpenedBuilder().getFpgasBuilderList()) {
                    for (Chip.Builder chip : fpga.getChipsBuilderList()) {
                        chip.setLinkUp(fpga.getFpga() != 1 || chip.getHicann() % 8 != 3);
                    }
                }
            }
            return changed.build();
        }));
    }

    @Test
    void aResetThatForgetsARegisterIsFound() throws Exception {
        WaferBackend wafer = EmulatedWafer.ideal();
        caught("I15", "core reset: HICANN", wafer(wafer, lease -> new ForwardingSession(wafer.open(lease)) {
            @Override
            public void reset(int trial) throws BackendException {
                WaferConfiguration before = healthy.readBack();
                healthy.reset(trial);
                for (int h : before.usedHicanns()) {
                    healthy.configure(
                            WaferConfiguration.empty().with(h, HicannConfiguration.RESET),
                            Set.of(ConfigurationStage.SYNAPSE_DRIVERS),
                            trial);
                }
            }
        }));
    }

    @Test
    void aClockThatIsTakenForAnotherIsFound() throws Exception {
        caught("I16", "a PLL of 260 MHz was answered with CONFIGURED", down(m -> {
            ToServer.Builder changed = m.toBuilder();
            if (m.getRequest().getConfigure().getPllMhz() == 260) {
                changed.getRequestBuilder().getConfigureBuilder().setPllMhz(250 / 2);
            }
            return changed.build();
        }));
    }
}
