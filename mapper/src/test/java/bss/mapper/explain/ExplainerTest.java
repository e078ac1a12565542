package bss.mapper.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.network.CellType;
import bss.mapper.network.Connector;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.Network;
import bss.mapper.network.PairList;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.Synapse;
import bss.mapper.network.Value;
import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.config.QuadConfig;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Hand-made configurations. Lines, switches and repeaters are chosen with the rules of docs/machine.md sections 3 and
/// 4,
/// weights worked out with its section 6: (93.94 + 81.34 w - 1.597 w^2) nS * V_gmax / 500 nA * 11 / divisor, divided by
/// 10000 * 4 * 2.16456 pF / 0.2 nF.
class ExplainerTest {

    private static final RepeaterConfig OUT_EAST = new RepeaterConfig(RepeaterConfig.Mode.OUTPUT, false, true);
    private static final RepeaterConfig OUT_BOTH = new RepeaterConfig(RepeaterConfig.Mode.OUTPUT, true, true);
    private static final int NOWHERE = CellSites.NOWHERE;

    private final Map<Integer, HicannConfigurationBuilder> chips = new TreeMap<>();

    private HicannConfigurationBuilder chip(int hicann) {
        return chips.computeIfAbsent(hicann, _ -> new HicannConfigurationBuilder());
    }

    /// A neuron of four denmems, columns `x` and `x` + 1.
    private void neuron(int hicann, int x, int address) {
        chip(hicann)
                .quad(x / 2, new QuadConfig(true, true, true, true))
                .denmem(x, new DenmemConfig(address, true, true, false, false, false));
    }

    private void locked(int hicann, int generator) {
        chip(hicann).backgroundGenerator(generator, new BackgroundGeneratorConfig(true, false, 124, 0));
    }

    // ---- one chip: drive on HICANN 130

    private void oneHop() {
        neuron(130, 4, 21);
        neuron(130, 8, 22);
        locked(130, 0);
        // HLine 62 meets VLines 31 - 31 = 0, 32, ...; VLine 0 rows 0, 1, 16, 17, ... of which odd ones are local
        chip(130)
                .horizontalRepeater(62, OUT_EAST)
                .crossbarSwitch(8 * 62, true)
                .synapseSwitch(17 * 16, true)
                .synapseDriver(17, new SynapseDriverConfig(true, true, false))
                .synapseRow(34, new SynapseRowConfig(true, false, 1, 0, 1, 11, 0))
                .synapse(34, 8, 8, 5)
                .floatingGate(0, 13, 0, 409)
                .floatingGate(0, 17, 1 + 8, 1023);
    }

    private static final double ONE_HOP_WEIGHT = 0.0029666613;

    @Test
    void aSynapseOnTheSourcesChipIsToldStepByStep() {
        oneHop();
        assertEquals(
                List.of(
                        "a[0] -> b[0]: 1 synapse, 1 realised",
                        "ab, synapse 1, excitatory: weight 0.003 uS, delay 1.5 ms requested",
                        "  source: HICANN 130, NeuronOnHicann(4,0) fires for 4 denmems, L1Address(21)",
                        "  mergers: NeuronBlockOnHicann(0) -> M0_0 -> DncMergerOnHicann(0)",
                        "  route: HICANN 130 SendingRepeaterOnHicann(7) -> HICANN 130 HLine 62",
                        "  route: HICANN 130 HLine 62 -> HICANN 130 VLine 0 by CrossbarSwitchOnHicann(62,0)",
                        "  route: HICANN 130 VLine 0 -> HICANN 130 SynapseDriverOnHicann(17)"
                                + " by SynapseSwitchOnHicann(0,17) of HICANN 130",
                        "  driver: HICANN 130, SynapseDriverOnHicann(17), top left, takes the events from L1",
                        "  row: SynapseRowOnHicann(34), driver decoder 1 in even columns, V_gmax1 code 409 (999.5 nA),"
                                + " divisor 11 + 0",
                        "  synapse: SynapseOnHicann(34,8), column 8, synapse decoder 5, weight 8 of 15",
                        "  target: the left input (E_synx) of NeuronOnHicann(8,0), one of 4 denmems,"
                                + " NeuronOnHicann(8,0) fires",
                        "  weight: 0.002967 uS realised, 0.003 uS requested (-1.1 %)",
                        "  delay: 0.68 ms realised (64 ns + 4 ns for each of 1 chip, times 10000), 1.5 ms requested"),
                explainer(oneHopMapping()).explain("a[0]->b[0]"));
    }

