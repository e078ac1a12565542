package bss.proto.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.proto.v1.Credit;
import bss.proto.v1.Ping;
import bss.proto.v1.Request;
import bss.proto.v1.TakeAdc;
import bss.proto.v1.TakeSamples;
import bss.proto.v1.TakeSynapticInputs;
import bss.proto.v1.TakeTrace;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Hosts that do not read what they asked for cost the server little, and what they have costs it nothing.
@Timeout(120)
class StalledHostTest {

    private static final int MOST_BYTES = 4 << 20;

    private static LinkServer serve(PlentyWafer wafer) throws Exception {
        return new LinkServer(
                wafer, RoundTripTest.ANY_PORT, LinkSecurity.Server.PLAIN, LinkLimits.DEFAULT, Optional.empty(), "test");
    }

    private static Map<String, Request.Builder> streams() {
        Map<String, Request.Builder> streams = new LinkedHashMap<>();
        streams.put("trace", Request.newBuilder().setTakeTrace(TakeTrace.getDefaultInstance()));
        streams.put("ADC", Request.newBuilder().setTakeAdc(TakeAdc.getDefaultInstance()));
        streams.put("probe", Request.newBuilder().setTakeSamples(TakeSamples.getDefaultInstance()));
        streams.put(
                "synaptic inputs", Request.newBuilder().setTakeSynapticInputs(TakeSynapticInputs.getDefaultInstance()));
        return streams;
    }

    private static void open(RawHost host) throws Exception {
        host.send(RawHost.hello());
        host.send(RawHost.open());
        assertTrue(host.next().hasWelcome());
        assertTrue(host.next().getAnswer().hasOpened());
    }

    private static void ask(RawHost host, Request.Builder request, int credit) throws Exception {
        host.send(ToServer.newBuilder().setRequest(request.setNumber(2).setCredit(credit)));
    }

    private static void grant(RawHost host, int received, int upto) throws Exception {
        host.send(ToServer.newBuilder()
                .setCredit(
                        Credit.newBuilder().setRequest(2).setReceived(received).setUpto(upto)));
    }

    @Test
    void aHostThatStopsReadingCostsTheServerAtMostFourMebibytesWhateverItAskedFor() throws Exception {
        try (LinkServer server = serve(new PlentyWafer(false))) {
            LoopProbe probe = new LoopProbe();
            server.onConnect(probe::connected);
            for (Map.Entry<String, Request.Builder> stream : streams().entrySet()) {
                String kind = stream.getKey();
                try (RawHost host = new RawHost(server.port())) {
                    open(host);
                    // says that it has what it does not read, and grants more than it may
                    ask(host, stream.getValue(), -1);
                    assertEquals(PlentyWafer.BLOCKS, host.next().getAnswer().getBlocks(), kind);
                    long most = 0;
                    long buffers = 0;
                    for (int said = 16; said <= PlentyWafer.BLOCKS && most == 0; said += 16) {
                        while (server.sentBlocks() < said && most == 0) {
                            Thread.sleep(1);
                            most = server.queuedBytes();
                        }
                        grant(host, said, Integer.MAX_VALUE);
                        most = Math.max(most, server.queuedBytes());
                    }
                    for (int i = 0; i < 50; i++) {
                        host.send(
                                ToServer.newBuilder().setPing(Ping.newBuilder().setNumber(i)));
                        most = Math.max(most, server.queuedBytes());
                        buffers = Math.max(buffers, probe.bytes());
                        Thread.sleep(2);
                    }
                    assertTrue(most > 0, kind + ": nothing waits");
                    assertTrue(most <= MOST_BYTES, kind + ": bytes that wait: " + most);
                    assertTrue(buffers <= MOST_BYTES, kind + ": bytes in buffers: " + buffers);
                    try (LinkClient other = RoundTripTest.connect(server.port());
                            WaferSession session = other.open(Lease.of(5))) {
                        session.advance(4);
                        assertEquals(4, session.now(), "others work on");
                    }
                }
                assertTrue(LoopProbe.comes(() -> server.openConnections() == 0), kind);
                assertTrue(LoopProbe.comes(() -> probe.bytes() == 0), () -> kind + ": " + probe.bytes());
            }
        }
    }

    @Test
    void whatTheHostHasIsFreedBlockByBlock() throws Exception {
        try (LinkServer server = serve(new PlentyWafer(false))) {
            for (Map.Entry<String, Request.Builder> stream : streams().entrySet()) {
                String kind = stream.getKey();
                try (RawHost host = new RawHost(server.port())) {
                    open(host);
                    ask(host, stream.getValue(), 16);
                    assertTrue(host.next().hasAnswer(), kind);
                    int kept = PlentyWafer.BLOCKS;
                    assertEquals(kept, server.keptBlocks(), kind);
                    for (int got = 16; got <= PlentyWafer.BLOCKS; got += 16) {
                        for (int i = 0; i < 16; i++) {
                            ToClient m = host.next();
                            assertEquals(got - 16 + i, m.getBlock().getIndex(), kind);
                        }
                        grant(host, got, got + 16);
                        int left = PlentyWafer.BLOCKS - got;
                        assertTrue(LoopProbe.comes(() -> server.keptBlocks() == left), () -> kind + " " + left);
                    }
                }
                assertTrue(LoopProbe.comes(() -> server.openConnections() == 0), kind);
                // a session stays for its host to come back; the next one takes other FPGAs
            }
        }
    }

    @Test
    void forgottenBlocksAreGone() {
        int n = 3 * PulseBlocks.PULSES;
        Blocks trace = Blocks.ofTrace(Pulses.sorted(new long[n], new int[n]));
        trace.forget(2);
        assertEquals(8 * PulseBlocks.PULSES, trace.block(2).getPulses().size());
        assertThrows(IllegalStateException.class, () -> trace.block(1));
    }
}
