package bss.emulator;

import bss.emulator.event.Tally;
import bss.emulator.kernel.CircuitState;
import bss.emulator.kernel.SynapseEntry;
import bss.emulator.plasticity.ShortTermPlasticity;
import bss.emulator.silicon.Silicon;

/// Adds what events do to the inputs of the circuits of one chip, where weights are as they were written.
final class Delivery {

    private final Silicon silicon;
    private final ChipCircuits circuits;
    private final ChipProbe probe;
    private final Tally tally;
    private final PlasticDelivery plastic;
    private final DriverFactors factors;

    Delivery(Silicon silicon, ChipCircuits circuits, ChipProbe probe, Tally tally) {
        this.silicon = silicon;
        this.circuits = circuits;
        this.probe = probe;
        this.tally = tally;
        factors = new DriverFactors(circuits.plasticity().shortTerm());
        plastic = new PlasticDelivery(silicon, circuits, probe, tally, factors);
    }

    /// Reads what the event will need first, if that is compiled, and returns anything.
    int touch(Target target, int address) {
        int sum = 0;
        for (int run : target.runs(circuits.plasticity())) {
            sum += plastic.touch(run, address);
        }
        SynapseLists lists = target.compiled(circuits, address);
        if (lists != null) {
            int begin = lists.start[2 * address * lists.parts()];
            if (begin < lists.entries.length) {
                sum += lists.entries[begin];
            }
        }
        return sum;
    }

    /// Lets the controllers write the rows that are due.
    void updateWeights(long cycle) {
        while (circuits.plasticity().longTerm().due() == cycle) {
            plastic.updateWeights(cycle);
        }
    }

    /// An event arrives at a target.
    void deliver(long cycle, Target target, int address) {
        for (int run : target.runs(circuits.plasticity())) {
            plastic.deliver(cycle, run, address);
        }
        if (!target.hasOthers()) {
            return;
        }
        SynapseLists lists = target.lists(silicon, circuits, address, cycle);
        tally.synapticEvents += lists.synapses[address];
        if (lists.byDriver()) {
            deliverByDriver(cycle, lists, address);
        } else {
            deliver(cycle, lists, address, 0, ShortTermPlasticity.ONE);
        }
    }

    /// Tells each driver, and adds what the event does with the factor of each; drivers of a chain with the same
    /// settings have the same one, and are then added in one go.
    private void deliverByDriver(long cycle, SynapseLists lists, int address) {
        int[] drivers = lists.drivers();
        boolean same = factors.take(drivers, address, cycle);
        if (!same || probe.records()) {
            for (int d = 0; d < drivers.length; d++) {
                deliver(cycle, lists, address, d, factors.of(drivers[d]));
            }
            return;
        }
        int left = lists.start[2 * address * lists.parts()];
        int right = lists.start[(2 * address + 1) * lists.parts()];
        int end = lists.start[(2 * address + 2) * lists.parts()];
        CircuitState state = circuits.bank().state();
        add(lists.entries, left, right, state.inputsExc(), factors.of(drivers[0]));
        add(lists.entries, right, end, state.inputsInh(), factors.of(drivers[0]));
    }

    /// Adds what an event does by one part of its lists.
    ///
    /// @param factor Q16
    private void deliver(long cycle, SynapseLists lists, int address, int part, int factor) {
        CircuitState state = circuits.bank().state();
        for (int side = 0; side < 2; side++) {
            int index = (2 * address + side) * lists.parts() + part;
            int from = lists.start[index];
            int until = lists.start[index + 1];
            add(lists.entries, from, until, side == 0 ? state.inputsExc() : state.inputsInh(), factor);
            if (probe.records()) {
                record(cycle, lists, address, part, side, from, until, factor);
            }
        }
    }

    private static void add(int[] entries, int from, int until, int[] inputs, int factor) {
        if (factor == ShortTermPlasticity.ONE) {
            add(entries, from, until, inputs);
        } else {
            addScaled(entries, from, until, inputs, factor);
        }
    }

    private static void addScaled(int[] entries, int from, int until, int[] inputs, int factor) {
        for (int k = from; k < until; k++) {
            int entry = entries[k];
            SynapseEntry.add(inputs, entry & SynapseEntry.LANE_MASK, SynapseEntry.conductance(entry, factor));
        }
    }

    private static void add(int[] entries, int from, int until, int[] inputs) {
        for (int k = from; k < until; k++) {
            int entry = entries[k];
            SynapseEntry.add(inputs, entry & SynapseEntry.LANE_MASK, SynapseEntry.conductance(entry));
        }
    }

    private void record(
            long cycle, SynapseLists lists, int address, int part, int side, int from, int until, int factor) {
        int[] conductances = new int[until - from];
        for (int k = from; k < until; k++) {
            conductances[k - from] = SynapseEntry.conductance(lists.entries[k], factor);
        }
        probe.record(cycle, lists.sources(circuits, address, part, side), conductances, side == 1);
    }
}
