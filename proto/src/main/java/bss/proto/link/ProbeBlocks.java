package bss.proto.link;

import bss.proto.v1.ProbeSamples;
import bss.proto.v1.SynapticInputs;
import bss.spec.backend.WaferProbe.Samples;
import bss.spec.backend.WaferProbe.SynapticInput;
import bss.spec.backend.WaferProbe.Variable;
import java.util.ArrayList;
import java.util.List;

/// What the probe saw, as blocks.
final class ProbeBlocks {

    /// Values of a full block: 64 KiB.
    static final int VALUES = 8192;

    /// Synaptic inputs of a full block: less than 64 KiB.
    static final int INPUTS = 1024;

    private static final List<Variable> VARIABLES = List.of(Variable.values());

    private ProbeBlocks() {}

    static ProbeSamples encode(int watch, Samples s, int first) {
        return ProbeSamples.newBuilder()
                .setWatch(watch)
                .setHicann(s.hicann())
                .setDenmem(s.denmem())
                .setVariable(s.variable().ordinal())
                .setFirstCycle(s.firstCycle())
                .setIntervalCycles(s.intervalCycles())
                .addAllValues(s.values().subList(first, Math.min(s.values().size(), first + VALUES)))
                .build();
    }

    static Variable variable(int number) {
        if (number < 0 || number >= VARIABLES.size()) {
            throw new IllegalArgumentException(
                    "variable is %d, must be 0 to %d".formatted(number, VARIABLES.size() - 1));
        }
        return VARIABLES.get(number);
    }

    static SynapticInputs encode(List<SynapticInput> inputs, int first) {
        SynapticInputs.Builder to = SynapticInputs.newBuilder();
        for (SynapticInput i : inputs.subList(first, Math.min(inputs.size(), first + INPUTS))) {
            to.addCycles(i.cycle())
                    .addHicanns(i.hicann())
                    .addDenmems(i.denmem())
                    .addColumns(i.column())
                    .addRights(i.right())
                    .addSiemens(i.conductanceSiemens())
                    .addFarads(i.capacitanceFarad());
        }
        return to.build();
    }

    /// Adds the inputs of a block.
    static void decode(SynapticInputs from, List<SynapticInput> to) {
        int n = from.getCyclesCount();
        if (from.getHicannsCount() != n
                || from.getDenmemsCount() != n
                || from.getColumnsCount() != n
                || from.getRightsCount() != n
                || from.getSiemensCount() != n
                || from.getFaradsCount() != n) {
            throw new FrameException("columns of synaptic inputs have different lengths, must have %d".formatted(n));
        }
        for (int i = 0; i < n; i++) {
            to.add(new SynapticInput(
                    from.getCycles(i),
                    from.getHicanns(i),
                    from.getDenmems(i),
                    from.getColumns(i),
                    from.getRights(i),
                    from.getSiemens(i),
                    from.getFarads(i)));
        }
    }

    /// Puts the pieces of watches together again.
    static final class Collector {

        private final List<Samples> watches = new ArrayList<>();
        private List<Double> values = new ArrayList<>();

        void add(ProbeSamples block) {
            if (block.getWatch() == watches.size()) {
                values = new ArrayList<>(block.getValuesCount());
                watches.add(new Samples(
                        block.getHicann(),
                        block.getDenmem(),
                        variable(block.getVariable()),
                        block.getFirstCycle(),
                        block.getIntervalCycles(),
                        values));
            } else if (block.getWatch() != watches.size() - 1) {
                throw new FrameException(
                        "samples of watch %d after watch %d".formatted(block.getWatch(), watches.size() - 1));
            }
            values.addAll(block.getValuesList());
        }

        List<Samples> watches() {
            return watches;
        }
    }
}
