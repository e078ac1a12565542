package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.LineFindings;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.calibration.measure.result.Rejection;
import bss.calibration.measure.result.RowStrengths;
import bss.proto.MappingCodec;
import bss.spec.fg.NeuronParameter;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.transfer.CircuitMode;
import bss.tools.calibration.CalibrationFile;
import bss.tools.calibration.CalibrationHeader;
import bss.tools.calibration.CalibrationSet;
import bss.tools.calibration.WaferIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `--calibration`: whose set it is, and what it rules out.
class CalibrationOptionTest {

    private static final int CHIP = 88;

    private static final String NETWORK = """
            {"version": 1, "name": "one", "seed": 3, "populations": [
              {"label": "cells", "size": 20, "cell": {"type": "IF_cond_exp", "parameters": {"cm": 0.2, "tau_refrac": 1.0}},
               "record": ["spikes"], "placement": {"neuron_size": 4, "hicanns": [88]}}], "projections": []}""";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void write() throws Exception {
        Files.writeString(folder.resolve("one.json"), NETWORK);
        Files.writeString(folder.resolve("defects.json"), "{\"version\": 1, \"denmems\": [[88, 4]]}");
        CalibrationFile.write(set(false), folder.resolve("set"));
        CalibrationFile.write(set(true), folder.resolve("synthetic"));
    }

    /// Wafer 5: denmem 0 of chip 88 is rejected, driver 7 dead.
    private static CalibrationSet set(boolean synthetic) {
        double[] factor = new double[448];
        Arrays.fill(factor, 1.1);
        BitSet dead = new BitSet();
        dead.set(7);
        Fit never = Fit.rejected(Rejection.Reason.NEVER_FIRES, 0, "points at which it fires, at least 4");
        ChipCalibration chip = new ChipCalibration(
                CHIP,
                CircuitMode.DEFAULT,
                List.of(new ChipCalibration.Denmem(0, 0, Map.of(NeuronParameter.V_T, never))),
                List.of(),
                new RowStrengths(factor, dead, Optional.empty()),
                LineFindings.NONE,
                List.of(),
                0,
                0);
        return new CalibrationSet(
                new CalibrationHeader(
                        Instant.parse("2026-01-02T03:04:05Z"),
                        new WaferIdentity("emulator", "typical", Optional.of(5L)),
                        "test",
                        synthetic),
                MeasuredCalibration.EMPTY.with(chip));
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    private CommandRun run(String command, String... more) {
        return CommandRun.of(
                command,
                Arrays.stream(more)
                        .map(a -> a.startsWith("@") ? in(a.substring(1)) : a)
                        .toList());
    }

    @Test
    void whatTheSetAndTheDefectsFileRuleOutIsNotUsed() throws Exception {
        CommandRun map =
                run("map", "@one.json", "-o", "@one.bssmap", "--calibration", "@set", "--defects", "@defects.json");
        assertEquals(0, map.code(), map.err());
        assertTrue(
                map.err()
                        .contains(
                                "calibration of typical wafer 5, 2026-01-02T03:04:05Z: 1 chip; not usable by it: 1 denmems, 1 synapse_drivers"),
                map.err());
        assertFalse(map.err().contains("SYNTHETIC"), map.err());
        Mapping mapping = MappingCodec.decode(Files.readAllBytes(folder.resolve("one.bssmap")));
        CellSites cells = mapping.cells().getFirst();
        for (int c = 0; c < cells.count(); c++) {
            int column = cells.denmem(c) % 256;
            assertEquals(CHIP, cells.hicann(c));
            // denmems 0 and 4 are rejected by one or the other
            assertTrue(column > 0 && (column > 4 || column + 1 < 4), "column " + column);
        }
        assertEquals(
                Optional.of(5L), mapping.calibration().orElseThrow().identity().seed());
        CommandRun verify = run("map", "verify", "@one.bssmap", "@one.json");
        assertEquals(0, verify.code(), verify.err());
        assertTrue(verify.out().contains("made with the calibration of typical wafer 5"), verify.out());
    }

    @Test
    void aSetOfAnotherWaferIsRefusedAndTheRightOneEndsTheWarning() {
        CommandRun other = run(
                "run",
                "@one.json",
                "--duration",
                "10",
                "-o",
                "@a.h5",
                "--silicon",
                "typical",
                "--wafer-seed",
                "6",
                "--calibration",
                "@set");
        assertEquals(2, other.code(), other.err());
        assertTrue(
                other.err()
                        .contains(
                                "--calibration: made for another wafer, calibration of typical wafer 5, 2026-01-02T03:04:05Z; this run is on typical wafer 6"),
                other.err());
        CommandRun ideal = run("run", "@one.json", "--duration", "10", "-o", "@a.h5", "--calibration", "@set");
        assertEquals(2, ideal.code(), ideal.err());
        CommandRun right = run(
                "run",
                "@one.json",
                "--duration",
                "10",
                "-o",
                "@a.h5",
                "--silicon",
                "typical",
                "--wafer-seed",
                "5",
                "--calibration",
                "@set");
        assertEquals(0, right.code(), right.err());
        assertFalse(right.err().contains("UNCALIBRATED"), right.err());
    }

    @Test
    void aSyntheticSetIsAnnounced() {
        CommandRun map = run("map", "@one.json", "-o", "@one.bssmap", "--calibration", "@synthetic");
        assertEquals(0, map.code(), map.err());
        assertTrue(map.err().contains("WARNING: the calibration is SYNTHETIC"), map.err());
    }
}
