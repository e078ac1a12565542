package bss.emulator;

import bss.emulator.build.Destination;
import bss.emulator.build.Ints;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseRowConfig;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.Arrays;
import java.util.BitSet;

/// Finds the synapses that an event hits: those in the rows of the enabled drivers whose driver decoder equals the
/// upper two and whose own decoder equals the lower four bits of its address.
///
/// Sources: ess, `systemsim/syndriver.cpp` pulse (decoding); calibtic, `src/HMF/SynapseRowCalibration.cpp` (weights).
final class HitCompiler {

    private final HicannConfiguration chip;
    private final ChipCircuits circuits;
    private final long cycle;
    private final BitSet denmems = new BitSet();
    /// By entry: denmem, twice, plus 1 for the right input; synapse; conductance [S].
    private final Ints sides = new Ints();

    private final Ints sources = new Ints();
    private double[] steps = new double[16];
    private int synapses;

    private HitCompiler(HicannConfiguration chip, ChipCircuits circuits, long cycle) {
        this.chip = chip;
        this.circuits = circuits;
        this.cycle = cycle;
    }

    static HitList compile(
            HicannConfiguration chip, ChipCircuits circuits, Destination destination, int address, long cycle) {
        HitCompiler compiler = new HitCompiler(chip, circuits, cycle);
        for (int driver : destination.drivers()) {
            if (chip.synapseDriver(driver).enable()) {
                compiler.row(driver, 2 * driver, address);
                compiler.row(driver, 2 * driver + 1, address);
            }
        }
        return compiler.finish();
    }

    private void row(int driver, int row, int address) {
        SynapseRowConfig config = chip.synapseRow(row);
        boolean even = config.decoderEven() == address >> 4;
        boolean odd = config.decoderOdd() == address >> 4;
        if (!(even || odd) || config.gmaxDivisor() == 0 || !(config.synInLeft() || config.synInRight())) {
            return;
        }
        int block = L1Topology.driverQuadrant(driver);
        int code =
                chip.floatingGate(block, SharedParameter.vGmax(config.selGmax()).row(block), 0);
        SynapseWeightTransfer transfer = SynapseWeightTransfer.ofCode(code, config.gmaxDivisor());
        for (int column = even ? 0 : 1; column < HicannConfiguration.COLUMNS; column += even && odd ? 1 : 2) {
            if (chip.decoder(row, column) == (address & 15)) {
                synapse(row, column, config, transfer.conductance(chip.weight(row, column)) * 1e-9);
            }
        }
    }

    private void synapse(int row, int column, SynapseRowConfig config, double siemens) {
        int denmem = NeuronTopology.denmemOfSynapse(row, column);
        boolean left = config.synInLeft() && isOn(denmem, NeuronParameter.I_CONVX);
        boolean right = config.synInRight() && isOn(denmem, NeuronParameter.I_CONVI);
        if (!left && !right) {
            return;
        }
        synapses++;
        denmems.set(denmem);
        int source = HicannConfiguration.COLUMNS * row + column;
        if (left) {
            add(denmem, 0, source, siemens);
        }
        if (right) {
            add(denmem, 1, source, siemens);
        }
    }

    private void add(int denmem, int side, int source, double siemens) {
        sides.add(2 * denmem + side);
        sources.add(source);
        if (steps.length == sources.size()) {
            steps = Arrays.copyOf(steps, 2 * steps.length);
        }
        steps[sources.size() - 1] = siemens;
    }

    private HitList finish() {
        circuits.demandAll(denmems, cycle);
        int[] lanes = new int[sources.size()];
        int[] conductances = new int[sources.size()];
        for (int k = 0; k < lanes.length; k++) {
            int denmem = sides.get(k) >> 1;
            Circuit circuit = circuits.demand(denmem, cycle);
            int lane = circuit.lane(denmem);
            lanes[k] = 2 * (circuit.bank().base() + lane) + (sides.get(k) & 1);
            conductances[k] = circuit.bank().state().conductance(lane, steps[k]);
        }
        return new HitList(synapses, lanes, conductances, sources.toArray());
    }

    private boolean isOn(int denmem, NeuronParameter input) {
        int block = NeuronTopology.fgBlock(denmem);
        return chip.floatingGate(block, input.row(block), NeuronTopology.fgColumn(denmem)) != 0;
    }
}
