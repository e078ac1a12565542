package bss.tools.bench;

import bss.proto.link.LinkClient;
import bss.proto.link.LinkLimits;
import bss.proto.link.LinkOptions;
import bss.proto.link.LinkSecurity;
import bss.proto.link.LinkServer;
import bss.proto.link.LoopbackWafer;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.WaferConfiguration;
import bss.spec.random.KeyedRandom;
import bss.tools.run.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Pulses through one connection on this machine, down to a wafer that sends them back, and up again. Each
/// sample is
/// the slower of the two ways; what comes up is compared with what went down.
final class WireRows {

    private static final int SEED = 1;

    private final BenchOptions options;
    private final Progress progress;

    WireRows(BenchOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    List<BenchRow> plain(String name) throws Exception {
        return measure(name, LinkSecurity.Server.PLAIN, LinkSecurity.Client.PLAIN);
    }

    List<BenchRow> tls(String name) throws Exception {
        Path folder = Files.createTempDirectory("bss-bench");
        try {
            OwnCertificate own = OwnCertificate.make(folder);
            LinkSecurity.Server server = new LinkSecurity.Server(
                    Optional.of(own.certificate()),
                    Optional.of(own.key()),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            LinkSecurity.Client client = new LinkSecurity.Client(
                    true, Optional.of(own.certificate()), Optional.empty(), Optional.empty(), Optional.empty());
            return measure(name, server, client);
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private List<BenchRow> measure(String name, LinkSecurity.Server security, LinkSecurity.Client host)
            throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Pulses pulses = pulses(Math.max(10_000, (int) ((options.quick() ? 2_000_000 : 8_000_000) * options.scale())));
        double[] values = new double[options.samples()];
        try (LinkServer server = new LinkServer(
                        new LoopbackWafer(), any, security, LinkLimits.DEFAULT, Optional.empty(), "bench");
                LinkClient client = new LinkClient(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                        host,
                        LinkOptions.DEFAULT);
                WaferSession session = client.open(Lease.wafer())) {
            // one warm-up
            for (int k = -1; k < values.length; k++) {
                progress.at(name, Math.max(0, k) / (double) values.length);
                double seconds = there(session, pulses);
                if (k >= 0) {
                    values[k] = pulses.count() / seconds;
                }
            }
        }
        return List.of(BenchRow.of(name, "1/s", values));
    }

    /// Seconds of the slower way.
    private static double there(WaferSession session, Pulses pulses) throws Exception {
        session.reset(1);
        long start = System.nanoTime();
        session.play(pulses);
        long down = System.nanoTime() - start;
        session.advance(pulses.tick(pulses.count() - 1));
        start = System.nanoTime();
        Pulses trace = session.takeTrace();
        long up = System.nanoTime() - start;
        if (!trace.equals(pulses)) {
            throw new IllegalStateException("%d pulses went down, others came up".formatted(pulses.count()));
        }
        return Math.max(down, up) * 1e-9;
    }

    private static Pulses pulses(int count) {
        long[] ticks = new long[count];
        int[] addresses = new int[count];
        long tick = 1;
        for (int i = 0; i < count; i++) {
            long drawn = KeyedRandom.key(SEED, i) >>> 1;
            tick += drawn % 5;
            ticks[i] = tick;
            addresses[i] = (int) ((drawn >>> 8) % (WaferConfiguration.HICANNS << 9));
        }
        return Pulses.sorted(ticks, addresses);
    }
}
