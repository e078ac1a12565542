package bss.hil.suite;

import bss.hil.bench.Bench;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.bench.Tolerances;
import bss.hil.bench.Violation;
import bss.hil.wire.Endpoint;
import bss.hil.wire.RawLink;
import bss.hil.wire.RecordingTap;
import bss.hil.wire.Secrets;
import bss.hil.wire.SocketLink;
import bss.hil.wire.Tap;
import bss.proto.link.LinkClient;
import bss.proto.link.LinkOptions;
import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.WaferTopology;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A bench without a runner, for the tests of the tests: every test gets all FPGAs.
final class TrialBench implements Bench, AutoCloseable {

    private static final long SEED = 20;

    private static final Map<String, Double> TOLERANCES = Map.of(
            "A08.delay_min_ticks", 0.0,
            "A08.delay_max_ticks", 0.0,
            "A08.loss_fraction", 0.0,
            "A12.median_us", 20_000.0,
            "A12.throughput_mbit_per_s", 1.0,
            "J14.difference_fraction", 0.0);

    private final ConformanceTest test;
    private final Endpoint endpoint;
    private final Secrets secrets;
    private final Profile profile;
    private final int[] fpgas;
    private final RecordingTap tap;
    private final LinkClient first;
    private final Deque<LinkClient> open = new ArrayDeque<>();

    TrialBench(ConformanceTest test, Endpoint endpoint, Profile profile, int... fpgas)
            throws IOException, BackendException {
        this.test = test;
        this.endpoint = endpoint;
        this.profile = profile;
        this.fpgas = fpgas;
        secrets = new Secrets(endpoint.token(), endpoint.expired());
        tap = new RecordingTap(endpoint, secrets, Optional.empty());
        first = client();
    }

    /// Runs the test; afterwards the parts must be free and in reset.
    void run() throws Exception {
        test.run(this);
        closeClients();
        try (LinkClient next = new LinkClient(endpoint.address(), endpoint.security(), LinkOptions.DEFAULT);
                WaferSession session = next.open(Lease.of(fpgas))) {
            demand(session.readBack().usedHicanns().length == 0, () -> "chips are left configured");
        }
    }

    private void closeClients() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Override
    public int[] fpgas() {
        return fpgas.clone();
    }

    @Override
    public int[] hicanns() {
        return IntStream.range(0, WaferConfiguration.HICANNS)
                .filter(h -> Arrays.stream(fpgas).anyMatch(f -> f == WaferTopology.fpga(h)))
                .toArray();
    }

    @Override
    public Capabilities capabilities() {
        return first.capabilities();
    }

    @Override
    public Profile profile() {
        return profile;
    }

    @Override
    public SplittableRandom random(String what) {
        return new SplittableRandom(SEED + (test.card().id() + what).hashCode());
    }

    @Override
    public Tolerances tolerances() {
        return name -> Optional.ofNullable(TOLERANCES.get(name)).orElseThrow(() -> new IllegalArgumentException(name));
    }

    @Override
    public Tap tap() {
        return tap;
    }

    @Override
    public LinkClient client(LinkOptions options) throws BackendException {
        LinkClient client = new LinkClient(tap.address(), endpoint.security(), options);
        open.push(client);
        return client;
    }

    @Override
    public WaferSession open(Lease lease) throws BackendException {
        return client().open(lease);
    }

    @Override
    public RawLink raw() throws IOException {
        return new SocketLink(tap.address(), secrets.token());
    }

    @Override
    public String token() {
        return secrets.token();
    }

    @Override
    public Optional<String> expiredToken() {
        return secrets.expired();
    }

    @Override
    public void configure(WaferSession session, WaferConfiguration configuration, Set<ConfigurationStage> stages)
            throws BackendException, Violation {
        demand(!stages.contains(ConfigurationStage.FLOATING_GATES), () -> "writes floating gates, says it does not");
        session.configure(configuration, stages, 0);
    }

    @Override
    public void figure(String name, double value, String unit) {}

    @Override
    public void note(String remark) {}

    @Override
    public void progress(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("progress is %s, must be 0 to 1".formatted(fraction));
        }
    }

    @Override
    public void close() {
        closeClients();
        tap.close();
    }
}
