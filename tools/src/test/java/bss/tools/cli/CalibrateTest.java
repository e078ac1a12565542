package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.routine.NeuronSteps;
import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.proto.link.LinkLimits;
import bss.proto.link.LinkSecurity;
import bss.proto.link.LinkServer;
import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;
import bss.tools.calibration.CalibrationFile;
import bss.tools.calibration.CalibrationPlan;
import bss.tools.calibration.CalibrationRun;
import bss.tools.calibration.CalibrationSet;
import bss.tools.calibration.FinishedChips;
import bss.tools.calibration.WaferIdentity;
import bss.tools.result.Version;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `bss-run calibrate` with one circuit on each of two chips.
class CalibrateTest {

    private static final long SEED = 6;
    private static final String DATE = "2026-05-06T07:08:09Z";
    private static final List<Integer> CHIPS = List.of(88, 200);
    private static final int DENMEM = 70;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private CommandRun calibrate(String file, String... options) {
        List<String> args =
                new ArrayList<>(List.of("calibrate", "-o", folder.resolve(file).toString()));
        args.addAll(List.of("--hicanns", "88,200", "--denmems", "70", "--drivers", "0"));
        args.addAll(List.of("--only", "lif", "--date", DATE));
        args.addAll(List.of(options));
        return CommandRun.of("run", args);
    }

    private CommandRun here(String file, long seed, int threads) {
        return calibrate(
                file,
                "--silicon",
                "typical",
                "--wafer-seed",
                String.valueOf(seed),
                "--threads",
                String.valueOf(threads));
    }

    private static EmulatedWafer wafer() {
        return EmulatedWafer.typical(SEED, EmulatorOptions.DEFAULT);
    }

