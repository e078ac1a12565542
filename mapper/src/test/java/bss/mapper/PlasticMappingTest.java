package bss.mapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.check.CheckOptions;
import bss.mapper.check.CheckReport;
import bss.mapper.check.LegalityChecker;
import bss.mapper.check.Rule;
import bss.mapper.explain.Explainer;
import bss.mapper.network.CellType;
import bss.mapper.network.Connector;
import bss.mapper.network.Network;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.Synapse;
import bss.mapper.network.Value;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.mapper.problem.MappingException;
import bss.mapper.verify.Request;
import bss.mapper.verify.Verifier;
import bss.mapper.verify.VerifyReport;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.StdpConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.defects.Defects;
import bss.spec.fg.SharedParameter;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.L1Topology;
import bss.spec.transfer.SynapseWeightTransfer;
import bss.spec.translate.ParameterChange.Feature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Random small networks that mix static and plastic synapses, read back from the bits.
class PlasticMappingTest {

    private static final double WEIGHT = 0.004;
    private static final double W_MAX = 0.01;

    private static Plasticity plasticity(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Plasticity.Static();
            case 1 ->
                new Plasticity.Stdp(
                        20, 30, 0.01 + 0.02 * random.nextDouble(), 0.01 + 0.02 * random.nextDouble(), 0, W_MAX);
            case 2 -> new Plasticity.TsodyksMarkram(0.2 + 0.4 * random.nextDouble(), 20 + random.nextInt(900), 0);
            default -> new Plasticity.TsodyksMarkram(0.05 + 0.3 * random.nextDouble(), 10, 100 + random.nextInt(900));
        };
    }

    private static Network network(long seed) {
        Random random = new Random(seed);
        List<Population> populations = List.of(
                TestNetworks.neurons("a", 30 + random.nextInt(60)),
                TestNetworks.neurons("b", 20 + random.nextInt(40)),
                Population.of(
                        "in",
                        20 + random.nextInt(60),
                        CellType.SpikeSourcePoisson.of(Map.of("rate", Value.of(5.0 + random.nextInt(40))))));
        List<Projection> projections = new ArrayList<>();
        int[][] pairs = {{2, 0}, {2, 1}, {0, 1}, {1, 0}, {0, 0}, {2, 0}};
        for (int i = 0; i < pairs.length; i++) {
            Plasticity kind = i == 0 ? new Plasticity.Static() : plasticity(random);
            projections.add(Projection.of(
                    "p" + i,
                    pairs[i][0],
                    pairs[i][1],
                    random.nextInt(3) > 0 ? Receptor.EXCITATORY : Receptor.INHIBITORY,
                    new Connector.FixedProbability(0.1 + 0.3 * random.nextDouble(), true),
                    new Synapse(kind, Value.of(WEIGHT), Value.of(1))));
        }
        return new Network("plastic", seed, populations, projections, List.of());
    }

    /// Mappings of networks by seed: several tests look at them.
    private static final Map<String, MapperResult> DONE = new HashMap<>();

    private static MapperResult map(Network network, Strategy strategy) {
        return DONE.computeIfAbsent(network.seed() + strategy.key(), _ -> mapNow(network, strategy));
    }

    private static MapperResult mapNow(Network network, Strategy strategy) {
        try {
            return new Mapper(
                            new PlainTranslation(true),
                            Defects.NONE,
                            MapperOptions.DEFAULTS.withStrategy(strategy),
                            MapperProgress.NONE)
                    .map(network);
        } catch (MappingException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HicannConfiguration chip(Mapping mapping, int hicann) {
        return mapping.configuration().hicann(hicann).orElseThrow();
    }

    private static boolean rewritten(HicannConfiguration chip, int row) {
        StdpConfig stdp = chip.stdp(row / 224);
        return stdp.automatic() && row % 224 >= stdp.firstRow() && row % 224 <= stdp.lastRow();
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void driversHaveSynapsesOfOneKindAndTheBitsHoldTheNetwork(Strategy strategy) {
        long plastic = 0;
        for (long seed = 0; seed < 4; seed++) {
            Network network = network(seed);
            MapperResult result = map(network, strategy);
            Mapping mapping = result.mapping();
            String where = "%s, seed %d".formatted(strategy, seed);
            Request request = Request.of(network);
            VerifyReport verified = new Verifier(mapping, request).verify();
            assertTrue(verified.agrees(), where + ": " + verified);
            CheckReport legal = LegalityChecker.check(mapping, request, Defects.NONE, CheckOptions.DEFAULTS);
            assertTrue(legal.legal(), where + ": " + legal.violations());
            assertEquals(verified.realised(), result.report().synapses().realised(), where);
            assertEquals(
                    result.report().synapses().requested(),
                    result.report().synapses().realised()
                            + result.report().synapses().lost(),
                    where);
            assertTrue(
                    result.report().bounds().routed()
                            <= result.report().synapses().lost(),
                    where + ": " + result.report().bounds());
            Map<Integer, Plasticity> ofDriver = new HashMap<>();
            for (int p = 0; p < network.projections().size(); p++) {
                plastic += kinds(mapping, network.projections().get(p), p, ofDriver, strategy, where);
            }
        }
        assertTrue(plastic > 3000, "plastic synapses: " + plastic);
    }

    /// Checks a projection's synapses and returns how many are plastic in the bits.
    private static long kinds(
            Mapping mapping,
            Projection projection,
            int p,
            Map<Integer, Plasticity> ofDriver,
            Strategy strategy,
            String where) {
        Plasticity kind = projection.synapse().plasticity();
        SynapseSites sites = mapping.synapses().get(p);
        long plastic = 0;
        long stdp = 0;
        for (int s = 0; s < sites.count(); s++) {
            if (!sites.realised(s)) {
                continue;
            }
            String at = "%s, projection %d, synapse %d".formatted(where, p, s);
            HicannConfiguration chip = chip(mapping, sites.hicann(s));
            int row = sites.row(s);
            SynapseDriverConfig driver = chip.synapseDriver(row / 2);
            Plasticity before = ofDriver.putIfAbsent(sites.hicann(s) * 224 + row / 2, kind);
            assertTrue(before == null || before.name().equals(kind.name()), at);
            assertEquals(kind instanceof Plasticity.TsodyksMarkram, driver.stpEnable(), at);
            if (kind instanceof Plasticity.TsodyksMarkram rule && rule.tauFacilMs() == 0) {
                assertTrue(driver.stpDepression(), at);
            }
            boolean rewritten = rewritten(chip, row);
            assertTrue(!rewritten || kind instanceof Plasticity.Stdp, at);
            stdp += rewritten ? 1 : 0;
            plastic += rewritten || driver.stpEnable() ? 1 : 0;
        }
        if (kind instanceof Plasticity.Stdp && strategy == Strategy.OPTIMISE) {
            long realised =
                    IntStream.range(0, sites.count()).filter(sites::realised).count();
            assertEquals(realised, stdp, where + ": every synapse with STDP is rewritten");
        }
        return plastic;
    }

    @Test
    void theFirstSpikeOfADepressingSynapseTransmitsUOfTheWeight() {
        for (long seed = 0; seed < 4; seed++) {
            Network network = network(seed);
            Mapping mapping = map(network, Strategy.OPTIMISE).mapping();
            for (int p = 0; p < network.projections().size(); p++) {
                SynapseSites sites = mapping.synapses().get(p);
                if (!(network.projections().get(p).synapse().plasticity() instanceof Plasticity.TsodyksMarkram rule)) {
                    continue;
                }
                double sum = 0;
                int n = 0;
                for (int s = 0; s < sites.count(); s++) {
                    if (sites.realised(s)) {
                        HicannConfiguration chip = chip(mapping, sites.hicann(s));
                        int row = sites.row(s);
                        int quadrant = L1Topology.driverQuadrant(row / 2);
                        boolean depression = chip.synapseDriver(row / 2).stpDepression();
                        SharedParameter reference = depression ? SharedParameter.V_DEP : SharedParameter.V_FAC;
                        double volt = 1.8 / 1023 * chip.floatingGate(quadrant, reference.row(quadrant), 0);
                        sum += sites.weight(s) * (depression ? 1 + volt : 1 - volt);
                        n++;
                    }
                }
                // four bits, rounded so that the mean is right: over more than a hundred synapses within a few percent
                if (n > 100) {
                    assertEquals(
                            WEIGHT * rule.u(),
                            sum / n,
                            0.07 * WEIGHT * rule.u(),
                            "%s, %d synapses, seed %d".formatted(rule, n, seed));
                }
            }
        }
    }

    @Test
    void rowsOfPlasticSynapsesReachTheLargestWeight() {
        int checked = 0;
        for (long seed = 0; seed < 4; seed++) {
            Network network = network(seed);
            Mapping mapping = map(network, Strategy.OPTIMISE).mapping();
            for (int p = 0; p < network.projections().size(); p++) {
                SynapseSites sites = mapping.synapses().get(p);
                for (int s = 0; s < sites.count(); s++) {
                    if (sites.realised(s) && rewritten(chip(mapping, sites.hicann(s)), sites.row(s))) {
                        HicannConfiguration chip = chip(mapping, sites.hicann(s));
                        SynapseRowConfig row = chip.synapseRow(sites.row(s));
                        SynapseWeightTransfer transfer =
                                SynapseWeightTransfer.ofCode(100 * (row.selGmax() + 1), row.gmaxDivisor());
                        int code = chip.weight(sites.row(s), sites.column(s));
                        double most = sites.weight(s) * transfer.conductance(15) / transfer.conductance(code);
                        assertTrue(
                                most > 0.99 * W_MAX,
                                "synapse %d of projection %d, seed %d: %s".formatted(s, p, seed, most));
                        checked++;
                    }
                }
            }
        }
        assertTrue(checked > 100, "checked " + checked);
    }

    @Test
    void thePlasticityOfASynapseIsExplained() {
        Network network = network(1);
        Mapping mapping = map(network, Strategy.OPTIMISE).mapping();
        for (int p = 0; p < network.projections().size(); p++) {
            Projection projection = network.projections().get(p);
            Connections drawn = Expansion.expand(network, p);
            for (int s = 0; s < drawn.size(); s += 97) {
                if (!mapping.synapses().get(p).realised(s)) {
                    continue;
                }
                List<String> lines = new Explainer(mapping, network)
                        .explain("%s[%d]->%s[%d]"
                                .formatted(
                                        network.populations()
                                                .get(projection.source())
                                                .label(),
                                        drawn.source(s),
                                        network.populations()
                                                .get(projection.target())
                                                .label(),
                                        drawn.target(s)));
                assertFalse(lines.stream().anyMatch(l -> l.contains("broken")), String.join("\n", lines));
                boolean plastic = !(projection.synapse().plasticity() instanceof Plasticity.Static);
                assertTrue(
                        !plastic || lines.stream().anyMatch(l -> l.startsWith("  plasticity: ")),
                        String.join("\n", lines));
            }
        }
    }

    @Test
    void whatIsNotRealisedAsAskedIsReported() {
        Network network = network(2);
        MapperResult result = map(network, Strategy.GREEDY);
        for (Projection projection : network.projections()) {
            String name = projection.synapse().plasticity().name() + " of " + projection.label();
            if (projection.synapse().plasticity() instanceof Plasticity.Stdp) {
                assertTrue(
                        result.report().changed().stream()
                                .anyMatch(c -> c.parameter().equals(name)),
                        name);
                assertTrue(
                        result.report().changed().stream()
                                .anyMatch(c -> c.parameter().equals("tau_minus of " + projection.label())
                                        || (c.parameter().equals(name) && c.feature() == Feature.IGNORED)),
                        name);
            }
            if (projection.synapse().plasticity() instanceof Plasticity.TsodyksMarkram rule
                    && (rule.u() < 0.23 || rule.u() > 0.43)) {
                assertTrue(
                        result.report().changed().stream()
                                .anyMatch(c -> c.parameter().equals("U of " + projection.label())
                                        && c.feature() == Feature.CLIPPED
                                        && c.requestedMin() == rule.u()),
                        name);
            }
        }
    }

    @Test
    void theCheckerSeesMixedDriversAndRowsThatMustNotBeRewritten() {
        Network network = network(1);
        Mapping mapping = map(network, Strategy.OPTIMISE).mapping();
        Request request = Request.of(network);
        SynapseSites sites = mapping.synapses().getFirst(); // static
        int hicann = sites.hicann(0);
        int row = sites.row(0);
        HicannConfiguration chip = chip(mapping, hicann);
        SynapseDriverConfig driver = chip.synapseDriver(row / 2);
        HicannConfiguration mixed = chip.toBuilder()
                .synapseDriver(
                        row / 2,
                        new SynapseDriverConfig(
                                driver.enable(), driver.locin(), driver.connectNeighbor(), true, true, 3))
                .build();
        assertTrue(counts(mapping, hicann, mixed, request).containsKey(Rule.STP_CLASS));
        int[] identity = StdpConfig.RESET.combined();
        HicannConfiguration walked = chip.toBuilder()
                .stdp(row / 224, new StdpConfig(true, false, 0, 223, 2, 4, identity, identity, identity))
                .build();
        assertTrue(counts(mapping, hicann, walked, request).containsKey(Rule.STDP_ROWS));
    }

    private static Map<Rule, Long> counts(Mapping mapping, int hicann, HicannConfiguration chip, Request request) {
        WaferConfiguration changed = mapping.configuration().with(hicann, chip);
        Mapping broken = new Mapping(
                mapping.network(),
                mapping.strategy(),
                mapping.seed(),
                mapping.speedup(),
                mapping.alpha(),
                mapping.shiftVolt(),
                changed,
                mapping.cells(),
                mapping.synapses(),
                mapping.losses(),
                mapping.realised());
        return LegalityChecker.check(broken, request, Defects.NONE, CheckOptions.DEFAULTS)
                .counts();
    }
}
