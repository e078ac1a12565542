package bss.hil.suite.machine;

import bss.hil.bench.Bench;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.bench.Tolerances;
import bss.hil.bench.Violation;
import bss.hil.wire.RawLink;
import bss.hil.wire.Tap;
import bss.proto.link.LinkClient;
import bss.proto.link.LinkOptions;
import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import bss.spec.random.KeyedRandom;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// A bench in front of a wafer in this process, without a wire: for tests that only open sessions.
public final class LocalBench implements Bench {

    private static final int FPGA = 12;

    private final WaferBackend backend;
    private final Profile profile;
    private final long seed;
    private final Tolerances tolerances;
    private int chips = 8;

    /// What was reported.
    public final Map<String, Double> figures = new TreeMap<>();

    public final List<String> notes = new ArrayList<>();

    public LocalBench(WaferBackend backend, Profile profile, long seed, Tolerances tolerances) {
        this.backend = backend;
        this.profile = profile;
        this.seed = seed;
        this.tolerances = tolerances;
    }

    /// Leaves the other chips of the reticle out.
    public LocalBench chips(int count) {
        chips = count;
        return this;
    }

    /// Runs a test; figures go to the terminal.
    public static LocalBench run(ConformanceTest test, WaferBackend backend, Profile profile, Tolerances tolerances)
            throws Exception {
        LocalBench bench = new LocalBench(backend, profile, 1, tolerances);
        long start = System.nanoTime();
        test.run(bench);
        System.out.printf(
                "%s %s %s %.2f s %s %s%n",
                test.card().id(),
                backend.capabilities().silicon(),
                profile,
                (System.nanoTime() - start) * 1e-9,
                bench.figures,
                bench.notes);
        return bench;
    }

    /// What a test finds wrong; empty if it passes.
    public static String violation(ConformanceTest test, WaferBackend backend, Profile profile, Tolerances tolerances)
            throws Exception {
        try {
            test.run(new LocalBench(backend, profile, 1, tolerances));
            return "";
        } catch (Violation e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public int[] fpgas() {
        return new int[] {FPGA};
    }

    @Override
    public int[] hicanns() {
        int[] all = new int[8];
        for (int k = 0; k < all.length; k++) {
            all[k] = WaferTopology.hicannOfDnc(WaferTopology.dncOfFpga(FPGA), k);
        }
        Arrays.sort(all);
        return Arrays.copyOf(all, chips);
    }

    @Override
    public Capabilities capabilities() {
        return backend.capabilities();
    }

    @Override
    public Profile profile() {
        return profile;
    }

    @Override
    public SplittableRandom random(String what) {
        return new SplittableRandom(KeyedRandom.key(seed, what.hashCode()));
    }

    @Override
    public Tolerances tolerances() {
        return tolerances;
    }

    @Override
    public WaferSession open(Lease lease) throws BackendException {
        return backend.open(lease);
    }

    @Override
    public void configure(WaferSession session, WaferConfiguration configuration, Set<ConfigurationStage> stages)
            throws BackendException {
        session.configure(configuration, stages, 0);
    }

    @Override
    public void figure(String name, double value, String unit) {
        figures.put(name, value);
    }

    @Override
    public void note(String remark) {
        notes.add(remark);
    }

    @Override
    public void progress(double fraction) {}

    @Override
    public String token() {
        return "";
    }

    @Override
    public Tap tap() {
        throw new UnsupportedOperationException("no wire");
    }

    @Override
    public LinkClient client(LinkOptions options) {
        throw new UnsupportedOperationException("no wire");
    }

    @Override
    public RawLink raw() {
        throw new UnsupportedOperationException("no wire");
    }
}
