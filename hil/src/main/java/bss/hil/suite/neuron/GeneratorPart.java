package bss.hil.suite.neuron;

import bss.hil.bench.Violation;
import bss.hil.suite.machine.Wafers;
import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.MergerTopology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The events of the background generators arrive on the links to which the modes of the mergers lead them,
/// as often as their periods say; the filter of background events takes those of address 0 and no others;
/// random generators have their rate, and none with seed 0.
final class GeneratorPart {

    private static final int GENERATORS = 8;
    private static final long CYCLES = 40_000;
    private static final int SHORTEST_PERIOD = 400;

    /// Events that may be on their way at the end, or come later by others in the way.
    private static final int SLACK = 2;

    private static final int RANDOM_PERIOD = 65_535 - 655;
    private static final long RANDOM_CYCLES = 200_000;

    private final Fixture fixture;

    GeneratorPart(Fixture fixture) {
        this.fixture = fixture;
    }

    void run(SplittableRandom random) throws BackendException, InterruptedException, Violation {
        int rounds = fixture.bench.size(2, 12, 12);
        for (int round = 0; round < rounds; round++) {
            modes(round, random);
        }
        noise(1 + random.nextInt(65_535));
        noise(0);
    }

    /// Random modes everywhere.
    private void modes(int round, SplittableRandom random) throws BackendException, InterruptedException, Violation {
        boolean filter = round % 2 == 1;
        WaferConfiguration wafer = Wafers.filtered(
                fixture.each((chip, k) -> {
                    chip.links(LinkDirection.TO_DNC);
                    for (int g = 0; g < GENERATORS; g++) {
                        int period = SHORTEST_PERIOD + 17 * g + random.nextInt(16);
                        int address = g == (round + k) % GENERATORS ? 0 : 8 * random.nextInt(8) + g;
                        chip.bits.backgroundGenerator(
                                g, new BackgroundGeneratorConfig(random.nextInt(8) != 0, false, period, address));
                    }
                    for (int m = 0; m < MergerTopology.MERGERS; m++) {
                        chip.bits.merger(m, new MergerConfig(mode(random), random.nextBoolean()));
                    }
                    for (int d = 0; d < GENERATORS; d++) {
                        chip.bits.dncMerger(d, new MergerConfig(mode(random), random.nextBoolean()));
                    }
                }),
                filter);
        Pulses trace = fixture.run(wafer, Pulses.NONE, CYCLES);
        demandCounts(expected(wafer, filter), Fixture.counts(trace));
        demandPeriods(wafer, trace);
    }

    private static MergerConfig.Mode mode(SplittableRandom random) {
        return random.nextInt(2) == 0
                ? MergerConfig.Mode.MERGE
                : MergerConfig.Mode.values()[random.nextInt(MergerConfig.Mode.values().length)];
    }

    private void demandCounts(Map<Integer, Integer> expected, Map<Integer, Integer> counts) throws Violation {
        double loss = fixture.limit("loss_fraction");
        for (Map.Entry<Integer, Integer> e : expected.entrySet()) {
            int came = counts.getOrDefault(e.getKey(), 0);
            int least = (int) (e.getValue() * (1 - loss)) - SLACK;
            fixture.bench.demand(
                    came >= least && came <= e.getValue() + SLACK,
                    () -> "background events: %d of %s came, must be %d"
                            .formatted(came, Fixture.name(e.getKey()), e.getValue()));
            counts.remove(e.getKey());
        }
        for (Map.Entry<Integer, Integer> e : counts.entrySet()) {
            throw new Violation(
                    "background events: %d of %s came, must be none".formatted(e.getValue(), Fixture.name(e.getKey())));
        }
    }