    private Mapping oneHopMapping() {
        return mapping(
                neurons("b", new int[] {130, NOWHERE}, 8, 0, 22),
                realised("ab", 3, 1, 130, 34, 8, ONE_HOP_WEIGHT, 0.68f),
                lost("inb", 2));
    }

    // ---- to the east, south and into the eastern neighbour's chain

    @Test
    void aRouteOverFourChipsIntoAChainOfTheNeighbourIsToldStepByStep() {
        neuron(130, 4, 62);
        locked(130, 0);
        MergerConfig merge = new MergerConfig(MergerConfig.Mode.MERGE, false);
        // block 0 to M3, DNC merger 3, HLine 38
        chip(130).merger(8, merge).merger(12, merge).horizontalRepeater(38, OUT_EAST);
        // HLine 38 -> 40 in the east; even, so its repeater is on the left border of HICANN 131
        chip(131).horizontalRepeater(40, RepeaterConfig.FORWARD_EAST_OR_SOUTH).crossbarSwitch(8 * 40 + 4, true);
        // VLine 128 + 20 -> 150 in the south; right half and even, so its repeater is on the top border of HICANN 167
        chip(167).verticalRepeater(150, RepeaterConfig.FORWARD_EAST_OR_SOUTH).synapseSwitch((224 + 21) * 16 + 2, true);
        neuron(168, 8, 3);
        chip(168)
                .synapseDriver(21, new SynapseDriverConfig(true, true, true))
                .synapseDriver(19, new SynapseDriverConfig(true, false, true))
                .synapseDriver(17, new SynapseDriverConfig(true, false, false))
                .synapseRow(35, new SynapseRowConfig(false, true, 0, 3, 0, 15, 5))
                .synapse(35, 9, 15, 14)
                .floatingGate(0, 11, 0, 818)
                .floatingGate(0, 3, 1 + 9, 1023);
        Mapping mapping = mapping(
                neurons("b", new int[] {168, NOWHERE}, 8, 0, 3),
                realised("ab", 3, 2, 168, 35, 9, 0.0048493061, 0.8f),
                lost("inb", 2));
        List<String> lines = explainer(mapping).explain(" a[1] -> b[0] ");
        assertEquals(
                List.of(
                        "a[1] -> b[0]: 1 synapse, 1 realised",
                        "ab, synapse 2, excitatory: weight 0.004 uS, delay 1.5 ms requested"),
                lines.subList(0, 2));
        assertEquals(
                List.of(
                        "  mergers: NeuronBlockOnHicann(0) -> M0_0 -> M1_0 -> M2_0 -> M3 -> DncMergerOnHicann(3)",
                        "  route: HICANN 130 SendingRepeaterOnHicann(4) -> HICANN 130 HLine 38",
                        "  route: HICANN 130 HLine 38 -> HICANN 131 HLine 40 by HRepeaterOnHicann(40) of HICANN 131",
                        "  route: HICANN 131 HLine 40 -> HICANN 131 VLine 148 by CrossbarSwitchOnHicann(40,148)",
                        "  route: HICANN 131 VLine 148 -> HICANN 167 VLine 150 by VRepeaterOnHicann(150) of HICANN 167",
                        "  route: HICANN 167 VLine 150 -> HICANN 168 SynapseDriverOnHicann(21)"
                                + " by SynapseSwitchOnHicann(150,21) of HICANN 167, HICANN 168's neighbour in the west",
                        "  driver: HICANN 168, SynapseDriverOnHicann(17), top left,"
                                + " gets the events by the chain 21 -> 19 -> 17 from SynapseDriverOnHicann(21)",
                        "  row: SynapseRowOnHicann(35), driver decoder 3 in odd columns, V_gmax0 code 818 (1999 nA),"
                                + " divisor 15 + 5",
                        "  synapse: SynapseOnHicann(35,9), column 9, synapse decoder 14, weight 15 of 15",
                        "  target: the right input (E_syni) of NeuronOnHicann(9,0), one of 4 denmems,"
                                + " NeuronOnHicann(8,0) fires"),
                lines.stream().filter(l -> !l.startsWith("  broken")).toList().subList(3, 13));
        assertTrue(
                lines.contains("  broken: the row feeds the right input (E_syni),"
                        + " must feed the left input for an excitatory synapse"),
                () -> String.join("\n", lines));
        assertTrue(
                lines.contains("  weight: 0.004849 uS realised, 0.004 uS requested (+21.2 %)"),
                () -> String.join("\n", lines));
        assertTrue(
                lines.contains("  delay: 0.8 ms realised (64 ns + 4 ns for each of 4 chips, times 10000),"
                        + " 1.5 ms requested"),
                () -> String.join("\n", lines));
    }

