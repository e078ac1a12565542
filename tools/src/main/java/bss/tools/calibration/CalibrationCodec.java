package bss.tools.calibration;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.proto.FileEnvelope;
import bss.proto.FormatException;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import java.io.IOException;
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
        // messages one after the other are one with the fields of all: no more than a chip is held twice
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(message.build().toByteArray());
        for (ChipCalibration chip : set.measured().chips()) {
            pieces.add(bss.proto.v1.CalibrationSet.newBuilder()
                    .addChips(ChipCodec.encode(chip))
                    .build()
                    .toByteArray());
        }
        return ENVELOPE.wrap(pieces);
    }

    /// Whether the bytes begin like a calibration file.
    public static boolean looksLikeCalibration(byte[] file) {
        return ENVELOPE.begins(file);
    }

    /// Reads a file.
    ///
    /// @throws FormatException if it is not a calibration, damaged, cut off, or of a newer version
    public static CalibrationSet decode(byte[] file) throws FormatException {
        CodedInputStream body = ENVELOPE.unwrap(file);
        try {
            return decode(body);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new FormatException("calibration file damaged: " + e.getMessage(), e);
        }
    }

    /// Chip by chip, since all of a wafer at once need much memory.
    private static CalibrationSet decode(CodedInputStream body) throws IOException, FormatException {
        UnknownFieldSet.Builder rest = UnknownFieldSet.newBuilder();
        List<ChipCalibration> chips = new ArrayList<>();
        for (int tag = body.readTag(); tag != 0; tag = body.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) != bss.proto.v1.CalibrationSet.CHIPS_FIELD_NUMBER) {
                if (!rest.mergeFieldFrom(tag, body)) {
                    throw new IllegalArgumentException("a group ends that did not begin");
                }
                continue;
            }
            if (chips.isEmpty()) {
                // what a newer one has in its chips cannot be told
                requireVersion(header(rest));
            }
            ChipCalibration next = ChipCodec.decode(chip(body));
            if (!chips.isEmpty() && next.hicann() <= chips.getLast().hicann()) {
                throw new IllegalArgumentException("chip %d follows chip %d, must ascend"
                        .formatted(next.hicann(), chips.getLast().hicann()));
            }
            chips.add(next);
        }
        bss.proto.v1.CalibrationSet message = header(rest);
        requireVersion(message);
        return new CalibrationSet(
                new CalibrationHeader(
                        Instant.ofEpochSecond(message.getDateSecond()),
                        decode(message.getWafer()),
                        message.getSoftware(),
                        message.getSynthetic()),
                new MeasuredCalibration(chips));
    }

    private static bss.proto.v1.CalibrationSet header(UnknownFieldSet.Builder rest) throws IOException {
        return bss.proto.v1.CalibrationSet.parseFrom(rest.clone().build().toByteString());
    }

    private static bss.proto.v1.ChipCalibration chip(CodedInputStream body) throws IOException {
        return body.readMessage(bss.proto.v1.ChipCalibration.parser(), ExtensionRegistryLite.getEmptyRegistry());
    }

    private static void requireVersion(bss.proto.v1.CalibrationSet message) throws FormatException {
        ENVELOPE.requireVersion(message.getVersion(), VERSION);
        if (message.getVersion() == 0) {
            throw new IllegalArgumentException("version is 0, must be at least 1");
        }
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