    /// Most events of an address that one generator has to itself come at its distance.
    private void demandPeriods(WaferConfiguration wafer, Pulses trace) throws Violation {
        Map<Integer, List<Long>> times = new TreeMap<>();
        for (int k = 0; k < trace.count(); k++) {
            times.computeIfAbsent(trace.address(k), a -> new ArrayList<>()).add(trace.tick(k));
        }
        for (Map.Entry<Integer, List<Long>> e : times.entrySet()) {
            int address = e.getKey();
            HicannConfiguration chip =
                    wafer.hicann(PulseAddress.hicann(address)).orElseThrow();
            int[] own = IntStream.range(0, GENERATORS)
                    .filter(g -> chip.backgroundGenerator(g).enable()
                            && chip.backgroundGenerator(g).address() == PulseAddress.l1Address(address))
                    .toArray();
            if (own.length == 1) {
                List<Long> t = e.getValue();
                long[] distances = IntStream.range(1, t.size())
                        .mapToLong(k -> t.get(k) - t.get(k - 1))
                        .sorted()
                        .toArray();
                long typical = distances[distances.length / 2];
                long must = HardwareTime.TICKS_PER_CYCLE
                        * (chip.backgroundGenerator(own[0]).period() + 1L);
                fixture.bench.demand(
                        Math.abs(typical - must) <= fixture.limit("period_ticks"),
                        () -> "background events of %s come every %d ticks, must be every %d"
                                .formatted(Fixture.name(address), typical, must));
            }
        }
    }

    private Map<Integer, Integer> expected(WaferConfiguration wafer, boolean filter) {
        Map<Integer, Integer> expected = new HashMap<>();
        for (int h : wafer.usedHicanns()) {
            HicannConfiguration chip = wafer.hicann(h).orElseThrow();
            for (int d = 0; d < GENERATORS; d++) {
                int reaching =
                        chip.dncMerger(d).passesRight() ? MergerModel.generators(chip, MergerTopology.dncTap(d)) : 0;
                for (int g = 0; g < GENERATORS; g++) {
                    BackgroundGeneratorConfig generator = chip.backgroundGenerator(g);
                    if ((reaching >> g & 1) != 0 && generator.enable() && !(filter && generator.address() == 0)) {
                        int count = (int) (CYCLES / (generator.period() + 1));
                        expected.merge(PulseAddress.pack(h, d, generator.address()), count, Integer::sum);
                    }
                }
            }
        }
        return expected;
    }

    /// One random generator at a time on each chip.
    private void noise(int seed) throws BackendException, InterruptedException, Violation {
        WaferConfiguration wafer = fixture.each((chip, k) -> {
            chip.links(LinkDirection.TO_DNC);
            chip.bits.backgroundSeed(seed);
            chip.bits.backgroundGenerator(k % GENERATORS, new BackgroundGeneratorConfig(true, true, RANDOM_PERIOD, 0));
        });
        Map<Integer, Integer> counts = Fixture.counts(fixture.run(wafer, Pulses.NONE, RANDOM_CYCLES));
        double expected = seed == 0 ? 0 : RANDOM_CYCLES * risesPerClock();
        double band = fixture.limit("noise_fraction") * expected;
        for (int k = 0; k < fixture.bench.hicanns().length; k++) {
            int address = PulseAddress.pack(fixture.bench.hicanns()[k], k % GENERATORS, 0);
            int came = counts.getOrDefault(address, 0);
            fixture.bench.demand(
                    Math.abs(came - expected) <= band,
                    () -> "random generator, seed %d: %d events of %s came, must be %.0f within %.0f"
                            .formatted(seed, came, Fixture.name(address), expected, band));
        }
    }

    /// How often a shift register of 16 bits, with any bit coming in, rises above the period.
    private static double risesPerClock() {
        int rises = 0;
        for (int before = 0; before <= RANDOM_PERIOD; before++) {
            for (int bit = 0; bit < 2; bit++) {
                rises += ((before << 1 & 0xffff) | bit) > RANDOM_PERIOD ? 1 : 0;
            }
        }
        return rises / (2 * 65_536.0);
    }
}
