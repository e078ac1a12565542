package bss.mapper.verify;

import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.Component;
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
import bss.spec.coord.Direction;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.L1Topology;
import bss.spec.topology.WaferTopology;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// A legal mapping of two sources, two neurons on the same chip and one neuron on the chip east of it, by hand.
///
/// Neurons 0 and 1 (columns 0-1 and 2-3) send through DNC merger 0 on HLine 62, which ends in drivers 1 and 3 of the
/// chip and, as HLine 0, in driver 15 of the next one; the sources enter at link 7 on HLine 6 and end in driver 14.
public final class Toy {

    public static final int WEST = WaferTopology.hicann(16, 8);
    public static final int EAST = WaferTopology.neighbour(WEST, Direction.EAST);
    public static final double SPEEDUP = 1e4;
    public static final double CM_NANOFARAD = 0.2;

    private static final int GMAX_CODE = 500;

    private Toy() {}

    public static Request request() {
        double[] two = {CM_NANOFARAD, CM_NANOFARAD};
        return new Request(
                List.of(
                        new Request.Cells("source", 2, true, false, new double[0]),
                        new Request.Cells("near", 2, false, true, two),
                        new Request.Cells("far", 1, false, false, new double[] {CM_NANOFARAD})),
                List.of(
                        new Request.Synapses("drive", 0, 1, false, new int[] {0, 1, 0}, new int[] {0, 1, 0}),
                        new Request.Synapses("mutual", 1, 1, true, new int[] {0, 1}, new int[] {1, 0}),
                        new Request.Synapses("onwards", 1, 2, false, new int[] {0, 1}, new int[] {0, 0})));
    }

    public static List<CellSites> cells() {
        int[] none = {CellSites.NOWHERE};
        return List.of(
                new CellSites(
                        "source",
                        true,
                        new int[] {WEST, WEST},
                        new int[] {-1, -1},
                        new int[] {0, 0},
                        new int[] {7, 7},
                        new int[] {18, 35}),
                new CellSites(
                        "near",
                        false,
                        new int[] {WEST, WEST},
                        new int[] {0, 2},
                        new int[] {4, 4},
                        new int[] {0, 0},
                        new int[] {21, 6}),
                new CellSites("far", false, new int[] {EAST}, new int[] {11}, new int[] {4}, none, none));
    }

    public static List<SynapseSites> synapses() {
        return List.of(
                sites("drive", new int[] {site(WEST, 28, 0), site(WEST, 28, 3), site(WEST, 29, 0)}, 5, 7, 9),
                sites("mutual", new int[] {site(WEST, 2, 2), site(WEST, 6, 0)}, 10, 3),
                sites("onwards", new int[] {site(EAST, 30, 11), -1}, 15, -1));
    }

    public static Mapping mapping() {
        return mapping(configuration());
    }

    public static Mapping mapping(WaferConfiguration configuration) {
        return mapping(configuration, cells(), synapses());
    }

    public static Mapping mapping(WaferConfiguration configuration, List<CellSites> cells, List<SynapseSites> sites) {
        return new Mapping(
                new Mapping.Text(new byte[0]),
                "by hand",
                1,
                SPEEDUP,
                10,
                1.2,
                configuration,
                cells,
                sites,
                List.of(new Loss(LossCause.USER_LIMIT, "left out")),
                List.of());
    }

    /// The toy with another chip in the west; the chip east of it must exist.
    public static Mapping mappingAt(int west) {
        int east = WaferTopology.neighbour(west, Direction.EAST);
        WaferConfiguration configuration =
                WaferConfiguration.empty().with(west, west().build()).with(east, east().build());
        List<CellSites> cells = cells().stream()
                .map(c -> {
                    int n = c.count();
                    return new CellSites(
                            c.label(),
                            c.external(),
                            column(n, i -> c.hicann(i) == WEST ? west : east),
                            column(n, c::denmem),
                            column(n, c::size),
                            column(n, c::dncMerger),
                            column(n, c::address));
                })
                .toList();
        List<SynapseSites> synapses = synapses().stream()
                .map(s -> {
                    int n = s.count();
                    float[] weights = new float[n];
                    for (int i = 0; i < n; i++) {
                        weights[i] = s.weight(i);
                    }
                    int[] moved = column(
                            n,
                            i -> s.realised(i)
                                    ? site(s.hicann(i) == WEST ? west : east, s.row(i), s.column(i))
                                    : s.site(i));
                    return new SynapseSites(s.label(), moved, weights, weights);
                })
                .toList();
        return mapping(configuration, cells, synapses);
    }

    private static int[] column(int n, IntUnaryOperator value) {
        return IntStream.range(0, n).map(value).toArray();
    }

    public static int site(int hicann, int row, int column) {
        return hicann * SynapseSites.PER_HICANN + row * 256 + column;
    }

