package bss.hil.suite.neuron;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.hil.suite.machine.Ledger;
import bss.hil.suite.machine.NeuronChip;
import bss.hil.suite.machine.TraceMatch;
import bss.hil.suite.machine.Wafers;
import bss.spec.backend.BackendException;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.WaferConfiguration;
import java.util.HashMap;
import java.util.Map;

/// A wafer of [NeuronChip]s whose floating gates are written once; what is digital changes from run to run.
final class Fixture {

    final Bench bench;
    private final WaferSession session;

    Fixture(Bench bench, WaferSession session) throws BackendException, Violation {
        this.bench = bench;
        this.session = session;
        bench.configure(session, alike(chip -> {}), Wafers.ALL);
    }

    /// What is done to a chip.
    @FunctionalInterface
    interface Change {
        void to(NeuronChip chip);
    }

    /// What is done to one of the chips.
    @FunctionalInterface
    interface NumberedChange {
        void to(NeuronChip chip, int number);
    }

    /// A wafer of chips that are all changed alike.
    WaferConfiguration alike(Change change) {
        return each((chip, number) -> change.to(chip));
    }

    /// A wafer of chips, each changed by its number, 0 to the number of chips less one.
    WaferConfiguration each(NumberedChange change) {
        NeuronChip[] chips = new NeuronChip[bench.hicanns().length];
        for (int k = 0; k < chips.length; k++) {
            chips[k] = new NeuronChip();
            change.to(chips[k], k);
        }
        return each(chips);
    }

    /// A wafer of these chips, by number.
    WaferConfiguration each(NeuronChip[] chips) {
        WaferConfiguration wafer = Wafers.unfiltered();
        for (int k = 0; k < chips.length; k++) {
            wafer = wafer.with(bench.hicanns()[k], chips[k].build());
        }
        return wafer;
    }

    /// Runs from cycle 0 and takes the trace; the books must balance.
    Pulses run(WaferConfiguration wafer, Pulses program, long cycles)
            throws BackendException, InterruptedException, Violation {
        bench.configure(session, wafer, Wafers.WITHOUT_FLOATING_GATES);
        session.reset(0);
        session.play(program);
        session.advance(cycles);
        Pulses trace = session.takeTrace();
        TraceMatch.demandOrder(trace, "N29");
        Ledger.demandBalance(session.counters());
        return trace;
    }

    double limit(String name) {
        return bench.tolerances().get("N29." + name);
    }

    /// How often each packed address is in a trace.
    static Map<Integer, Integer> counts(Pulses trace) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int k = 0; k < trace.count(); k++) {
            counts.merge(trace.address(k), 1, Integer::sum);
        }
        return counts;
    }

    /// An address in words.
    static String name(int address) {
        return "HICANN %d, link %d, L1 address %d"
                .formatted(PulseAddress.hicann(address), PulseAddress.link(address), PulseAddress.l1Address(address));
    }
}