    // ---- an external source, to the west and north, the chain towards the middle of the chip

    private void external() {
        locked(130, 5);
        // DNC merger 5, HLine 22, in the west 20; the repeater drives both
        chip(130).link(5, LinkDirection.TO_HICANN).horizontalRepeater(22, OUT_BOTH);
        // HLine 20 meets VLine 32 + 31 - 10 = 53, odd and left: its repeater is on its own top border
        chip(129).crossbarSwitch(8 * 20 + 1, true).verticalRepeater(53, RepeaterConfig.FORWARD_WEST_OR_NORTH);
        // VLine 55 of HICANN 97 meets row 223 - 11 = 212; even, so it is local
        neuron(97, 200, 7);
        chip(97).synapseSwitch(212 * 16 + 7, true)
                .synapseDriver(212, new SynapseDriverConfig(true, true, false))
                .synapseDriver(210, new SynapseDriverConfig(true, false, true))
                .synapseRow(420, new SynapseRowConfig(true, false, 2, 0, 3, 15, 15))
                .synapse(420, 200, 1, 2)
                .floatingGate(2, 9, 0, 100)
                .floatingGate(3, 3, 1 + 72, 1023);
    }

    private Mapping externalMapping() {
        return mapping(
                neurons("b", new int[] {NOWHERE, 97}, 200, 0, 7),
                lost("ab", 3),
                realised("inb", 2, 0, 97, 420, 200, 7.1901034e-5, 0.76f));
    }

