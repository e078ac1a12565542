package bss.spec.defects;

import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Which components of a wafer must not be used. Immutable.
public final class Defects {

    public static final Defects NONE = builder().build();

    private final Map<DefectClass, BitSet> marked;

    private Defects(Map<DefectClass, BitSet> marked) {
        this.marked = marked;
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Whether a component is marked itself.
    ///
    /// @param place HICANN 0 to 383, or FPGA 0 to 47
    /// @param index within the chip, as in hardware order; 0 for chips, FPGAs and links
    public boolean has(DefectClass kind, int place, int index) {
        return marked(kind).get(place * kind.perChip() + index);
    }

    /// Whether a chip, FPGA or link is marked.
    public boolean has(DefectClass kind, int place) {
        return has(kind, place, 0);
    }

    /// Marked components of a class.
    public int count(DefectClass kind) {
        return marked(kind).cardinality();
    }

    public boolean isEmpty() {
        return marked.values().stream().allMatch(BitSet::isEmpty);
    }

    /// Whether a component can be used: neither itself nor what it cannot work without is marked.
    ///
    /// @param place HICANN 0 to 383, or FPGA 0 to 47
    /// @param index within the chip, as in hardware order; 0 for chips, FPGAs and links
    public boolean usable(DefectClass kind, int place, int index) {
        return switch (kind) {
            case DENMEM -> denmemUsable(place, index);
            case SYNAPSE_DRIVER -> driverUsable(place, index);
            case SYNAPSE_SWITCH -> synapseSwitchUsable(place, index);
            case BACKGROUND_GENERATOR -> generatorUsable(place, index);
            default -> !has(kind, place, index);
        };
    }

    /// Whether a denmem can be part of a neuron: itself, its chip, both its synaptic inputs and the floating-gate
    /// blocks with its own parameters and with those it shares by its position in the quad (V_reset and others).
    ///
    /// A denmem with one working input could still serve neurons that need only that one. It is given up: the
    /// leak of the other one cannot be ruled out.
    public boolean denmemUsable(int hicann, int denmem) {
        return !has(DefectClass.HICANN, hicann)
                && !has(DefectClass.DENMEM, hicann, denmem)
                && !has(DefectClass.SYNAPTIC_INPUT, hicann, 2 * denmem)
                && !has(DefectClass.SYNAPTIC_INPUT, hicann, 2 * denmem + 1)
                && !has(DefectClass.FG_BLOCK, hicann, NeuronTopology.fgBlock(denmem))
                && !has(DefectClass.FG_BLOCK, hicann, NeuronTopology.sharedFgBlock(denmem));
    }

    /// Whether a driver can be used: itself, its chip, its half of the array and the floating-gate block with its
    /// V_gmax.
    public boolean driverUsable(int hicann, int driver) {
        return !has(DefectClass.HICANN, hicann)
                && !has(DefectClass.SYNAPSE_ARRAY, hicann, L1Topology.driverHalf(driver))
                && !has(DefectClass.SYNAPSE_DRIVER, hicann, driver)
                && !has(DefectClass.FG_BLOCK, hicann, L1Topology.driverQuadrant(driver));
    }

    /// Whether a synapse switch can be closed: itself, its chip and its row.
    public boolean synapseSwitchUsable(int hicann, int synapseSwitch) {
        return !has(DefectClass.HICANN, hicann)
                && !has(DefectClass.SYNAPSE_SWITCH, hicann, synapseSwitch)
                && !has(DefectClass.SYNAPSE_SWITCH_ROW, hicann, L1Topology.synapseSwitchRowIndex(synapseSwitch));
    }

    /// Whether a background generator can lock the repeaters and drivers behind the DNC merger of its number.
    public boolean generatorUsable(int hicann, int generator) {
        return !has(DefectClass.HICANN, hicann) && !has(DefectClass.BACKGROUND_GENERATOR, hicann, generator);
    }

    /// Whether a synapse can be used, its driver aside: itself and its row.
    public boolean synapseUsable(int hicann, int row, int column) {
        return !has(DefectClass.SYNAPSE_ROW, hicann, row) && !has(DefectClass.SYNAPSE, hicann, row * 256 + column);
    }

    /// Whether a chip can send and receive spikes.
    ///
    /// @param fpga the FPGA of the chip
    public boolean spikesReach(int hicann, int fpga) {
        return !has(DefectClass.HICANN, hicann)
                && !has(DefectClass.HIGH_SPEED_LINK, hicann)
                && !has(DefectClass.FPGA, fpga);
    }

    /// What is marked in either.
    public Defects union(Defects other) {
        Map<DefectClass, BitSet> both = new EnumMap<>(DefectClass.class);
        for (Map<DefectClass, BitSet> one : List.of(marked, other.marked)) {
            one.forEach(
                    (kind, set) -> both.computeIfAbsent(kind, _ -> new BitSet()).or(set));
        }
        return new Defects(both);
    }

    private BitSet marked(DefectClass kind) {
        return marked.getOrDefault(kind, EMPTY);
    }

    private static final BitSet EMPTY = new BitSet();

    @Override
    public boolean equals(Object other) {
        return other instanceof Defects o && marked.equals(o.marked);
    }

    @Override
    public int hashCode() {
        return marked.hashCode();
    }

    /// Collects marks.
    public static final class Builder {

        private final Map<DefectClass, BitSet> marked = new EnumMap<>(DefectClass.class);

        private Builder() {}

        /// Marks a component; indices as in [Defects#has].
        public Builder mark(DefectClass kind, int place, int index) {
            if (place < 0 || place >= kind.places() || index < 0 || index >= kind.perChip()) {
                throw new IllegalArgumentException("%s %d, %d does not exist, must be below %d, %d"
                        .formatted(kind.key(), place, index, kind.places(), kind.perChip()));
            }
            marked.computeIfAbsent(kind, _ -> new BitSet()).set(place * kind.perChip() + index);
            return this;
        }

        public Defects build() {
            Map<DefectClass, BitSet> copy = new EnumMap<>(DefectClass.class);
            marked.forEach((kind, set) -> copy.put(kind, (BitSet) set.clone()));
            return new Defects(copy);
        }
    }
}
