package bss.tools.calibration;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Evaluation;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.LineFindings;
import bss.calibration.measure.result.ResetFit;
import bss.calibration.measure.result.RowStrengths;
import bss.calibration.measure.result.StrengthCurve;
import bss.proto.v1.CalibrationMode;
import bss.proto.v1.CalibrationSpeed;
import bss.proto.v1.DeadParts;
import bss.proto.v1.DenmemCalibration;
import bss.proto.v1.ParameterFit;
import bss.proto.v1.ResetCalibration;
import bss.proto.v1.RowCalibration;
import bss.proto.v1.RowStrengthCurve;
import bss.proto.v1.TargetEvaluation;
import bss.spec.config.Component;
import bss.spec.coord.HicannOnWafer;
import bss.spec.defects.DefectClass;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.SpeedMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// The calibration of a chip as a message. What is wrong in a message is an [IllegalArgumentException].
final class ChipCodec {

    private static final int ROWS = Component.SYNAPSE_ROW.count();

    private ChipCodec() {}

    static bss.proto.v1.ChipCalibration encode(ChipCalibration chip) {
        var message = bss.proto.v1.ChipCalibration.newBuilder()
                .setHicann(chip.hicann())
                .setMode(encode(chip.mode()))
                .setRows(encode(chip.rows()))
                .setExperimentSecond(chip.experimentSecond())
                .setWrites(chip.writes());
        chip.denmems().forEach(d -> message.addDenmems(encode(d)));
        for (ResetFit reset : chip.resets()) {
            message.addResets(ResetCalibration.newBuilder()
                    .setFit(FitCodec.encode(reset.fit()))
                    .addAllOffset(column(NeuronTopology.DENMEMS, reset::offset)));
        }
        chip.lines()
                .dead()
                .forEach((kind, parts) -> message.addDeadParts(
                        DeadParts.newBuilder().setKind(kind.key()).addAllIndex(parts)));
        for (Evaluation e : chip.evaluations()) {
            message.addEvaluations(TargetEvaluation.newBuilder()
                    .setParameter(e.parameter().halcoName())
                    .setTarget(e.target())
                    .addAllBefore(column(NeuronTopology.DENMEMS, e::before))
                    .addAllAfter(column(NeuronTopology.DENMEMS, e::after)));
        }
        return message.build();
    }

    static ChipCalibration decode(bss.proto.v1.ChipCalibration message) {
        int hicann = message.getHicann();
        inRange("chip", hicann, HicannOnWafer.COUNT);
        List<ChipCalibration.Denmem> denmems = new ArrayList<>();
        for (DenmemCalibration d : message.getDenmemsList()) {
            inRange("denmem", d.getDenmem(), NeuronTopology.DENMEMS);
            if (!denmems.isEmpty() && d.getDenmem() <= denmems.getLast().denmem()) {
                throw new IllegalArgumentException("denmem %d follows denmem %d, must ascend"
                        .formatted(d.getDenmem(), denmems.getLast().denmem()));
            }
            denmems.add(decode(d));
        }
        if (message.getResetsCount() != 0 && message.getResetsCount() != FloatingGates.BLOCKS) {
            throw new IllegalArgumentException("V_reset of %d blocks, must be of none or %d"
                    .formatted(message.getResetsCount(), FloatingGates.BLOCKS));
        }
        return new ChipCalibration(
                hicann,
                decode(message.getMode()),
                denmems,
                message.getResetsList().stream()
                        .map(r -> new ResetFit(
                                FitCodec.decode(r.getFit()),
                                array("offset", r.getOffsetList(), NeuronTopology.DENMEMS)))
                        .toList(),
                decode(message.getRows()),
                lines(message.getDeadPartsList()),
                message.getEvaluationsList().stream().map(ChipCodec::decode).toList(),
                message.getExperimentSecond(),
                message.getWrites());
    }

    private static CalibrationMode encode(CircuitMode mode) {
        return CalibrationMode.newBuilder()
                .setBigcap(mode.bigcap())
                .setGl(encode(mode.gl()))
                .setGladapt(encode(mode.gladapt()))
                .setRadapt(encode(mode.radapt()))
                .build();
    }

    private static CircuitMode decode(CalibrationMode mode) {
        return new CircuitMode(
                mode.getBigcap(), decode(mode.getGl()), decode(mode.getGladapt()), decode(mode.getRadapt()));
    }

    private static CalibrationSpeed encode(SpeedMode speed) {
        return switch (speed) {
            case NORMAL -> CalibrationSpeed.CALIBRATION_SPEED_NORMAL;
            case FAST -> CalibrationSpeed.CALIBRATION_SPEED_FAST;
            case SLOW -> CalibrationSpeed.CALIBRATION_SPEED_SLOW;
        };
    }