    @Test
    void theRouteOfAnExternalSourceIsToldStepByStep() {
        external();
        assertEquals(
                List.of(
                        "in[1] -> b[1]: 2 synapses, 1 realised",
                        "inb, synapse 0, excitatory: weight 0 uS, delay 2 ms requested",
                        "  source: external, HICANN 130, GbitLinkOnHicann(5), L1Address(34)",
                        "  mergers: GbitLinkOnHicann(5) -> DncMergerOnHicann(5)",
                        "  route: HICANN 130 SendingRepeaterOnHicann(2) -> HICANN 129 HLine 20",
                        "  route: HICANN 129 HLine 20 -> HICANN 129 VLine 53 by CrossbarSwitchOnHicann(20,53)",
                        "  route: HICANN 129 VLine 53 -> HICANN 97 VLine 55 by VRepeaterOnHicann(53) of HICANN 129",
                        "  route: HICANN 97 VLine 55 -> HICANN 97 SynapseDriverOnHicann(212)"
                                + " by SynapseSwitchOnHicann(55,212) of HICANN 97",
                        "  driver: HICANN 97, SynapseDriverOnHicann(210), bottom left,"
                                + " gets the events by the chain 212 -> 210 from SynapseDriverOnHicann(212)",
                        "  row: SynapseRowOnHicann(420), driver decoder 2 in even columns, V_gmax3 code 100 (244.4 nA),"
                                + " divisor 15 + 15",
                        "  synapse: SynapseOnHicann(420,200), column 200, synapse decoder 2, weight 1 of 15",
                        "  target: the left input (E_synx) of NeuronOnHicann(200,1), one of 4 denmems,"
                                + " NeuronOnHicann(200,0) fires",
                        "  weight: 0.0000719 uS realised, 0 uS requested",
                        "  delay: 0.76 ms realised (64 ns + 4 ns for each of 3 chips, times 10000), 2 ms requested",
                        "inb, synapse 1, excitatory: weight 0.001 uS, delay 3 ms requested",
                        "  lost, synapse_row: no synapse with the right row, decoder and column was free",
                        "  resource: row decoders of HICANN 97: 3 of 4 wanted",
                        "  source: external, HICANN 130, sends L1Address(34) to DncMergerOnHicann(5)",
                        "  target: HICANN 97, NeuronOnHicann(200,0), 4 denmems, sends L1Address(7) to"
                                + " DncMergerOnHicann(0)"),
                explainer(externalMapping()).explain("in[1]->b[1]"));
    }

