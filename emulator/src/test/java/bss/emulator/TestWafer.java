package bss.emulator;

import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.WaferTopology;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;

/// Chips by place, and sessions on them.
final class TestWafer {

    static final Set<ConfigurationStage> ALL = EnumSet.allOf(ConfigurationStage.class);

    private final TreeMap<Integer, TestChip> chips = new TreeMap<>();

    TestChip chip(int x, int y) {
        return chip(WaferTopology.hicann(x, y));
    }

    TestChip chip(int hicann) {
        return chips.computeIfAbsent(hicann, h -> new TestChip());
    }

    WaferConfiguration build() {
        WaferConfiguration wafer = WaferConfiguration.empty();
        for (int h : chips.keySet()) {
            wafer = wafer.with(h, chip(h).build());
        }
        return wafer;
    }

    EmulatedSession open() throws BackendException {
        return open(build());
    }

    static EmulatedSession open(WaferConfiguration configuration) throws BackendException {
        EmulatedSession session = (EmulatedSession) EmulatedWafer.ideal().open(Lease.wafer());
        session.configure(configuration, ALL, 1);
        return session;
    }
}
