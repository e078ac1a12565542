package bss.hil.suite.machine;

import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.LinkDirection;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.coord.Direction;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.FgCodes;
import bss.spec.transfer.IdealCircuit;
import java.util.Arrays;

/// A chip of quiet integrate-and-fire circuits, all alike: rest 0.8 V, threshold 1.0 V, reset 0.5 V, inputs
/// towards 1.3 V and 0.6 V. A current of the stimulus or a synapse makes them fire.
///
/// The merger tree stays as after reset: block i and generator i reach DNC merger i.
public final class NeuronChip {

    public static final double REST_VOLT = 0.8;
    public static final double THRESHOLD_VOLT = 1.0;
    public static final double RESET_VOLT = 0.5;
    public static final double EXCITATORY_VOLT = 1.3;
    public static final double INHIBITORY_VOLT = 0.6;

    /// Cycles from one locking event to the next.
    public static final int LOCKING_CYCLES = 125;

    /// A regular generator at address 0 that locks what follows, once per microsecond.
    public static final BackgroundGeneratorConfig LOCKING =
            new BackgroundGeneratorConfig(true, false, LOCKING_CYCLES - 1, 0);

    private static final int BURST = 4;
    private static final int BURST_SPACING_TICKS = 20;
    private static final int STRONG = FloatingGates.MAX_CODE;

    private static final int WEAK = 350;
    /// 0.15 V above the mean of what inputs need on uncalibrated silicon, so that most neither leak nor lose
    /// their gain.
    private static final int V_CONVOFF = 540;

    private static final int I_GL = 189;
    private static final int V_SYNTC = 800;
    private static final int I_PL = 1000;

    private static final HicannConfiguration QUIET = quiet();

    public final HicannConfigurationBuilder bits = QUIET.toBuilder();

