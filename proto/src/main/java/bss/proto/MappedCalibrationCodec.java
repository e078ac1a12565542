package bss.proto;

import bss.proto.v1.ChipStrengths;
import bss.spec.mapping.MappedCalibration;
import bss.spec.transfer.Coefficients;
import bss.spec.transfer.SynapseStrengths;
import bss.spec.translate.CalibrationIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a mapping keeps of its calibration, as part of its file.
final class MappedCalibrationCodec {

    private MappedCalibrationCodec() {}

    static bss.proto.v1.MappedCalibration encode(MappedCalibration calibration) {
        CalibrationIdentity identity = calibration.identity();
        var message = bss.proto.v1.MappedCalibration.newBuilder()
                .setWafer(identity.wafer())
                .setSilicon(identity.silicon())
                .setDate(identity.date())
                .setSynthetic(identity.synthetic());
        identity.seed().ifPresent(message::setSeed);
        calibration.strengths().forEach((hicann, strengths) -> message.addChips(encode(hicann, strengths)));
        return message.build();
    }

    private static ChipStrengths encode(int hicann, SynapseStrengths strengths) {
        var message = ChipStrengths.newBuilder()
                .setHicann(hicann)
                .addAllScaled(strengths.scaled().ascending())
                .addAllConstant(strengths.constant().ascending());
        for (SynapseStrengths.Cell cell : strengths.cells()) {
            message.addCode(cell.code()).addNanoampere(cell.nanoampere()).addPerCode(cell.perCode());
        }
        for (int row = 0; row < SynapseStrengths.ROWS; row++) {
            message.addFactor(strengths.factor(row));
        }
        return message.build();
    }

    /// @throws IllegalArgumentException if it is not what a mapper writes
    static MappedCalibration decode(bss.proto.v1.MappedCalibration message) {
        SortedMap<Integer, SynapseStrengths> strengths = new TreeMap<>();
        for (ChipStrengths chip : message.getChipsList()) {
            strengths.put(chip.getHicann(), decode(chip));
        }
        return new MappedCalibration(
                new CalibrationIdentity(
                        message.getWafer(),
                        message.getSilicon(),
                        message.hasSeed() ? Optional.of(message.getSeed()) : Optional.empty(),
                        message.getDate(),
                        message.getSynthetic()),
                strengths);
    }

    private static SynapseStrengths decode(ChipStrengths chip) {
        int cells = chip.getCodeCount();
        if (cells != chip.getNanoampereCount() || cells != chip.getPerCodeCount()) {
            throw new IllegalArgumentException("HICANN %d has %d codes, %d currents and %d slopes of V_gmax, must be 16"
                    .formatted(chip.getHicann(), cells, chip.getNanoampereCount(), chip.getPerCodeCount()));
        }
        List<SynapseStrengths.Cell> all = new ArrayList<>();
        for (int cell = 0; cell < cells; cell++) {
            all.add(new SynapseStrengths.Cell(chip.getCode(cell), chip.getNanoampere(cell), chip.getPerCode(cell)));
        }
        return new SynapseStrengths(
                new Coefficients(chip.getScaledList()),
                new Coefficients(chip.getConstantList()),
                all,
                chip.getFactorList().stream().mapToDouble(Double::doubleValue).toArray());
    }
}
