package bss.emulator.silicon;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseRowConfig;
import bss.spec.defects.Defects;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.FgCodes;
import bss.spec.transfer.IdealCircuit;
import bss.spec.transfer.SynapseWeightTransfer;

/// Silicon as it comes from the fab: cells that miss what was written, circuits that differ, parts that are dead. All
/// of it follows from a wafer seed, and what changes from write to write from the write's number as well; the sizes
/// stand in [SiliconTable].
///
/// Nothing of the wafer is stored, but the gains of the inputs of each chip, for the configuration asked for last.
public final class TypicalSilicon implements Silicon {

    /// Delays are counted in 2^-14 cycles of 8 ns.
    private static final double UNITS_PER_SECOND = 16384 / 8e-9;

    /// The lookahead of the emulator: 7 cycles, 56 ns.
    private static final int LEAST_DELAY = 7 << 14;

    /// What the measured polynomial of the weights, at V_gmax 500 nA and divisor 11, adds from weight 0 to 15, as a
    /// straight line; the rest of it does not scale.
    private static final double[] SCALED = new double[SynapseWeightTransfer.MAX_WEIGHT + 1];

    private static final double[] CONSTANT = new double[SynapseWeightTransfer.MAX_WEIGHT + 1];

    static {
        SynapseWeightTransfer measured = SynapseWeightTransfer.of(500, 11);
        double slope = (measured.conductance(SynapseWeightTransfer.MAX_WEIGHT) - measured.conductance(0))
                / SynapseWeightTransfer.MAX_WEIGHT;
        for (int weight = 0; weight < SCALED.length; weight++) {
            SCALED[weight] = 1e-9 * slope * weight;
            CONSTANT[weight] = 1e-9 * measured.conductance(weight) - SCALED[weight];
        }
    }

    private final Spreads spreads;
    private final Cells cells;
    private final Mismatch mismatch;
    private final SynapticInputs inputs;
    private final DeadParts dead;
    private final Readout readout;
    private final Draws synapse;
    private final Draws synapseRow;
    private final Draws delay;
    private final Draws correlation;
    private final IdealSilicon ideal = new IdealSilicon();

    /// The wafer of a seed; any number is one.
    public TypicalSilicon(long waferSeed) {
        this(waferSeed, Spreads.TYPICAL);
    }

    /// The wafer of a seed, better or worse than a typical one: the same draws, all spreads multiplied. Means, and the
    /// parts that do not work, stay.
    ///
    /// @param spreadFactor on every sigma and bend, 0 to 1.5
    public TypicalSilicon(long waferSeed, double spreadFactor) {
        this(waferSeed, new Spreads(spreadFactor));
    }

    private TypicalSilicon(long waferSeed, Spreads spreads) {
        this.spreads = spreads;
        cells = new Cells(waferSeed, spreads);
        mismatch = new Mismatch(waferSeed, spreads);
        inputs = new SynapticInputs(waferSeed, cells, spreads);
        dead = new DeadParts(waferSeed);
        readout = new TypicalReadout(waferSeed, cells, spreads);
        synapse = Draws.of(waferSeed, Draws.Kind.SYNAPSE);
        synapseRow = Draws.of(waferSeed, Draws.Kind.SYNAPSE_ROW);
        delay = Draws.of(waferSeed, Draws.Kind.DELAY);
        correlation = Draws.of(waferSeed, Draws.Kind.CORRELATION);
    }

    /// The codes and levels of a denmem.
    private record Levels(WrittenChip chip, Cells cells, int denmem) implements FgCodes {

        @Override
        public int neuron(NeuronParameter parameter) {
            int block = NeuronTopology.fgBlock(denmem);
            return chip.config().floatingGate(block, parameter.row(block), NeuronTopology.fgColumn(denmem));
        }

        @Override
        public int shared(SharedParameter parameter) {
            int block = NeuronTopology.sharedFgBlock(denmem);
            return chip.config().floatingGate(block, parameter.row(block), 0);
        }

        @Override
        public double neuronLevel(NeuronParameter parameter) {
            int block = NeuronTopology.fgBlock(denmem);
            return cells.code(chip, block, parameter.row(block), NeuronTopology.fgColumn(denmem));
        }

        @Override
        public double sharedLevel(SharedParameter parameter) {
            int block = NeuronTopology.sharedFgBlock(denmem);
            return cells.code(chip, block, parameter.row(block), 0);
        }
    }