    /// Weights as the published polynomial gives them for V_gmax code 500 and divisor 10; -1 for a lost synapse.
    public static SynapseSites sites(String label, int[] sites, int... codes) {
        float[] weights = new float[sites.length];
        float[] delays = new float[sites.length];
        for (int s = 0; s < sites.length; s++) {
            double w = codes[s];
            double nanosiemens = (93.9406513768 + 81.3443474483 * w - 1.59734048208 * w * w)
                    * (2500.0 * GMAX_CODE / 1023 / 500)
                    * (11.0 / 10);
            double farad = 4 * 2.16456e-12;
            weights[s] =
                    codes[s] < 0 ? Float.NaN : (float) (nanosiemens * 1e-3 * (CM_NANOFARAD * 1e-9) / (SPEEDUP * farad));
            delays[s] = 0.7f;
        }
        return new SynapseSites(label, sites, weights, delays);
    }

    public static WaferConfiguration configuration() {
        return WaferConfiguration.empty().with(WEST, west().build()).with(EAST, east().build());
    }

    public static HicannConfigurationBuilder west() {
        HicannConfigurationBuilder chip = quiet();
        MergerConfig slow = new MergerConfig(MergerConfig.Mode.MERGE, true);
        BackgroundGeneratorConfig locking = new BackgroundGeneratorConfig(true, false, 124, 0);
        chip.dncMerger(0, slow).backgroundGenerator(0, locking).link(0, LinkDirection.TO_DNC);
        chip.dncMerger(7, slow).backgroundGenerator(7, locking).link(7, LinkDirection.TO_HICANN);
        chip.merger(7, new MergerConfig(MergerConfig.Mode.LEFT_ONLY, false));
        RepeaterConfig send = new RepeaterConfig(RepeaterConfig.Mode.OUTPUT, false, true);
        chip.horizontalRepeater(62, send).horizontalRepeater(6, send);
        connect(chip, 62, 0, 1);
        connect(chip, 6, 131, 14);
        chip.synapseDriver(1, new SynapseDriverConfig(true, true, false));
        chip.synapseDriver(3, new SynapseDriverConfig(true, false, true));
        chip.synapseDriver(14, new SynapseDriverConfig(true, true, false));
        chip.synapseRow(28, new SynapseRowConfig(true, false, 1, 2, 0, 5, 5));
        chip.synapseRow(29, new SynapseRowConfig(true, false, 1, 0, 0, 5, 5));
        chip.synapseRow(2, new SynapseRowConfig(false, true, 1, 0, 0, 5, 5));
        chip.synapseRow(6, new SynapseRowConfig(false, true, 0, 0, 0, 5, 5));
        chip.synapse(28, 0, 5, 2).synapse(28, 3, 7, 3).synapse(29, 0, 9, 2);
        chip.synapse(2, 2, 10, 5).synapse(6, 0, 3, 6);
        QuadConfig closed = new QuadConfig(true, true, true, true);
        chip.quad(0, closed).quad(1, closed);
        chip.denmem(0, new DenmemConfig(21, true, true, false, false, false));
        chip.denmem(2, new DenmemConfig(6, true, true, false, false, false));
        return chip;
    }

    /// A neuron over the border of two quads.
    public static HicannConfigurationBuilder east() {
        HicannConfigurationBuilder chip = quiet();
        chip.horizontalRepeater(0, RepeaterConfig.FORWARD_EAST_OR_SOUTH);
        connect(chip, 0, 31, 15);
        chip.synapseDriver(15, new SynapseDriverConfig(true, true, false));
        chip.synapseRow(30, new SynapseRowConfig(true, false, 0, 1, 0, 5, 5));
        chip.synapse(30, 11, 15, 5);
        chip.quad(5, new QuadConfig(false, true, false, false));
        chip.quad(6, new QuadConfig(true, false, false, false));
        chip.denmem(11, new DenmemConfig(0, true, false, false, false, false));
        chip.denmem(12, new DenmemConfig(0, false, false, true, false, false));
        return chip;
    }

    private static void connect(HicannConfigurationBuilder chip, int hline, int vline, int driver) {
        chip.crossbarSwitch(L1Topology.crossbarIndex(hline, vline), true);
        chip.synapseSwitch(L1Topology.synapseSwitchIndex(vline, driver), true);
    }

    private static HicannConfigurationBuilder quiet() {
        HicannConfigurationBuilder chip = new HicannConfigurationBuilder();
        for (int d = 0; d < Component.DNC_MERGER.count(); d++) {
            chip.dncMerger(d, new MergerConfig(MergerConfig.Mode.LEFT_ONLY, false));
        }
        for (int block = 0; block < HicannConfiguration.FG_BLOCKS; block++) {
            for (int row = 0; row < HicannConfiguration.FG_ROWS; row++) {
                for (int column = 0; column < HicannConfiguration.FG_COLUMNS; column++) {
                    chip.floatingGate(block, row, column, GMAX_CODE);
                }
            }
        }
        return chip;
    }
}
