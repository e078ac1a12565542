package bss.emulator.silicon;

import static bss.emulator.silicon.SiliconTable.ADAPTATION_SPREAD;
import static bss.emulator.silicon.SiliconTable.BEND_LEAST;
import static bss.emulator.silicon.SiliconTable.BEND_MOST;
import static bss.emulator.silicon.SiliconTable.E_L_BEND;
import static bss.emulator.silicon.SiliconTable.E_L_OFFSET;
import static bss.emulator.silicon.SiliconTable.E_SYN_BEND;
import static bss.emulator.silicon.SiliconTable.E_SYN_OFFSET;
import static bss.emulator.silicon.SiliconTable.LEAK_SPREAD;
import static bss.emulator.silicon.SiliconTable.REFRACTORY_OUTLIERS;
import static bss.emulator.silicon.SiliconTable.REFRACTORY_SPREAD;
import static bss.emulator.silicon.SiliconTable.V_EXP_BEND;
import static bss.emulator.silicon.SiliconTable.V_EXP_OFFSET;
import static bss.emulator.silicon.SiliconTable.V_RESET_BLOCK;
import static bss.emulator.silicon.SiliconTable.V_RESET_OFFSET;
import static bss.emulator.silicon.SiliconTable.V_SYNTC_OFFSET;
import static bss.emulator.silicon.SiliconTable.V_T_BEND;
import static bss.emulator.silicon.SiliconTable.V_T_OFFSET;

import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.CircuitTransfers;

/// The fixed pattern of a wafer's neuron circuits: how each one's quantities deviate from the ideal transfers.
///
/// Potentials have an offset and a bend, conductances, currents and times a gain (lognormal, median 1) and a bend,
/// synaptic time constants an offset at their gate.
final class Mismatch {

    private static final NeuronParameter[] PARAMETERS = NeuronParameter.values();
    /// Hardware seconds for which an outlier is refractory: 80 s of biology, for ever.
    private static final double FOR_EVER = CircuitLimits.LONGEST_REFRACTORY;

    private final Spreads spreads;
    private final Draws[] deviation = new Draws[PARAMETERS.length];
    private final Draws[] bend = new Draws[PARAMETERS.length];
    private final Draws resetDeviation;
    private final Draws resetBlock;
    private final Draws outlier;

    Mismatch(long waferSeed, Spreads spreads) {
        this.spreads = spreads;
        for (NeuronParameter p : PARAMETERS) {
            deviation[p.index()] = Draws.of(waferSeed, Draws.Kind.PARAMETER, p.index());
            bend[p.index()] = Draws.of(waferSeed, Draws.Kind.BEND, p.index());
        }
        resetDeviation = Draws.of(waferSeed, Draws.Kind.PARAMETER, PARAMETERS.length);
        resetBlock = Draws.of(waferSeed, Draws.Kind.RESET_BLOCK);
        outlier = Draws.of(waferSeed, Draws.Kind.REFRACTORY_OUTLIER);
    }

    /// The transfers of a denmem, 0 to 511, of a chip.
    CircuitTransfers of(int hicann, int denmem, CircuitMode mode) {
        long circuit = (long) hicann * NeuronTopology.DENMEMS + denmem;
        long block = (long) hicann * FloatingGates.BLOCKS + NeuronTopology.sharedFgBlock(denmem);
        double extreme = outlier.uniform(circuit) / REFRACTORY_OUTLIERS.value();
        return new CircuitTransfers() {
            @Override
            public double si(NeuronParameter p, double level) {
                return switch (p) {
                    // the comparator of a circuit that always fires sees any membrane above its threshold
                    case V_T -> extreme >= 0.5 && extreme < 1 ? 0 : potential(p, level, V_T_OFFSET, V_T_BEND);
                    case E_SYNX, E_SYNI -> potential(p, level, E_SYN_OFFSET, E_SYN_BEND);
                    case E_L -> potential(p, level, E_L_OFFSET, E_L_BEND);
                    case V_EXP -> potential(p, level, V_EXP_OFFSET, V_EXP_BEND);
                    // the quantity is the time constant, the gain that of the conductance
                    case I_GL -> ideal(p, level) / gain(p, level, LEAK_SPREAD);
                    case I_PL -> extreme < 0.5 ? FOR_EVER : ideal(p, level) * gain(p, level, REFRACTORY_SPREAD);
                    case I_GLADAPT, I_RADAPT, I_FIRE, I_REXP -> ideal(p, level) * gain(p, level, ADAPTATION_SPREAD);
                    case V_SYNTCX, V_SYNTCI -> {
                        double offset = spreads.of(V_SYNTC_OFFSET) * deviation[p.index()].normal(circuit);
                        yield ideal(p, level + FloatingGates.codeOfVolt(offset)) * bent(p, level);
                    }
                    default -> ideal(p, level);
                };
            }

            @Override
            public double si(SharedParameter parameter, double level) {
                if (parameter != SharedParameter.V_RESET) {
                    throw new IllegalArgumentException("%s is no parameter of a circuit".formatted(parameter));
                }
                return FloatingGates.volt(level)
                        + spreads.of(V_RESET_BLOCK) * resetBlock.normal(block)
                        + spreads.of(V_RESET_OFFSET) * resetDeviation.normal(circuit);
            }

            private double ideal(NeuronParameter p, double level) {
                return TransferTable.si(p, mode, level);
            }

            private double potential(NeuronParameter p, double level, SiliconTable sigma, SiliconTable size) {
                return ideal(p, level)
                        + spreads.of(sigma) * deviation[p.index()].normal(circuit)
                        + spreads.of(size) * Bend.at(bend[p.index()].bits(circuit), level);
            }

            private double gain(NeuronParameter p, double level, SiliconTable spread) {
                return StrictMath.exp(spreads.of(spread) * deviation[p.index()].normal(circuit)) * bent(p, level);
            }

            private double bent(NeuronParameter p, double level) {
                long bits = bend[p.index()].bits(circuit);
                double size =
                        spreads.of(BEND_LEAST) + (spreads.of(BEND_MOST) - spreads.of(BEND_LEAST)) * Bend.size(bits);
                return 1 + size * Bend.at(bits, level);
            }
        };
    }
}
