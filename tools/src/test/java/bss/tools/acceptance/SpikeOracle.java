package bss.tools.acceptance;

import bss.emulator.EmulatedWafer;
import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.Lease;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;

/// Decides what a configuration does by sending one spike per source through the emulator: which circuits receive
/// which step of conductance over capacitance through which input, and what the host gets to see.
///
/// Every source has a slot of its own; what arrives in the slot is its doing. Slots are long enough for the longest
/// route and as long as the period of the background generators, so that no spike meets a background event: what two
/// events do to each other in a merger is not the question here.
final class SpikeOracle {

    private static final int SLOT_CYCLES = 125;
    private static final int FIRST_SLOT = 30;
    private static final int PULSE_CYCLE = 30;

    private final Mapping mapping;

    SpikeOracle(Mapping mapping) {
        this.mapping = mapping;
    }

    /// What every source does, in words that are equal exactly if the effect is: one entry per placed cell.
    List<String> observe(WaferConfiguration configuration) throws BackendException, InterruptedException {
        try (WaferSession session = EmulatedWafer.ideal().open(Lease.wafer())) {
            session.configure(configuration, EnumSet.allOf(ConfigurationStage.class), 1);
            WaferProbe probe = session.probe().orElseThrow();
            probe.recordSynapticInputs(true);
            List<String> effects = new ArrayList<>();
            long start = FIRST_SLOT;
            for (CellSites cells : mapping.cells()) {
                for (int cell = 0; cell < cells.count(); cell++) {
                    if (!cells.placed(cell)) {
                        continue;
                    }
                    session.advance(start);
                    probe.takeSynapticInputs();
                    session.takeTrace();
                    if (cells.external()) {
                        int address = PulseAddress.pack(cells.hicann(cell), cells.dncMerger(cell), cells.address(cell));
                        session.play(Pulses.sorted(
                                new long[] {(start + PULSE_CYCLE) * HardwareTime.TICKS_PER_CYCLE},
                                new int[] {address}));
                    } else {
                        probe.fire(cells.hicann(cell), cells.denmem(cell));
                    }
                    start += SLOT_CYCLES;
                    session.advance(start);
                    effects.add(describe(cells, cell, probe.takeSynapticInputs(), session.takeTrace()));
                }
            }
            return effects;
        }
    }

    private static String describe(CellSites cells, int cell, List<WaferProbe.SynapticInput> inputs, Pulses trace) {
        TreeMap<String, Integer> effect = new TreeMap<>();
        for (WaferProbe.SynapticInput i : inputs) {
            String key = "H%d N%d %s %.6e"
                    .formatted(
                            i.hicann(),
                            i.denmem(),
                            i.right() ? "right" : "left",
                            i.conductanceSiemens() / i.capacitanceFarad());
            effect.merge(key, 1, Integer::sum);
        }
        for (int p = 0; p < trace.count(); p++) {
            effect.merge("traced " + PulseAddress.of(trace.address(p)), 1, Integer::sum);
        }
        return cells.label() + "[" + cell + "]: " + effect;
    }
}
