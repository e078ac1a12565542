package bss.mapper.check;

import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.QuadConfig;
import bss.spec.topology.NeuronTopology;
import java.util.Set;

/// Switches between denmems: exactly those that make the placed neurons.
final class NeuronRules {

    /// Accepted sets of {bit 0 readout right, 1 readout left, 2 current right, 3 current left}
    /// (halbe:hal/backend/HICANNBackendHelper.cpp denmem_iomap).
    private static final Set<Integer> IOMAP = Set.of(0, 1, 2, 3, 4, 5, 8, 10);

    private final Occupancy occupancy;
    private final Violations violations;

    NeuronRules(Occupancy occupancy, Violations violations) {
        this.occupancy = occupancy;
        this.violations = violations;
    }

    void check(int hicann, HicannConfiguration chip) {
        for (int quad = 0; quad < NeuronTopology.COLUMNS / 2; quad++) {
            switches(hicann, quad, chip.quad(quad));
            border(hicann, quad, chip);
            iomap(hicann, quad, chip);
        }
        for (int denmem = 0; denmem < NeuronTopology.DENMEMS; denmem++) {
            denmem(hicann, denmem, chip.denmem(denmem));
        }
    }

    private void switches(int hicann, int quad, QuadConfig config) {
        int left = occupancy.neuron(hicann, 2 * quad);
        int right = occupancy.neuron(hicann, 2 * quad + 1);
        boolean joined = left != Occupancy.FREE && left == right;
        QuadConfig wanted = new QuadConfig(left != Occupancy.FREE, right != Occupancy.FREE, joined, joined);
        if (!config.equals(wanted)) {
            violations.add(Rule.NEURON_SHAPE, () -> "quad %d of HICANN %d".formatted(quad, hicann), config, wanted);
        }
    }

    private void denmem(int hicann, int denmem, DenmemConfig config) {
        int x = NeuronTopology.x(denmem);
        int own = occupancy.neuron(hicann, denmem);
        int west = x == 0 ? Occupancy.FREE : occupancy.neuron(hicann, denmem - 1);
        boolean top = NeuronTopology.y(denmem) == 0;
        boolean continues = own != Occupancy.FREE && own == west;
        boolean listens = top && x % 2 == 0 && continues;
        if (config.enableFireInput() != listens) {
            violations.add(
                    Rule.NEURON_SHAPE,
                    () -> "fire input of denmem %d of HICANN %d".formatted(denmem, hicann),
                    config.enableFireInput(),
                    listens);
        }
        boolean fires = top && own != Occupancy.FREE && !continues;
        if (config.activateFiring() != fires) {
            violations.add(
                    Rule.ONE_FIRING_DENMEM,
                    () -> "activateFiring of denmem %d of HICANN %d".formatted(denmem, hicann),
                    config.activateFiring(),
                    fires ? "true, it leads %s".formatted(occupancy.name(own)) : "false, it leads no neuron");
        }
        if (config.enableSpl1Output() && !config.activateFiring()) {
            violations.add(
                    Rule.ONE_FIRING_DENMEM,
                    () -> "spike output of denmem %d of HICANN %d".formatted(denmem, hicann),
                    "on without activateFiring",
                    "off, or with activateFiring");
        }
    }

    /// The border between a quad and the next.
    private void border(int hicann, int quad, HicannConfiguration chip) {
        if (quad == NeuronTopology.COLUMNS / 2 - 1) {
            return;
        }
        int inputs = 0;
        for (int y = 0; y < 2; y++) {
            for (int x = 2 * quad + 1; x <= 2 * quad + 2; x++) {
                inputs += chip.denmem(NeuronTopology.denmem(x, y)).enableFireInput() ? 1 : 0;
            }
        }
        if (inputs > 1) {
            violations.add(
                    Rule.FIRE_INPUT_BORDER,
                    () -> "border of quads %d and %d of HICANN %d".formatted(quad, quad + 1, hicann),
                    inputs + " fire inputs",
                    "at most 1");
        }
    }

    private void iomap(int hicann, int quad, HicannConfiguration chip) {
        for (int y = 0; y < 2; y++) {
            DenmemConfig left = chip.denmem(NeuronTopology.denmem(2 * quad, y));
            DenmemConfig right = chip.denmem(NeuronTopology.denmem(2 * quad + 1, y));
            int set = (right.enableAout() ? 1 : 0)
                    | (left.enableAout() ? 2 : 0)
                    | (right.enableCurrentInput() ? 4 : 0)
                    | (left.enableCurrentInput() ? 8 : 0);
            int row = y;
            if (!IOMAP.contains(set)) {
                violations.add(
                        Rule.DENMEM_IOMAP,
                        () -> "readout and current inputs of row %d of quad %d of HICANN %d"
                                .formatted(row, quad, hicann),
                        set,
                        "one of 0, 1, 2, 3, 4, 5, 8, 10");
            }
        }
    }
}
