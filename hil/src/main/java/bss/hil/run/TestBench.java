package bss.hil.run;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.Profile;
import bss.hil.bench.Tolerances;
import bss.hil.bench.Violation;
import bss.hil.wire.Endpoint;
import bss.hil.wire.RawLink;
import bss.hil.wire.RecordingTap;
import bss.hil.wire.SocketLink;
import bss.hil.wire.Tap;
import bss.proto.link.LinkClient;
import bss.proto.link.LinkOptions;
import bss.proto.link.LinkSecurity;
import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import bss.spec.random.KeyedRandom;
import bss.spec.topology.WaferTopology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The bench of one test.
final class TestBench implements Bench {

    /// Shorter than a host's own patience, so that an endpoint that died is given up soon.
    static final LinkOptions OPTIONS = new LinkOptions(5000, 5000, "bss-hil");

    /// What is the same for all tests of a run.
    ///
    /// @param token that hosts show; empty if there is none
    record Run(
            Endpoint endpoint,
            Profile profile,
            Capabilities capabilities,
            Tolerances tolerances,
            GateBudget budget,
            String token,
            Optional<String> expired,
            RunListener listener) {}

    private final Run run;
    private final Card card;
    private final int[] fpgas;
    private final long seed;
    private final RecordingTap tap;
    private final List<AutoCloseable> hosts = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private boolean over;
    private boolean overBudget;

    /// @param seed of this test
    TestBench(Run run, Card card, int[] fpgas, long seed, RecordingTap tap) {
        this.run = run;
        this.card = card;
        this.fpgas = fpgas;
        this.seed = seed;
        this.tap = tap;
    }

    @Override
    public int[] fpgas() {
        return fpgas.clone();
    }

    @Override
    public int[] hicanns() {
        return IntStream.range(0, WaferConfiguration.HICANNS)
                .filter(h -> Arrays.binarySearch(fpgas, WaferTopology.fpga(h)) >= 0)
                .toArray();
    }

    @Override
    public Capabilities capabilities() {
        return run.capabilities();
    }

    @Override
    public Profile profile() {
        return run.profile();
    }

    @Override
    public SplittableRandom random(String what) {
        return new SplittableRandom(KeyedRandom.key(seed, what.hashCode()));
    }

    @Override
    public Tolerances tolerances() {
        return run.tolerances();
    }

    @Override
    public Tap tap() {
        return tap;
    }

    /// Plain text to the tap, which speaks to the endpoint as it wants.
    @Override
    public LinkClient client(LinkOptions options) throws BackendException {
        LinkSecurity.Client plain = new LinkSecurity.Client(
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                run.endpoint().security().token());
        LinkClient client =
                new LinkClient(tap.address(), plain, options.equals(LinkOptions.DEFAULT) ? OPTIONS : options);
        if (!keep(client)) {
            client.close();
            throw new BackendException("the test is over, no host can connect any more");
        }
        return client;
    }

    @Override
    public WaferSession open(Lease lease) throws BackendException {
        return client().open(lease);
    }

    @Override
    public RawLink raw() throws IOException {
        SocketLink link = new SocketLink(tap.address(), run.token());
        if (!keep(link)) {
            link.close();
            throw new IOException("the test is over, no host can connect any more");
        }
        return link;
    }

    private synchronized boolean keep(AutoCloseable host) {
        if (!over) {
            hosts.add(host);
        }
        return !over;
    }

    @Override
    public String token() {
        return run.token();
    }

    @Override
    public Optional<String> expiredToken() {
        return run.expired();
    }

    @Override
    public void configure(WaferSession session, WaferConfiguration configuration, Set<ConfigurationStage> stages)
            throws BackendException, Violation {
        if (stages.contains(ConfigurationStage.FLOATING_GATES)) {
            try {
                run.budget().spend(configuration.usedHicanns().length);
            } catch (Violation e) {
                synchronized (this) {
                    overBudget = true;
                }
                throw e;
            }
        }
        session.configure(configuration, stages, 0);
    }

    @Override
    public synchronized void figure(String name, double value, String unit) {
        figures.add(new Figure(name, value, unit));
    }

    @Override
    public synchronized void note(String remark) {
        notes.add(remark);
    }

    @Override
    public void progress(double fraction) {
        run.listener().progress(card, Math.clamp(fraction, 0, 1));
    }

    synchronized List<Figure> figures() {
        return List.copyOf(figures);
    }

    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    /// Whether the test was ended since it would have written too many floating gates.
    synchronized boolean isOverBudget() {
        return overBudget;
    }

    /// Cuts all hosts off; none can connect any more.
    void end() {
        List<AutoCloseable> all;
        synchronized (this) {
            over = true;
            all = List.copyOf(hosts);
            hosts.clear();
        }
        for (AutoCloseable host : all) {
            try {
                host.close();
            } catch (Exception e) {
                // it is gone, as it should be
            }
        }
    }
}