    @Test
    void theBytesAreTheSameForAnyThreadsThroughTheWireAndAfterAnInterruption() throws Exception {
        CommandRun run = here("whole.bsscal", SEED, 2);
        assertEquals(0, run.code(), run.err());
        assertEquals(List.of(), run.message());
        assertTrue(run.out().contains("2 chips: 2 of 2 circuits accepted"), run.out());
        byte[] whole = Files.readAllBytes(folder.resolve("whole.bsscal"));
        assertFalse(Files.exists(folder.resolve("whole.bsscal.part")));
        isWhatWasAskedFor(CalibrationFile.read(folder.resolve("whole.bsscal")));

        try (LinkServer server = new LinkServer(
                wafer(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                LinkSecurity.Server.PLAIN,
                LinkLimits.DEFAULT,
                Optional.of(SEED),
                "test")) {
            CommandRun wire = calibrate("wire.bsscal", "--hardware", "127.0.0.1:" + server.port(), "--threads", "1");
            assertEquals(0, wire.code(), wire.err());
            assertArrayEquals(whole, Files.readAllBytes(folder.resolve("wire.bsscal")));
        }

        stopAfterTheFirstChip();
        Path part = folder.resolve("parts.bsscal.part").resolve("hicann-088");
        CommandRun other = here("parts.bsscal", SEED + 1, 1);
        assertEquals(2, other.code(), other.err());
        assertTrue(other.err().contains("wafer is 'typical wafer 6 (emulator)', now 'typical wafer 7"), other.err());
        byte[] good = Files.readAllBytes(part);
        byte[] bad = good.clone();
        bad[good.length - 1] ^= 1;
        Files.write(part, bad);
        CommandRun damaged = here("parts.bsscal", SEED, 1);
        assertEquals(2, damaged.code(), damaged.err());
        assertEquals(1, damaged.message().size(), damaged.err());
        assertTrue(damaged.err().contains("hicann-088: part file damaged"), damaged.err());
        assertFalse(Files.exists(folder.resolve("parts.bsscal")));
        Files.write(part, good);
        CommandRun rest = here("parts.bsscal", SEED, 1);
        assertEquals(0, rest.code(), rest.err());
        assertTrue(rest.out().contains("chip 88: kept from an earlier run"), rest.out());
        assertArrayEquals(whole, Files.readAllBytes(folder.resolve("parts.bsscal")));
        assertFalse(Files.exists(part.resolveSibling("")));
    }

    private static void isWhatWasAskedFor(CalibrationSet set) {
        assertEquals(Instant.parse(DATE), set.header().date());
        assertEquals(
                new WaferIdentity("emulator", "typical", Optional.of(SEED)),
                set.header().wafer());
        assertFalse(set.header().synthetic());
        assertEquals(
                CHIPS,
                set.measured().chips().stream().map(ChipCalibration::hicann).toList());
        assertEquals(10, set.parameters().size());
        assertTrue(Collections.disjoint(set.parameters(), NeuronSteps.ADEX));
        for (ChipCalibration chip : set.measured().chips()) {
            assertEquals(DENMEM, chip.denmems().getFirst().denmem());
            // each write takes 24 rows of 0.3 s
            assertTrue(chip.writes() > 50 && CalibrationSet.hardwareSecond(chip) > 50 * 7.2, chip.writes() + " writes");
        }
    }

    /// What the same command leaves whose wire is cut after a chip.
    private void stopAfterTheFirstChip() throws Exception {
        CalibrationPlan plan = new CalibrationPlan(
                new WaferIdentity("emulator", "typical", Optional.of(SEED)),
                Version.current(),
                false,
                CHIPS,
                List.of(DENMEM),
                List.of(0),
                false);
        FinishedChips finished = new FinishedChips(folder.resolve("parts.bsscal"), plan);
        CalibrationRun.Listener nobody = new CalibrationRun.Listener() {
            @Override
            public void step(int hicann, String step, double fraction) {}

            @Override
            public void finished(ChipCalibration chip, boolean now) {}
        };
        CalibrationRun run = CalibrationRun.measuring(new OneSession(wafer()), plan, finished, nobody);
        assertThrows(BackendException.class, () -> run.run(1));
        assertEquals(CHIPS.subList(0, 1), List.copyOf(finished.read().keySet()));
    }

    /// A wafer that is lost after its first session.
    private static final class OneSession implements WaferBackend {

        private final WaferBackend wafer;
        private int opened;

        OneSession(WaferBackend wafer) {
            this.wafer = wafer;
        }

        @Override
        public Capabilities capabilities() {
            return wafer.capabilities();
        }

        @Override
        public WaferSession open(Lease lease) throws BackendException {
            if (opened++ > 0) {
                throw new BackendException("the wire is cut");
            }
            return wafer.open(lease);
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            -o OUT/a --hicanns 384                          | --hicanns: has HICANN 384, must be 0 to 383
            -o OUT/a --hicanns 5-3                          | --hicanns: has '5-3', must ascend
            -o OUT/a --denmems 512                          | --denmems: has denmem 512, must be 0 to 511
            -o OUT/a --drivers 224                          | --drivers: has driver 224, must be 0 to 223
            -o OUT/a --only izhikevich                      | expected one of [lif, adex]
            -o OUT/none/a --hicanns 3                       | cannot be written: there is no folder
            -o OUT --hicanns 3                              | is a folder, must be a file
            --hicanns 3                                     | Missing required option: '--output=FILE.bsscal'
            -o OUT/a --threads 0                            | --threads 0: must be at least 1
            -o OUT/a --wafer-seed 3                         | --wafer-seed 3 needs --silicon typical
            -o OUT/a --hardware h:1 --silicon typical       | --silicon belongs to the server that --hardware names
            -o OUT/a --synthetic                            | --synthetic needs --silicon typical
            -o OUT/a --synthetic --hardware h:1             | --synthetic needs --silicon typical
            -o OUT/a --tls                                  | need --hardware
            -o OUT/a --hicanns 3 --date yesterday           | --date
            -o OUT/file --hicanns 3                         | file.part is no folder, must be one for the chips
            """)
    void wrongUseIsNamed(String args, String message) throws Exception {
        Files.writeString(folder.resolve("file.part"), "what was there before");
        List<String> all = new ArrayList<>(List.of("calibrate"));
        all.addAll(List.of(args.replace("OUT", folder.toString()).strip().split(" +")));
        CommandRun run = CommandRun.of("run", all);
        assertEquals(2, run.code(), run.err());
        assertTrue(run.err().contains(message), run.err());
        assertEquals(1, run.message().size(), run.err());
        assertEquals("what was there before", Files.readString(folder.resolve("file.part")));
        assertFalse(Files.exists(folder.resolve("a")));
    }

    @Test
    void aWaferThatIsNotThereIsAFailure() {
        CommandRun run = calibrate("a.bsscal", "--hardware", "127.0.0.1:1");
        assertEquals(1, run.code(), run.err());
        assertTrue(run.err().contains("wafer at 127.0.0.1:1"), run.err());
    }
}