    private static HicannConfiguration quiet() {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        for (int denmem = 0; denmem < NeuronTopology.DENMEMS; denmem++) {
            int block = NeuronTopology.fgBlock(denmem);
            int column = NeuronTopology.fgColumn(denmem);
            for (NeuronParameter p : NeuronParameter.values()) {
                bits.floatingGate(block, p.row(block), column, code(p));
            }
        }
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            for (SharedParameter p : SharedParameter.values()) {
                if (p.existsIn(block)) {
                    bits.floatingGate(block, p.row(block), FloatingGates.SHARED_COLUMN, code(p));
                }
            }
        }
        return bits.build();
    }

    private static int volt(double volt) {
        return FloatingGates.nearestCode(FloatingGates.codeOfVolt(volt));
    }

    private static int code(NeuronParameter parameter) {
        return switch (parameter) {
            case E_L -> volt(REST_VOLT);
            case V_T -> volt(THRESHOLD_VOLT);
            case E_SYNX -> volt(EXCITATORY_VOLT);
            case E_SYNI -> volt(INHIBITORY_VOLT);
            case I_GL -> I_GL;
            case V_SYNTCX, V_SYNTCI -> V_SYNTC;
            case I_PL -> I_PL;
            case I_RADAPT, V_EXP, I_REXP, I_BEXP -> FloatingGates.MAX_CODE;
            case I_GLADAPT, I_FIRE -> 0;
            case V_CONVOFFX, V_CONVOFFI -> V_CONVOFF;
            default -> parameter.defaultCode();
        };
    }

    private static int code(SharedParameter parameter) {
        return switch (parameter) {
            case V_RESET -> volt(RESET_VOLT);
            case V_GMAX0 -> STRONG;
            case V_GMAX1, V_GMAX2, V_GMAX3 -> WEAK;
            default -> parameter.defaultCode();
        };
    }

    /// The circuit that these codes ask for.
    public static IdealCircuit circuit() {
        return IdealCircuit.decode(
                new FgCodes() {
                    @Override
                    public int neuron(NeuronParameter parameter) {
                        return code(parameter);
                    }

                    @Override
                    public int shared(SharedParameter parameter) {
                        return code(parameter);
                    }
                },
                CircuitMode.DEFAULT);
    }

    /// A denmem that fires and sends.
    ///
    /// @param current takes the current stimulus
    public NeuronChip neuron(int denmem, int address, boolean current) {
        bits.denmem(denmem, new DenmemConfig(address, true, true, false, false, current));
        return this;
    }

    /// The first tick from about `cycle` on that lies between two locking events. A sending repeater loses
    /// what follows an event without an idle cycle (docs/machine.md), so pulses that must arrive keep off
    /// them; they stay there if they are a multiple of [#LOCKING_CYCLES] apart.
    public static long betweenLocking(long cycle) {
        return 2 * (cycle / LOCKING_CYCLES * LOCKING_CYCLES + LOCKING_CYCLES / 2);
    }

    /// Adds four pulses close together, which make also a weak synapse's neuron fire.
    ///
    /// @param tick when, by [#betweenLocking]
    public static void burst(ProgramBuilder program, long tick, int hicann, int link, int address) {
        for (int k = 0; k < BURST; k++) {
            program.add(tick + (long) BURST_SPACING_TICKS * k, hicann, link, address);
        }
    }

    /// All links in one direction.
    public NeuronChip links(LinkDirection direction) {
        for (int link = 0; link < LoopChip.LINKS; link++) {
            bits.link(link, direction);
        }
        return this;
    }

    /// Lets pulses that come down link `link` onto the chip's own HLine, or its western neighbour's.
    public NeuronChip sender(int link, boolean east, boolean west) {
        bits.link(link, LinkDirection.TO_HICANN).timestampEnable(true);
        bits.backgroundGenerator(link, LOCKING);
        bits.horizontalRepeater(
                MergerTopology.hlineOfDnc(link), new RepeaterConfig(RepeaterConfig.Mode.OUTPUT, west, east));
        return this;
    }

    /// Leads an HLine to a VLine.
    public NeuronChip crossbar(int hline, int vline) {
        bits.crossbarSwitch(L1Topology.crossbarIndex(hline, vline), true);
        return this;
    }

    /// Leads a VLine to a driver of this chip, which takes its events.
    ///
    /// @param choice which of the drivers that it meets
    /// @return the driver
    public int driver(int vline, int choice) {
        int[] local = localDrivers(vline);
        int driver = local[choice % local.length];
        bits.synapseSwitch(L1Topology.synapseSwitchIndex(vline, driver), true);
        bits.synapseDriver(driver, new SynapseDriverConfig(true, true, false));
        return driver;
    }

    private static int[] localDrivers(int vline) {
        return Arrays.stream(L1Topology.rowsOf(vline))
                .filter(row -> L1Topology.switchIsLocal(vline, row))
                .toArray();
    }

    /// Lets the repeater between a line of this chip and the one that goes on from it beyond a border forward
    /// towards that border, or away from it, if the repeater is on this chip.
    ///
    /// @param line 0 to 63 an HLine, 64 to 319 a VLine
    /// @param border where the repeater must be
    /// @param outwards from this chip to the other
    public NeuronChip forward(int line, Direction border, boolean outwards) {
        boolean horizontal = L1Topology.isHLine(line);
        int vline = line - L1Topology.HLINES;
        Direction side = horizontal ? L1Topology.hRepeaterDirection(line) : L1Topology.vRepeaterDirection(vline);
        if (side == border) {
            boolean westOrNorth = (border == Direction.WEST || border == Direction.NORTH) == outwards;
            RepeaterConfig config =
                    westOrNorth ? RepeaterConfig.FORWARD_WEST_OR_NORTH : RepeaterConfig.FORWARD_EAST_OR_SOUTH;
            if (horizontal) {
                bits.horizontalRepeater(line, config);
            } else {
                bits.verticalRepeater(vline, config);
            }
        }
        return this;
    }

    /// The row of a driver feeds the left inputs with full strength, with these two decoders.
    public NeuronChip row(int row, int even, int odd) {
        bits.synapseRow(row, new SynapseRowConfig(true, false, even, odd, 0, 1, 1));
        return this;
    }

    public HicannConfiguration build() {
        return bits.build();
    }
}
