package bss.hil.suite.analog;

import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.hil.bench.Profile;
import bss.hil.suite.machine.EmulatorPasses;
import bss.hil.suite.machine.FaultyWafer;
import bss.hil.suite.machine.LocalBench;
import bss.hil.suite.machine.TestTolerances;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.Pulses;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The emulator keeps what is promised of analog readout, and the tests of it find what does not.
class AnalogTestsTest extends EmulatorPasses {

    AnalogTestsTest() {
        super(AnalogTests.tests());
    }

    @Tag("sweep")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void typicalWafersPassInFullSize(long wafer) throws Exception {
        LocalBench.run(
                AnalogTests.tests().getFirst(),
                EmulatedWafer.typical(wafer, EmulatorOptions.DEFAULT),
                Profile.FULL,
                TestTolerances.typical());
    }

    private static void demandCaught(FaultyWafer.Fault fault, String words) throws Exception {
        String found = LocalBench.violation(
                AnalogTests.tests().getFirst(),
                new FaultyWafer(EmulatedWafer.ideal(), fault),
                Profile.SMOKE,
                TestTolerances.ideal());
        assertTrue(found.contains(words), () -> "must find " + words + ", found: " + found);
    }

    /// Recordings with other codes.
    private static FaultyWafer.Fault codes(IntBinaryOperator change) {
        return new FaultyWafer.Fault() {
            @Override
            public List<AdcSamples> recorded(List<AdcSamples> recordings) {
                return recordings.stream()
                        .map(r -> {
                            short[] codes = new short[r.count()];
                            for (int k = 0; k < codes.length; k++) {
                                codes[k] = (short) change.applyAsInt(k, r.code(k));
                            }
                            return new AdcSamples(r.request(), r.firstCycle(), codes);
                        })
                        .toList();
            }
        };
    }

    @Test
    void codesThatAreWrongAreFound() throws Exception {
        demandCaught(codes((k, code) -> code ^ 64), "cells");
        demandCaught(codes((k, code) -> code * 9 / 10), "cells read as");
        demandCaught(codes((k, code) -> code + 4096), "must be 0 to 4095");
        demandCaught(codes((k, code) -> k < 1000 ? code : 2000), "must be");
    }

    @Test
    void theCellOfAnotherRowIsFound() throws Exception {
        demandCaught(
                new FaultyWafer.Fault() {
                    @Override
                    public AdcRequest asked(AdcRequest request) {
                        return new AdcRequest(
                                request.hicann(),
                                request.output(),
                                request.samples(),
                                request.cell()
                                        .map(c -> new AdcRequest.Cell(c.block(), (c.row() + 1) % 24, c.column())));
                    }
                },
                "cells");
    }

    @Test
    void aRunThatDoesNotRepeatIsFound() throws Exception {
        demandCaught(
                new FaultyWafer.Fault() {
                    private int taken;

                    @Override
                    public Pulses traced(Pulses trace) {
                        taken++;
                        return taken > 2 && trace.count() > 400 ? trace.slice(taken % 2, trace.count()) : trace;
                    }
                },
                "the same program gives another trace");
    }
}
