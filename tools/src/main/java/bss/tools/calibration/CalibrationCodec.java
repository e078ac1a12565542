package bss.tools.calibration;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.proto.FileEnvelope;
import bss.proto.FormatException;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A calibration as the bytes of a `.bsscal` file: magic, SHA-256 of the rest, protobuf message.
public final class CalibrationCodec {

    /// Major version that is written, and the newest that is read.
    public static final int VERSION = 1;

    private static final FileEnvelope ENVELOPE = new FileEnvelope("BSSCAL", "calibration");

    private CalibrationCodec() {}

    /// The bytes of a file; the same set always gives the same.
    public static byte[] encode(CalibrationSet set) {
        CalibrationHeader header = set.header();
        var message = bss.proto.v1.CalibrationSet.newBuilder()
                .setVersion(VERSION)
                .setDateSecond(header.date().getEpochSecond())
                .setWafer(encode(header.wafer()))
                .setSoftware(header.software())
                .setSynthetic(header.synthetic())
                .setQuality(quality(set));
        set.measured().chips().forEach(c -> message.addChips(ChipCodec.encode(c)));
        return ENVELOPE.wrap(message.build());
    }

    /// Whether the bytes begin like a calibration file.
    public static boolean looksLikeCalibration(byte[] file) {
        return ENVELOPE.begins(file);
    }

    /// Reads a file.
    ///
    /// @throws FormatException if it is not a calibration, damaged, cut off, or of a newer version
    public static CalibrationSet decode(byte[] file) throws FormatException {
        byte[] body = ENVELOPE.unwrap(file);
        try {
            return decode(bss.proto.v1.CalibrationSet.parseFrom(body));
        } catch (InvalidProtocolBufferException | IllegalArgumentException | DateTimeException e) {
            throw new FormatException("calibration file damaged: " + e.getMessage(), e);
        }
    }

    private static CalibrationSet decode(bss.proto.v1.CalibrationSet message) throws FormatException {
        ENVELOPE.requireVersion(message.getVersion(), VERSION);
        if (message.getVersion() == 0) {
            throw new IllegalArgumentException("version is 0, must be at least 1");
        }
        List<ChipCalibration> chips = new ArrayList<>();
        for (bss.proto.v1.ChipCalibration chip : message.getChipsList()) {
            ChipCalibration next = ChipCodec.decode(chip);
            if (!chips.isEmpty() && next.hicann() <= chips.getLast().hicann()) {
                throw new IllegalArgumentException("chip %d follows chip %d, must ascend"
                        .formatted(next.hicann(), chips.getLast().hicann()));
            }
            chips.add(next);
        }
        return new CalibrationSet(
                new CalibrationHeader(
                        Instant.ofEpochSecond(message.getDateSecond()),
                        decode(message.getWafer()),
                        message.getSoftware(),
                        message.getSynthetic()),
                new MeasuredCalibration(chips));
    }

    static bss.proto.v1.WaferIdentity encode(WaferIdentity wafer) {
        var message =
                bss.proto.v1.WaferIdentity.newBuilder().setName(wafer.name()).setSilicon(wafer.silicon());
        wafer.seed().ifPresent(message::setSeed);
        return message.build();
    }

    static WaferIdentity decode(bss.proto.v1.WaferIdentity message) {
        return new WaferIdentity(
                message.getName(),
                message.getSilicon(),
                message.hasSeed() ? Optional.of(message.getSeed()) : Optional.empty());
    }

    private static bss.proto.v1.CalibrationQuality quality(CalibrationSet set) {
        CalibrationQuality quality = set.quality();
        var message = bss.proto.v1.CalibrationQuality.newBuilder()
                .setAccepted(quality.accepted())
                .setRejected(quality.rejected())
                .setHardwareSecond(set.hardwareSecond());
        for (CalibrationQuality.Spread s : quality.spreads()) {
            message.addSpreads(bss.proto.v1.ParameterSpread.newBuilder()
                    .setParameter(s.parameter().halcoName())
                    .setBefore(s.before())
                    .setAfter(s.after())
                    .setCount(s.count()));
        }
        return message.build();
    }
}
