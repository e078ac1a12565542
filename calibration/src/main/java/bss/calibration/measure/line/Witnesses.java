package bss.calibration.measure.line;

import bss.calibration.measure.bench.Setting;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.Arrays;
import java.util.List;

/// Circuits of a chip that spike where an event arrives: uncalibrated ones with synapses that carry the
/// membrane far over the threshold. Four for each driver, in four neuron blocks, so that not all are bad.
final class Witnesses {

    /// Of a driver, at most.
    static final int PER_DRIVER = 4;

    private static final int COLUMNS_APART = NeuronTopology.COLUMNS / PER_DRIVER;
    private static final double V_T = 0.8;
    private static final double E_L = 0.6;
    private static final double E_SYNX = 1.3;
    /// Above nearly all offsets, so that no input leaks.
    private static final double V_CONVOFF = 1.0;

    private static final int TAU_SYN_CODE = 511;
    /// The longest refractory time, so that an event makes one spike.
    private static final int REFRACTORY_CODE = 1;

    private static final int GMAX_CODE = 1000;
    private static final int DIVISOR = 4;

    private Witnesses() {}

    /// Codes of all circuits, and all links up to the host open.
    static HicannConfiguration quiet() {
        Setting setting = new Setting()
                .volt(NeuronParameter.V_T, V_T)
                .volt(NeuronParameter.E_L, E_L)
                .volt(NeuronParameter.E_SYNX, E_SYNX)
                .volt(NeuronParameter.V_CONVOFFX, V_CONVOFF)
                .code(NeuronParameter.V_SYNTCX, TAU_SYN_CODE)
                .code(NeuronParameter.I_PL, REFRACTORY_CODE)
                .code(NeuronParameter.I_CONVX, FloatingGates.MAX_CODE)
                .shared(SharedParameter.V_GMAX0, GMAX_CODE)
                .reset(E_L);
        HicannConfigurationBuilder bits = setting.bits();
        for (int d = 0; d < MergerTopology.DNC_MERGERS; d++) {
            bits.dncMerger(d, new MergerConfig(MergerConfig.Mode.MERGE, true));
            bits.link(d, LinkDirection.TO_DNC);
        }
        return bits.build();
    }

    /// Gives drivers their witnesses.
    ///
    /// @param drivers of this chip
    /// @param shift moves them by columns, so that a driver has others next time
    /// @return by `64 * link + address` the place in `drivers` of the one whose event makes that spike, -1 of
    ///     none
    static int[] write(HicannConfigurationBuilder bits, int hicann, List<Integer> drivers, int shift, Defects known) {
        int[] meaning = new int[64 * MergerTopology.DNC_MERGERS];
        Arrays.fill(meaning, -1);
        int[] addresses = new int[MergerTopology.NEURON_BLOCKS];
        int[] inHalf = new int[2];
        int left = SynapseWeightTransfer.leftDivisor(DIVISOR);
        for (int k = 0; k < drivers.size(); k++) {
            int driver = drivers.get(k);
            int half = L1Topology.driverHalf(driver);
            int first = (2 * inHalf[half]++ + shift) % COLUMNS_APART;
            for (int row = 2 * driver; row < 2 * driver + 2; row++) {
                bits.synapseRow(row, new SynapseRowConfig(true, false, 0, 0, 0, left, DIVISOR - left));
            }
            for (int column = first; column < NeuronTopology.COLUMNS; column += COLUMNS_APART) {
                int denmem = NeuronTopology.denmem(column, half);
                if (!known.usable(DefectClass.DENMEM, hicann, denmem)) {
                    continue;
                }
                int block = NeuronTopology.block(denmem);
                int address = address(addresses[block]++);
                meaning[64 * block + address] = k;
                bits.denmem(denmem, new DenmemConfig(address, true, true, false, false, false));
                for (int row = 2 * driver; row < 2 * driver + 2; row++) {
                    bits.synapse(row, column, SynapseWeightTransfer.MAX_WEIGHT, 0);
                }
            }
        }
        return meaning;
    }

    /// The address of the nth witness of a block: neither that of the trains, nor one to which synapses that
    /// are off would listen.
    private static int address(int n) {
        int perGroup = 14;
        return 16 * (n / perGroup) + 2 + n % perGroup;
    }
}
