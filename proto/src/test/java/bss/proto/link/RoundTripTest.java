package bss.proto.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What goes down comes up.
@Timeout(60)
class RoundTripTest {

    static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    static LinkServer serve(LinkLimits limits) throws Exception {
        return new LinkServer(
                new LoopbackWafer(), ANY_PORT, LinkSecurity.Server.PLAIN, limits, Optional.empty(), "test");
    }

    static LinkClient connect(int port) throws BackendException {
        return new LinkClient(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                LinkSecurity.Client.PLAIN,
                LinkOptions.DEFAULT);
    }

    static Pulses random(long seed, int count) {
        Random random = new Random(seed);
        long[] ticks = new long[count];
        int[] addresses = new int[count];
        long tick = 0;
        for (int i = 0; i < count; i++) {
            tick += random.nextInt(5);
            ticks[i] = tick;
            addresses[i] = random.nextInt(384 << 9);
        }
        return Pulses.sorted(ticks, addresses);
    }

    @Test
    void pulsesComeBackAsTheyWere() throws Exception {
        try (LinkServer server = serve(LinkLimits.DEFAULT);
                LinkClient client = connect(server.port())) {
            assertEquals("loopback", client.capabilities().name());
            for (int count : new int[] {0, 1, 8191, 8192, 8193, 1_000_000}) {
                try (WaferSession session = client.open(Lease.of(3, 7))) {
                    Pulses pulses = random(count, count);
                    session.play(pulses);
                    session.advance(1L << 40);
                    assertEquals(1L << 40, session.now());
                    assertEquals(pulses, session.takeTrace());
                    assertEquals(count, session.counters().traced());
                }
            }
        }
    }

    @Test
    void aProgramOfMorePulsesThanTheServerTakesAtOnceGoesInPieces() throws Exception {
        LinkLimits d = LinkLimits.DEFAULT;
        LinkLimits few = new LinkLimits(10, 10, d.maxFrameBytes(), 4, 10_000, 1000, 1000, 10_000, 1000);
        try (LinkServer server = serve(few);
                LinkClient client = connect(server.port());
                WaferSession session = client.open(Lease.wafer())) {
            Pulses pulses = random(5, 100_001);
            session.play(pulses);
            session.advance(1L << 40);
            assertEquals(pulses, session.takeTrace());
        }
    }

    @Test
    void aConfigurationIsReadBackAsWritten() throws Exception {
        try (LinkServer server = serve(LinkLimits.DEFAULT);
                LinkClient client = connect(server.port());
                RemoteSession session = (RemoteSession) client.open(Lease.wafer())) {
            WaferConfiguration wafer = WaferConfiguration.empty();
            for (int h = 0; h < 384; h += 9) {
                wafer = wafer.with(h, HicannConfiguration.RESET);
            }
            session.configure(wafer, EnumSet.allOf(ConfigurationStage.class), 1);
            assertEquals(wafer, session.readBack());
            assertEquals(24 * 0.3, session.programmingSeconds(), 1e-9);
            assertEquals(48, session.opened().getFpgasCount());
            assertEquals(0x1c56c007, session.opened().getFpgas(0).getJtagId());
            assertEquals(8, session.opened().getFpgas(47).getChipsCount());
            assertEquals(0x14849434, session.opened().getFpgas(47).getChips(7).getJtagId());
        }
    }

    @Test
    void errorsOfTheBackendKeepTheirMessageAndKind() throws Exception {
        try (LinkServer server = serve(LinkLimits.DEFAULT);
                LinkClient client = connect(server.port());
                WaferSession session = client.open(Lease.of(0))) {
            session.advance(10);
            BackendException late = assertThrows(BackendException.class, () -> session.advance(9));
            assertEquals("cannot advance to cycle 9, must be 10 or later", late.getMessage());
            assertEquals(10, session.now());
            assertThrows(BackendException.class, () -> client.open(Lease.of()), "a lease without an FPGA is no lease");
        }
    }
}