    private static SpeedMode decode(CalibrationSpeed speed) {
        return switch (speed) {
            case CALIBRATION_SPEED_NORMAL -> SpeedMode.NORMAL;
            case CALIBRATION_SPEED_FAST -> SpeedMode.FAST;
            case CALIBRATION_SPEED_SLOW -> SpeedMode.SLOW;
            case UNRECOGNIZED -> throw new IllegalArgumentException("a current mirror is unknown");
        };
    }

    private static DenmemCalibration encode(ChipCalibration.Denmem denmem) {
        var message = DenmemCalibration.newBuilder().setDenmem(denmem.denmem()).setReadoutShift(denmem.readoutShift());
        for (NeuronParameter parameter : NeuronParameter.values()) {
            Optional.ofNullable(denmem.fits().get(parameter))
                    .ifPresent(fit -> message.addFits(ParameterFit.newBuilder()
                            .setParameter(parameter.halcoName())
                            .setFit(FitCodec.encode(fit))));
        }
        return message.build();
    }

    private static ChipCalibration.Denmem decode(DenmemCalibration message) {
        Map<NeuronParameter, Fit> fits = new EnumMap<>(NeuronParameter.class);
        for (ParameterFit fit : message.getFitsList()) {
            if (fits.put(parameter(fit.getParameter()), FitCodec.decode(fit.getFit())) != null) {
                throw new IllegalArgumentException(
                        "denmem %d has %s twice".formatted(message.getDenmem(), fit.getParameter()));
            }
        }
        return new ChipCalibration.Denmem(message.getDenmem(), message.getReadoutShift(), fits);
    }

    private static RowCalibration encode(RowStrengths rows) {
        var message = RowCalibration.newBuilder()
                .addAllFactor(column(ROWS, rows::factor))
                .addAllDeadDrivers(IntStream.of(rows.deadDrivers()).boxed().toList());
        rows.curve().ifPresent(curve -> {
            var of = RowStrengthCurve.newBuilder().setScaled(curve.scaled()).addAllConstant(curve.constant());
            curve.gmax().forEach(fit -> of.addGmax(FitCodec.encode(fit)));
            message.setCurve(of);
        });
        return message.build();
    }

    private static RowStrengths decode(RowCalibration message) {
        BitSet dead = new BitSet();
        for (int driver : message.getDeadDriversList()) {
            inRange("driver", driver, L1Topology.DRIVERS);
            dead.set(driver);
        }
        Optional<StrengthCurve> curve = message.hasCurve()
                ? Optional.of(new StrengthCurve(
                        message.getCurve().getScaled(),
                        message.getCurve().getConstantList(),
                        message.getCurve().getGmaxList().stream()
                                .map(FitCodec::decode)
                                .toList()))
                : Optional.empty();
        return new RowStrengths(array("factor", message.getFactorList(), ROWS), dead, curve);
    }

    private static LineFindings lines(List<DeadParts> messages) {
        Map<DefectClass, SortedSet<Integer>> dead = new EnumMap<>(DefectClass.class);
        for (DeadParts parts : messages) {
            DefectClass kind = Arrays.stream(DefectClass.values())
                    .filter(k -> k.key().equals(parts.getKind()))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("class of parts '%s' is unknown".formatted(parts.getKind())));
            for (int index : parts.getIndexList()) {
                inRange(kind.key(), index, kind.perChip());
            }
            dead.put(kind, new TreeSet<>(parts.getIndexList()));
        }
        return new LineFindings(dead);
    }

    private static Evaluation decode(TargetEvaluation message) {
        return new Evaluation(
                parameter(message.getParameter()),
                message.getTarget(),
                array("before", message.getBeforeList(), NeuronTopology.DENMEMS),
                array("after", message.getAfterList(), NeuronTopology.DENMEMS));
    }

    private static NeuronParameter parameter(String name) {
        return Arrays.stream(NeuronParameter.values())
                .filter(p -> p.halcoName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("parameter '%s' is unknown".formatted(name)));
    }

    private static List<Double> column(int n, IntToDoubleFunction values) {
        return IntStream.range(0, n).mapToDouble(values).boxed().toList();
    }

    private static double[] array(String what, List<Double> values, int length) {
        if (values.size() != length) {
            throw new IllegalArgumentException("%s has %d values, must have %d".formatted(what, values.size(), length));
        }
        return FitCodec.doubles(values);
    }

    private static void inRange(String what, int index, int count) {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException(
                    "%s is %s, must be 0 to %d".formatted(what, Integer.toUnsignedString(index), count - 1));
        }
    }
}
