package bss.hil.suite.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.suite.machine.BitCoverage;
import bss.hil.suite.machine.EmulatorPasses;
import bss.hil.suite.machine.FaultyWafer;
import bss.hil.suite.machine.LocalBench;
import bss.hil.suite.machine.TestTolerances;
import bss.spec.backend.BackendException;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.Component;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The emulator keeps its configuration, and the tests of it find what does not.
class ConfigurationTestsTest extends EmulatorPasses {

    ConfigurationTestsTest() {
        super(ConfigurationTests.tests());
    }

    /// All of [bss.spec.config.HicannConfiguration], on two chips, and the filter of the FPGAs. No bit is
    /// left out.
    @Test
    void everyBitOfEveryChipIsSeenAtZeroAndAtOne() throws Exception {
        BitCoverage coverage = new BitCoverage();
        for (ConformanceTest test : ConfigurationTests.tests()) {
            if (test.card().id().compareTo("C22") <= 0) {
                FaultyWafer wafer = new FaultyWafer(EmulatedWafer.ideal(), coverage);
                test.run(new LocalBench(wafer, Profile.FULL, 1, TestTolerances.ideal()).chips(2));
            }
        }
        assertTrue(coverage.size() > 2 * 18, () -> "seen are " + coverage.size());
        assertEquals(List.of(), coverage.missing().stream().limit(20).toList());
    }

    private static void demandCaught(String id, FaultyWafer.Fault fault, String... words) throws Exception {
        // the small size leaves some of the places of switches out
        Profile profile = id.equals("C18") || id.equals("C19") ? Profile.FULL : Profile.SMOKE;
        for (ConformanceTest test : ConfigurationTests.tests()) {
            if (test.card().id().equals(id)) {
                String found = LocalBench.violation(
                        test, new FaultyWafer(EmulatedWafer.ideal(), fault), profile, TestTolerances.ideal());
                for (String word : words) {
                    assertTrue(found.contains(word), () -> id + " found: " + found);
                }
                return;
            }
        }
        throw new IllegalArgumentException(id);
    }

    /// One bit of one word is stuck.
    private static FaultyWafer.Fault stuck(Component component, int index, int bit, boolean at) {
        return new FaultyWafer.Fault() {
            @Override
            public WaferConfiguration written(WaferConfiguration wafer) {
                return FaultyWafer.changed(wafer, bits -> {
                    int word = bits.word(component, index);
                    return bits.set(component, index, at ? word | 1 << bit : word & ~(1 << bit));
                });
            }
        };
    }

    @Test
    void aStuckBitIsFoundByTheTestOfItsComponent() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        Map<Component, String> tests = new EnumMap<>(Component.class);
        tests.put(Component.SYNAPSE_SWITCH, "C17");
        tests.put(Component.CROSSBAR_SWITCH, "C18");
        tests.put(Component.SYNAPSE, "C20");
        tests.put(Component.SYNAPSE_DRIVER, "C21");
        tests.put(Component.DENMEM, "C21");
        tests.put(Component.QUAD, "C21");
        tests.put(Component.FLOATING_GATE, "C21");
        tests.put(Component.VERTICAL_REPEATER, "C22");
        tests.put(Component.MERGER, "C22");
        tests.put(Component.BACKGROUND_SEED, "C22");
        for (Map.Entry<Component, String> e : tests.entrySet()) {
            Component c = e.getKey();
            int index = random.nextInt(c.count());
            // a bit that legal words have both ways
            int bit = random.nextInt(c.bits());
            demandCaught(e.getValue(), stuck(c, index, bit, false), c + " " + index + " is");
            demandCaught(e.getValue(), stuck(c, index, bit, true), c + " " + index + " is");
        }
        demandCaught("C19", stuck(Component.SYNAPSE_SWITCH, 777, 0, false), "SYNAPSE_SWITCH 777 is 0x0, must be 0x1");
    }

    @Test
    void anAddressBitThatIsIgnoredIsFound() throws Exception {
        demandCaught(
                "C18",
                new FaultyWafer.Fault() {
                    @Override
                    public WaferConfiguration read(WaferConfiguration wafer) {
                        return FaultyWafer.changed(wafer, bits -> {
                            for (int i = 0; i < 512; i++) {
                                bits.set(Component.CROSSBAR_SWITCH, i, bits.word(Component.CROSSBAR_SWITCH, i & ~2));
                            }
                            return bits;
                        });
                    }
                },
                "CROSSBAR_SWITCH");
    }

    @Test
    void aWriteThatTouchesAnotherStageIsFound() throws Exception {
        demandCaught(
                "C23",
                new FaultyWafer.Fault() {
                    @Override
                    public Set<ConfigurationStage> stages(Set<ConfigurationStage> stages) {
                        return stages.equals(Set.of(ConfigurationStage.SYNAPSES))
                                ? EnumSet.of(ConfigurationStage.SYNAPSES, ConfigurationStage.NEURONS)
                                : stages;
                    }
                },
                "after a write of SYNAPSES",
                "DENMEM");
    }

    @Test
    void aResetThatForgetsARegisterIsFound() throws Exception {
        demandCaught(
                "C23",
                new FaultyWafer.Fault() {
                    @Override
                    public void reset(WaferSession session, int trial) throws BackendException {
                        session.reset(trial);
                        session.configure(
                                FaultyWafer.changed(
                                        session.readBack(), b -> b.set(Component.HORIZONTAL_REPEATER, 6, 0)),
                                EnumSet.of(ConfigurationStage.L1_ROUTING),
                                0);
                    }
                },
                "after a reset",
                "HORIZONTAL_REPEATER 6");
    }

    @Test
    void aPulseThatIsLostDuringWritesIsFound() throws Exception {
        demandCaught(
                "C24",
                new FaultyWafer.Fault() {
                    @Override
                    public Pulses traced(Pulses trace) {
                        return trace.count() < 5 ? trace : trace.slice(0, trace.count() - 1);
                    }
                },
                "1 of",
                "did not come");
    }
}
