package bss.tools.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Evaluation;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.LineFindings;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.calibration.measure.result.Rejection;
import bss.calibration.measure.result.RowStrengths;
import bss.proto.FormatException;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.Polynomial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calibration files: what goes in comes out, and nothing else is taken for one.
class CalibrationCodecTest {

    private static final int HEADER = 40;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whateverASetHoldsComesBackAndGivesTheSameBytesAgain() throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            CalibrationSet set = new RandomSets(seed).set(4, 6);
            byte[] file = CalibrationCodec.encode(set);
            CalibrationSet back = CalibrationCodec.decode(file);
            assertEquals(set, back, "seed " + seed);
            assertArrayEquals(file, CalibrationCodec.encode(back), "seed " + seed);
            Path path = folder.resolve("set.bsscal");
            CalibrationFile.write(set, path);
            assertEquals(set, CalibrationFile.read(path), "seed " + seed);
        }
    }

    @Test
    void aFileThatIsCutAnywhereOrOfWhichABitIsFlippedIsRefused() {
        byte[] file = CalibrationCodec.encode(small(1));
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            String message = String.valueOf(
                    assertThrows(FormatException.class, () -> CalibrationCodec.decode(cut), "of " + length)
                            .getMessage());
            String expected = length < 8 ? "not a calibration file: it does not begin with BSSCAL" : "cut off";
            assertTrue(message.contains(expected), message);
        }
        Random random = new Random(5);
        for (int k = 0; k < 1_000; k++) {
            byte[] flipped = file.clone();
            int bit = random.nextInt(8 * file.length);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(FormatException.class, () -> CalibrationCodec.decode(flipped), "seed 5, bit " + bit);
        }
        byte[] longer = Arrays.copyOf(file, file.length + 1);
        assertThrows(FormatException.class, () -> CalibrationCodec.decode(longer));
    }

    /// One chip with one denmem: small enough to cut it everywhere.
    private static CalibrationSet small(int hicann) {
        ChipCalibration.Denmem denmem = new ChipCalibration.Denmem(
                7, 0.01, Map.of(NeuronParameter.V_T, Fit.accepted(Polynomial.of(0.2, 1.4, -3, 560), 0.4)));
        return set(new ChipCalibration(
                hicann,
                CircuitMode.DEFAULT,
                List.of(denmem),
                List.of(),
                new RowStrengths(new double[448], new BitSet(), Optional.empty()),
                LineFindings.NONE,
                List.of(),
                0.5,
                3));
    }

    private static CalibrationSet set(ChipCalibration... chips) {
        return new CalibrationSet(
                new CalibrationHeader(
                        Instant.parse("2026-01-02T03:04:05Z"),
                        new WaferIdentity("emulator", "typical", Optional.of(3L)),
                        "0.1.0",
                        false),
                new MeasuredCalibration(List.of(chips)));
    }

    @Test
    void anotherFileANewerOneAndOneThatCannotBeAreRefusedByName() throws Exception {
        bss.proto.v1.CalibrationSet good = message(small(1));
        refused("not a calibration file", "BSSMAP\n\0 and what follows".getBytes(StandardCharsets.US_ASCII));
        refused(
                "calibration file has version 2, this program reads up to 1: use a newer one",
                good.toBuilder().setVersion(2));
        refused("version 4294967295", good.toBuilder().setVersion(-1));
        refused("version is 0", good.toBuilder().setVersion(0));
        refused("chip 1 follows chip 1", good.toBuilder().addChips(good.getChips(0)));
        refused("chip is 384, must be 0 to 383", chip(good, c -> c.setHicann(384)));
        refused(
                "denmem is 512, must be 0 to 511",
                chip(good, c -> c.getDenmemsBuilder(0).setDenmem(512)));
        refused("denmem 7 follows denmem 7", chip(good, c -> c.addDenmems(c.getDenmems(0))));
        refused(
                "factor has 447 values, must have 448",
                chip(good, c -> c.getRowsBuilder().clearFactor().addAllFactor(ones(447))));
        refused("driver is 224", chip(good, c -> c.getRowsBuilder().addDeadDrivers(224)));
        refused(
                "parameter 'V_x' is unknown",
                chip(good, c -> c.getDenmemsBuilder(0).getFitsBuilder(0).setParameter("V_x")));
        refused(
                "denmem 7 has V_t twice",
                chip(good, c -> c.getDenmemsBuilder(0).addFits(c.getDenmems(0).getFits(0))));
        refused(
                "neither a transfer nor",
                chip(
                        good,
                        c -> c.getDenmemsBuilder(0)
                                .getFitsBuilder(0)
                                .getFitBuilder()
                                .clearPolynomial()));
        refused(
                "must be ascending",
                chip(
                        good,
                        c -> c.getDenmemsBuilder(0)
                                .getFitsBuilder(0)
                                .getFitBuilder()
                                .getPolynomialBuilder()
                                .setMost(0)));
        refused(
                "class of parts 'wires' is unknown",
                chip(good, c -> c.addDeadPartsBuilder().setKind("wires")));
        refused(
                "hlines is 64",
                chip(good, c -> c.addDeadPartsBuilder().setKind("hlines").addIndex(64)));
        refused(
                "a current mirror is unknown",
                chip(good, c -> c.getModeBuilder().setGlValue(7)));
        refused("V_reset of 1 blocks", chip(good, c -> c.addResetsBuilder()));
        refused("before has 0 values", chip(good, c -> c.addEvaluationsBuilder().setParameter("V_t")));
    }

    @Test
    void wrongBytesWithTheRightDigestAreRefusedOrMakeASet() throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] file = CalibrationCodec.encode(new RandomSets(seed).set(2, 3));
            byte[] body = Arrays.copyOfRange(file, HEADER, file.length);
            for (int k = 0; k < 3; k++) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                CalibrationSet set = CalibrationCodec.decode(signed(body));
                assertTrue(set.measured().chips().size() <= 384, "seed " + seed);
            } catch (FormatException e) {
                String message = String.valueOf(e.getMessage());
                assertTrue(message.startsWith("calibration file "), message);
            }
        }
    }

    @Test
    void theQualityCountsCircuitsAndTheirSpreadAroundTheMeanOfEachChip() throws Exception {
        Random random = new Random(11);
        Fit good = Fit.accepted(Polynomial.of(0, 1.8, 0, 568), 0.1);
        Fit bad = Fit.rejected(Rejection.Reason.STUCK, 0.1, "too small");
        List<ChipCalibration> chips = IntStream.of(3, 9)
                .mapToObj(hicann -> {
                    double[] before = new double[512];
                    double[] after = new double[512];
                    for (int d = 0; d < 512; d++) {
                        // what the circuits of a chip have in common does not count, nor does a rejected one
                        before[d] = d == 511 ? 9 : 0.8 + 0.1 * hicann + 0.03 * random.nextGaussian();
                        after[d] = d == 511 ? 9 : 0.8 + 0.1 * hicann + 0.004 * random.nextGaussian();
                    }
                    after[17] = Double.NaN;
                    return new ChipCalibration(
                            hicann,
                            CircuitMode.DEFAULT,
                            IntStream.range(0, 512)
                                    .mapToObj(d -> new ChipCalibration.Denmem(
                                            d, 0, Map.of(NeuronParameter.V_T, d == 511 ? bad : good)))
                                    .toList(),
                            List.of(),
                            new RowStrengths(new double[448], new BitSet(), Optional.empty()),
                            LineFindings.NONE,
                            List.of(new Evaluation(NeuronParameter.V_T, 0.8, before, after)),
                            0.25,
                            2);
                })
                .toList();
        CalibrationSet set = set(chips.toArray(ChipCalibration[]::new));
        CalibrationQuality quality = set.quality();
        assertEquals(1022, quality.accepted());
        assertEquals(2, quality.rejected());
        assertEquals(Map.of(Rejection.Reason.STUCK, 2), quality.reasons());
        CalibrationQuality.Spread spread = quality.spreads().getFirst();
        assertEquals(1020, spread.count());
        assertEquals(0.03, spread.before(), 0.002);
        assertEquals(0.004, spread.after(), 0.0003);
        // 24 rows of 0.3 s for each write
        assertEquals(2 * (0.25 + 2 * 7.2), set.hardwareSecond(), 1e-9);
        var stored = message(set).getQuality();
        assertEquals(1022, stored.getAccepted());
        assertEquals("V_t", stored.getSpreads(0).getParameter());
    }

    private static bss.proto.v1.CalibrationSet message(CalibrationSet set) throws Exception {
        byte[] file = CalibrationCodec.encode(set);
        return bss.proto.v1.CalibrationSet.parseFrom(Arrays.copyOfRange(file, HEADER, file.length));
    }

    private static bss.proto.v1.CalibrationSet.Builder chip(
            bss.proto.v1.CalibrationSet set, Consumer<bss.proto.v1.ChipCalibration.Builder> change) {
        var changed = set.toBuilder();
        change.accept(changed.getChipsBuilder(0));
        return changed;
    }

    private static List<Double> ones(int count) {
        return IntStream.range(0, count).mapToObj(_ -> 1.0).toList();
    }

    private static void refused(String why, bss.proto.v1.CalibrationSet.Builder message) throws Exception {
        refused(why, signed(message.build().toByteArray()));
    }

    private static void refused(String why, byte[] file) {
        String message = String.valueOf(assertThrows(FormatException.class, () -> CalibrationCodec.decode(file), why)
                .getMessage());
        assertTrue(message.contains(why), message);
        assertEquals(1, message.lines().count(), message);
    }

    /// A file whose SHA-256 is right, whatever it holds.
    private static byte[] signed(byte[] body) throws Exception {
        byte[] file = Arrays.copyOf("BSSCAL\n\0".getBytes(StandardCharsets.US_ASCII), HEADER + body.length);
        System.arraycopy(MessageDigest.getInstance("SHA-256").digest(body), 0, file, 8, HEADER - 8);
        System.arraycopy(body, 0, file, HEADER, body.length);
        return file;
    }
}