    @Override
    public String name() {
        return "typical";
    }

    @Override
    public HicannConfiguration acting(int hicann, HicannConfiguration written) {
        return dead.without(hicann, written);
    }

    @Override
    public IdealCircuit circuit(WrittenChip chip, int denmem) {
        CircuitMode mode = chip.config().neuronHalf(NeuronTopology.y(denmem)).mode();
        IdealCircuit alone = CircuitLimits.clip(
                IdealCircuit.decode(new Levels(chip, cells, denmem), mode, mismatch.of(chip.hicann(), denmem, mode)));
        if (dead.denmem(chip.hicann(), denmem)) {
            // it leaks and adapts; with its exponential, nothing would free it from the rail
            return alone.passive();
        }
        return CircuitLimits.clip(SynapticInputs.fold(
                alone,
                alone.inputx() ? inputs.leak(chip, denmem, false) : 0,
                alone.inputi() ? inputs.leak(chip, denmem, true) : 0));
    }

    /// g = g1 w V_gmax / divisor + g0(w): the second part, which is that of weight 0 and the bend of the measured
    /// polynomial, does not scale (brainscales1-demos:pm_hardware_configuration.rst, after Koke 2017).
    @Override
    public RowStrength row(WrittenChip chip, int row) {
        SynapseRowConfig config = chip.config().synapseRow(row);
        int block = L1Topology.driverQuadrant(row / 2);
        double scale = SynapseWeightTransfer.scale(
                1e9 * FloatingGates.ampere(sharedLevel(chip, block, SharedParameter.vGmax(config.selGmax()))),
                config.gmaxDivisor());
        long rowOnWafer = (long) chip.hicann() * (2 * L1Topology.DRIVERS) + row;
        double ofRow = 1 + spreads.of(SiliconTable.ROW_SPREAD) * synapseRow.normal(rowOnWafer);
        double[] byWeight = new double[SCALED.length];
        for (int weight = 0; weight < byWeight.length; weight++) {
            byWeight[weight] = ofRow * (SCALED[weight] * scale + CONSTANT[weight]);
        }
        long first = rowOnWafer * HicannConfiguration.COLUMNS;
        double spread = spreads.of(SiliconTable.SYNAPSE_SPREAD);
        SynapticInputs.Gains gains = inputs.gains(chip);
        return (column, weight, right) -> byWeight[weight]
                * (1 + spread * synapse.normal(first + column))
                * gains.of(NeuronTopology.denmemOfSynapse(row, column), right);
    }

    @Override
    public double sharedLevel(WrittenChip chip, int block, SharedParameter parameter) {
        return cells.code(chip, block, parameter.row(block), 0);
    }

    /// Current stimuli are ideal.
    @Override
    public double stimulusAmpere(WrittenChip chip, int block, int code) {
        return ideal.stimulusAmpere(chip, block, code);
    }

    @Override
    public int delay(int sourceHicann, int dncMerger, int targetHicann, int chips) {
        long route = ((long) sourceHicann * 8 + dncMerger) * 384 + targetHicann;
        double jitter = spreads.of(SiliconTable.DELAY_JITTER) * UNITS_PER_SECOND * delay.normal(route);
        int mean = ideal.delay(sourceHicann, dncMerger, targetHicann, chips);
        return (int) Math.max(LEAST_DELAY, mean + Math.round(jitter));
    }

    @Override
    public double capacitorGain(int hicann, int row, int column) {
        long synapseOnWafer = ((long) hicann * (2 * L1Topology.DRIVERS) + row) * HicannConfiguration.COLUMNS + column;
        return 1 + spreads.of(SiliconTable.CORRELATION_SPREAD) * correlation.normal(synapseOnWafer);
    }

    @Override
    public Readout readout() {
        return readout;
    }

    /// V_off of an input [V]: the V_convoff below which it leaks and above which it loses gain. For tests alone: a
    /// user has to find out.
    ///
    /// @param right the inhibitory input
    public double offsetVolt(int hicann, int denmem, boolean right) {
        return inputs.offsetVolt(hicann, denmem, right);
    }

    /// What is dead, for tests and synthetic calibrations: a user has to find out.
    public Defects defects() {
        return dead.defects();
    }
}