    // ---- what the bits do not bear out

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            driver    | SynapseDriverOnHicann(17) is not enabled
            locin     | 0 drivers of the chain 17 take events from L1, must be one
            twice     | 2 drivers of the chain 19 -> 17 take events from L1, must be one
            switch    | no repeater drives the lines that lead to it
            conflict  | several repeaters drive the lines that lead to it, must be one
            lock      | the bus is not locked: no single regular background generator reaches its merger
            merger    | the driver gets events of DncMergerOnHicann(0), the source's do not reach it
            decoder   | row and synapse listen to L1Address(22), the source sends L1Address(21)
            divisor   | the row's divisor is 0, must be 1 to 30
            input     | the input is off: its I_convx is 0
            firing    | this denmem does not fire
            output    | its spikes do not enter the merger tree
            address   | the mapping reports L1Address(21)
            weight    | the mapping reports 0.002967 uS
            target    | this is not the target's place in the mapping
            """)
    void whatTheBitsDoNotBearOutIsNamed(String fault, String words) {
        oneHop();
        assertTrue(broken().isEmpty(), () -> String.join("\n", broken()));
        damage(fault).accept(chip(130));
        assertTrue(broken().contains("  broken: " + words), () -> String.join("\n", broken()));
    }

    private List<String> broken() {
        return explainer(oneHopMapping()).explain("a[0]->b[0]").stream()
                .filter(l -> l.startsWith("  broken: "))
                .toList();
    }

    private static Consumer<HicannConfigurationBuilder> damage(String fault) {
        return switch (fault) {
            case "driver" -> c -> c.synapseDriver(17, new SynapseDriverConfig(false, true, false));
            case "locin" -> c -> c.synapseDriver(17, new SynapseDriverConfig(true, false, false));
            case "twice" -> c -> c.synapseDriver(19, new SynapseDriverConfig(true, true, true));
            case "switch" -> c -> c.synapseSwitch(17 * 16, false);
            case "conflict" -> c -> c.verticalRepeater(0, RepeaterConfig.FORWARD_WEST_OR_NORTH);
            case "lock" -> c -> c.backgroundGenerator(0, BackgroundGeneratorConfig.RESET);
            case "merger" -> c -> c.merger(0, new MergerConfig(MergerConfig.Mode.LEFT_ONLY, false));
            case "decoder" -> c -> c.synapse(34, 8, 8, 6);
            case "divisor" -> c -> c.synapseRow(34, new SynapseRowConfig(true, false, 1, 0, 1, 0, 0));
            case "input" -> c -> c.floatingGate(0, 17, 1 + 8, 0);
            case "firing" -> c -> c.denmem(4, new DenmemConfig(21, false, true, false, false, false));
            case "output" -> c -> c.denmem(4, new DenmemConfig(21, true, false, false, false, false));
            case "address" -> c -> c.denmem(4, new DenmemConfig(20, true, true, false, false, false));
            case "weight" -> c -> c.synapse(34, 8, 9, 5);
            case "target" -> c -> c.denmem(8, DenmemConfig.RESET);
            default -> throw new AssertionError(fault);
        };
    }

    // ---- lost and absent synapses

    @Test
    void allSynapsesBetweenTwoCellsAreToldEvenIfLost() {
        List<String> lines = explainer(oneHopMapping()).explain("in[1]->b[1]");
        assertEquals("in[1] -> b[1]: 2 synapses, 0 realised", lines.getFirst());
        assertEquals(
                2,
                lines.stream()
                        .filter("  resource: row decoders of HICANN 97: 3 of 4 wanted"::equals)
                        .count());
        assertEquals("  target: found no place", lines.getLast());
    }

    @Test
    void aSynapseThatTheNetworkHasNotIsToldWithWhatThereIs() {
        Explainer explainer = explainer(oneHopMapping());
        assertEquals(
                List.of(
                        "in[0] -> b[0]: the network has no such synapse",
                        "  in[0] has no target in b",
                        "  b[0] has no source in in"),
                explainer.explain("in[0]->b[0]"));
        assertEquals(
                List.of(
                        "a[0] -> b[1]: the network has no such synapse",
                        "  a[0] has 1 target in b: b[0]",
                        "  b[1] has 1 source in a: a[1]"),
                explainer.explain("a[0]->b[1]"));
        assertEquals(
                List.of(
                        "b[0] -> a[1]: the network has no such synapse",
                        "  no projection leads from b to a, those of b lead to nothing"),
                explainer.explain("b[0]->a[1]"));
        assertEquals(
                List.of(
                        "a[0] -> a[1]: the network has no such synapse",
                        "  no projection leads from a to a, those of a lead to b"),
                explainer.explain("a[0]->a[1]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a[0]                | synapse is "a[0]", must be like "SRC[0]->DST[3]"
            a[0]-b[0]           | synapse is "a[0]-b[0]", must be like "SRC[0]->DST[3]"
            a->b                | synapse is "a->b", must be like "SRC[0]->DST[3]"
            a[0]->b             | synapse is "a[0]->b", must be like "SRC[0]->DST[3]"
            [0]->b[0]           | synapse is "[0]->b[0]", must be like "SRC[0]->DST[3]"
            ``                  | synapse is "", must be like "SRC[0]->DST[3]"
            c[0]->b[0]          | population is "c", must be one of in, a, b
            a[0]->B[0]          | population is "B", must be one of in, a, b
            a[2]->b[0]          | index in population "a" is 2, must be an integer from 0 to 1
            a[0]->b[-1]         | index in population "b" is -1, must be an integer from 0 to 1
            a[x]->b[0]          | index in population "a" is x, must be an integer from 0 to 1
            a[]->b[0]           | index in population "a" is empty, must be an integer from 0 to 1
            a[99999999999]->b[0] | index in population "a" is 99999999999, must be an integer from 0 to 1
            """)
    void whatNamesNoTwoCellsIsRefused(String synapse, String message) {
        Explainer explainer = explainer(oneHopMapping());
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> explainer.explain(synapse))
                        .getMessage());
    }

    @Test
    void aMappingOfAnotherNetworkIsRefused() {
        Mapping mapping = oneHopMapping();
        Network other = new Network("other", 1, network().populations(), List.of(), List.of());
        assertEquals(
                "the mapping has 2 projections, must have 0 as the network",
                assertThrows(IllegalArgumentException.class, () -> new Explainer(mapping, other))
                        .getMessage());
    }

    // ---- the network: in (2 sources), a, b (2 neurons each)

    private static Network network() {
        CellType cell = CellType.IfCondExp.of(Map.of("cm", Value.of(0.2)));
        return new Network(
                "n",
                1,
                List.of(
                        Population.of("in", 2, CellType.SpikeSourcePoisson.of(Map.of())),
                        Population.of("a", 2, cell),
                        Population.of("b", 2, cell)),
                List.of(
                        projection(
                                "ab",
                                1,
                                new PairList(
                                        new int[] {1, 0, 1},
                                        new int[] {1, 0, 0},
                                        Optional.of(DoubleSeries.of(0.001, 0.003, 0.004)),
                                        Optional.of(DoubleSeries.of(1.5, 1.5, 1.5)))),
                        projection(
                                "inb",
                                0,
                                new PairList(
                                        new int[] {1, 1},
                                        new int[] {1, 1},
                                        Optional.of(DoubleSeries.of(0, 0.001)),
                                        Optional.of(DoubleSeries.of(2, 3))))),
                List.of());
    }

    private static Projection projection(String label, int source, PairList pairs) {
        return Projection.of(
                label, source, 2, Receptor.EXCITATORY, new Connector.FromList(pairs), Synapse.fixed(0.001, 1));
    }

    private Explainer explainer(Mapping mapping) {
        return new Explainer(mapping, network());
    }

    private Mapping mapping(CellSites b, SynapseSites ab, SynapseSites inb) {
        WaferConfiguration wafer = WaferConfiguration.empty();
        for (Map.Entry<Integer, HicannConfigurationBuilder> entry : chips.entrySet()) {
            HicannConfiguration built = entry.getValue().build();
            wafer = wafer.with(entry.getKey(), built);
        }
        int address = wafer.hicann(130)
                .map(c -> c.denmem(4).address() == 62 ? 62 : 21)
                .orElse(21);
        return new Mapping(
                new Mapping.Text(new byte[0]),
                "by hand",
                1,
                10_000,
                10,
                1.2,
                wafer,
                List.of(
                        new CellSites(
                                "in",
                                true,
                                new int[] {NOWHERE, 130},
                                new int[] {NOWHERE, NOWHERE},
                                new int[2],
                                new int[] {NOWHERE, 5},
                                new int[] {NOWHERE, 34}),
                        neurons("a", new int[] {130, 130}, 4, 0, address),
                        b),
                List.of(ab, inb),
                List.of(new Loss(LossCause.SYNAPSE_ROW, "row decoders of HICANN 97: 3 of 4 wanted")),
                new ArrayList<>());
    }

    private static CellSites neurons(String label, int[] hicann, int denmem, int dncMerger, int address) {
        int[] column = {denmem, denmem};
        return new CellSites(
                label, false, hicann, column, new int[] {4, 4}, new int[] {dncMerger, dncMerger}, new int[] {
                    address, address
                });
    }

    private static SynapseSites lost(String label, int count) {
        return realised(label, count, -1, 0, 0, 0, 0, 0);
    }

    /// All synapses of a projection lost but one.
    private static SynapseSites realised(
            String label, int count, int synapse, int hicann, int row, int column, double weight, float delayMs) {
        int[] site = new int[count];
        float[] weights = new float[count];
        float[] delays = new float[count];
        for (int s = 0; s < count; s++) {
            site[s] = s == synapse ? hicann * SynapseSites.PER_HICANN + row * 256 + column : -1;
            weights[s] = s == synapse ? (float) weight : Float.NaN;
            delays[s] = s == synapse ? delayMs : Float.NaN;
        }
        return new SynapseSites(label, site, weights, delays);
    }
}
