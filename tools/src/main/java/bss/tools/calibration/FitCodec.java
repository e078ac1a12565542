package bss.tools.calibration;

import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection;
import bss.proto.v1.Curve;
import bss.proto.v1.FixedCode;
import bss.proto.v1.Table;
import bss.spec.fg.CellKind;
import bss.spec.transfer.Coefficients;
import bss.spec.transfer.Constant;
import bss.spec.transfer.Domain;
import bss.spec.transfer.Lookup;
import bss.spec.transfer.NegativePowersPolynomial;
import bss.spec.transfer.OneOverPolynomial;
import bss.spec.transfer.Polynomial;
import bss.spec.transfer.Transfer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Fits as messages. What is wrong in a message is an [IllegalArgumentException].
final class FitCodec {

    private FitCodec() {}

    static bss.proto.v1.Fit encode(Fit fit) {
        var message = bss.proto.v1.Fit.newBuilder().setResidual(fit.residual());
        fit.transfer().ifPresent(transfer -> {
            switch (transfer) {
                case Polynomial t -> message.setPolynomial(curve(t.coefficients(), t.domain()));
                case NegativePowersPolynomial t -> message.setNegativePowers(curve(t.coefficients(), t.domain()));
                case OneOverPolynomial t -> message.setOneOver(curve(t.coefficients(), t.domain()));
                case Lookup t -> message.setTable(table(t));
                case Constant t ->
                    message.setFixed(FixedCode.newBuilder().setCode(t.dac()).setCurrent(t.kind() == CellKind.CURRENT));
            }
        });
        fit.rejection()
                .ifPresent(r -> message.setRejection(bss.proto.v1.Rejection.newBuilder()
                        .setReason(key(r.reason()))
                        .setFigure(r.figure())
                        .setText(r.text())));
        return message.build();
    }

    static Fit decode(bss.proto.v1.Fit message) {
        return switch (message.getFoundCase()) {
            case POLYNOMIAL ->
                accepted(
                        message,
                        new Polynomial(coefficients(message.getPolynomial()), domain(message.getPolynomial())));
            case NEGATIVE_POWERS ->
                accepted(
                        message,
                        new NegativePowersPolynomial(
                                coefficients(message.getNegativePowers()), domain(message.getNegativePowers())));
            case ONE_OVER ->
                accepted(
                        message,
                        new OneOverPolynomial(coefficients(message.getOneOver()), domain(message.getOneOver())));
            case TABLE -> accepted(message, table(message.getTable()));
            case FIXED ->
                accepted(
                        message,
                        new Constant(
                                message.getFixed().getCode(),
                                message.getFixed().getCurrent() ? CellKind.CURRENT : CellKind.VOLTAGE));
            case REJECTION -> {
                bss.proto.v1.Rejection r = message.getRejection();
                yield new Fit(
                        Optional.empty(),
                        Optional.of(new Rejection(reason(r.getReason()), r.getFigure(), r.getText())),
                        message.getResidual());
            }
            case FOUND_NOT_SET -> throw new IllegalArgumentException("a fit has neither a transfer nor a rejection");
        };
    }

    static double[] doubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static Fit accepted(bss.proto.v1.Fit message, Transfer transfer) {
        return Fit.accepted(transfer, message.getResidual());
    }

    private static Curve curve(Coefficients coefficients, Domain domain) {
        return Curve.newBuilder()
                .addAllCoefficients(coefficients.ascending())
                .setLeast(domain.min())
                .setMost(domain.max())
                .build();
    }

    private static Coefficients coefficients(Curve curve) {
        return new Coefficients(curve.getCoefficientsList());
    }

    private static Domain domain(Curve curve) {
        return new Domain(curve.getLeast(), curve.getMost());
    }

    private static Lookup table(Table table) {
        int[] codes = new int[table.getStepsCount() + 1];
        codes[0] = table.getFirstCode();
        for (int k = 1; k < codes.length; k++) {
            codes[k] = Math.addExact(codes[k - 1], table.getSteps(k - 1));
        }
        return Lookup.of(codes, doubles(table.getValuesList()));
    }

    private static Table table(Lookup lookup) {
        int[] codes = lookup.codes();
        var message = Table.newBuilder().setFirstCode(codes[0]);
        for (int k = 0; k < codes.length; k++) {
            message.addValues(lookup.toSi(codes[k]));
            if (k > 0) {
                message.addSteps(codes[k] - codes[k - 1]);
            }
        }
        return message.build();
    }

    private static String key(Rejection.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    private static Rejection.Reason reason(String key) {
        return Arrays.stream(Rejection.Reason.values())
                .filter(r -> key(r).equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("reason '%s' is unknown".formatted(key)));
    }
}
