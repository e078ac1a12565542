package bss.tools.wire;

import bss.proto.link.LinkClient;
import bss.proto.link.LinkLimits;
import bss.proto.link.LinkOptions;
import bss.proto.link.LinkSecurity;
import bss.proto.link.LinkServer;
import bss.spec.backend.BackendException;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Random;

/// The two ends of a wire on this machine, in plain text.
public final class Ends {

    private Ends() {}

    public static LinkServer serve(WaferBackend wafer, LinkLimits limits) throws IOException {
        return new LinkServer(
                wafer,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                LinkSecurity.Server.PLAIN,
                limits,
                Optional.empty(),
                "test");
    }

    public static LinkClient connect(int port) throws BackendException {
        return new LinkClient(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                LinkSecurity.Client.PLAIN,
                LinkOptions.DEFAULT);
    }

    /// Pulses in order, to any address.
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
}
