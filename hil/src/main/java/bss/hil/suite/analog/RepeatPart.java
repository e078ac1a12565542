package bss.hil.suite.analog;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.hil.suite.machine.NeuronChip;
import bss.hil.suite.machine.ProgramBuilder;
import bss.hil.suite.machine.Wafers;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferSession;
import bss.spec.config.AnalogOutputConfig;
import bss.spec.config.DenmemConfig;
import bss.spec.config.LinkDirection;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import java.util.List;
import java.util.SplittableRandom;

/// The same program, configuration and trial give the same pulses, samples and counters: after a reset, and
/// in another session.
final class RepeatPart {

    private static final int COLUMNS = 64;
    private static final int PULSES = 400;

    private final Bench bench;

    RepeatPart(Bench bench) {
        this.bench = bench;
    }

    /// All that a run shows.
    private record Run(Pulses trace, List<AdcSamples> adc, RunCounters counters) {}

    void run() throws BackendException, InterruptedException, Violation {
        if (bench.tolerances().get("N30.repeats_exactly") == 0) {
            bench.note("not tested: the same run twice is the same, which silicon does not promise");
            return;
        }
        WaferConfiguration wafer = wafer();
        Pulses program = program();
        Run first;
        Run afterReset;
        try (WaferSession session = bench.open()) {
            bench.configure(session, wafer, Wafers.ALL);
            first = run(session, program);
            afterReset = run(session, program);
        }
        Run again;
        try (WaferSession session = bench.open()) {
            bench.configure(session, wafer, Wafers.ALL);
            again = run(session, program);
        }
        demandEqual("after a reset", first, afterReset);
        demandEqual("in another session", first, again);
        bench.figure("trace_of_repeats", first.trace().count(), "events");
        bench.demand(
                first.trace().count() > PULSES,
                () -> "the program gives %d events, must be more than %d"
                        .formatted(first.trace().count(), PULSES));
    }

    private void demandEqual(String when, Run first, Run second) throws Violation {
        bench.demand(
                first.trace().equals(second.trace()),
                () -> "the same program gives another trace %s: %d and %d events, hashes %08x and %08x"
                        .formatted(
                                when,
                                first.trace().count(),
                                second.trace().count(),
                                first.trace().hashCode(),
                                second.trace().hashCode()));
        bench.demand(first.adc().equals(second.adc()), () -> "the same program gives other ADC samples " + when);
        bench.demand(first.counters().equals(second.counters()), () -> "the same program gives other counters " + when);
    }

    private Run run(WaferSession session, Pulses program) throws BackendException, InterruptedException {
        session.reset(1);
        session.record(new AdcRequest(bench.hicanns()[0], 0, 2000));
        session.play(program);
        session.advance(program.tick(program.count() - 1) / 2 + 2000);
        return new Run(session.takeTrace(), session.takeAdc(), session.counters());
    }

    /// Pulses down link 2 of every chip excite neurons of blocks 3 and 4, which answer.
    private WaferConfiguration wafer() {
        SplittableRandom random = bench.random("wafer");
        WaferConfiguration wafer = Wafers.unfiltered();
        for (int h : bench.hicanns()) {
            NeuronChip chip = new NeuronChip().links(LinkDirection.TO_DNC).sender(2, true, false);
            int hline = MergerTopology.hlineOfDnc(2);
            int vline = L1Topology.vlinesOf(hline)[random.nextInt(8)];
            int driver = chip.crossbar(hline, vline).driver(vline, random.nextInt(28));
            chip.row(2 * driver, 1, 2).row(2 * driver + 1, 3, 1);
            for (int c = 0; c < COLUMNS; c++) {
                int column = 96 + c;
                int denmem = NeuronTopology.denmem(column, L1Topology.driverHalf(driver));
                chip.bits.synapse(2 * driver, column, random.nextInt(16), random.nextInt(2, 16));
                chip.bits.synapse(2 * driver + 1, column, random.nextInt(16), random.nextInt(2, 16));
                chip.bits.denmem(denmem, new DenmemConfig(c, true, true, false, c == 0, false));
                if (c == 0) {
                    chip.bits.analogOutput(0, AnalogOutputConfig.membrane(NeuronTopology.quadPosition(denmem)));
                }
            }
            wafer = wafer.with(h, chip.build());
        }
        return wafer;
    }

    private Pulses program() {
        SplittableRandom random = bench.random("program");
        ProgramBuilder program = new ProgramBuilder();
        for (int h : bench.hicanns()) {
            for (int k = 0; k < PULSES; k++) {
                program.add(1000 + 64L * k + random.nextInt(40), h, 2, random.nextInt(16, 64));
            }
        }
        return program.build();
    }
}
