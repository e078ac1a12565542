package bss.tools.calibration.report;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Fit;
import bss.mapper.picture.Xml;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.Constant;
import bss.spec.transfer.Transfer;
import bss.tools.calibration.CalibrationSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The sections of the circuits' parameters: spread, fits, residuals.
final class ParameterSections {

    private static final double NARROW = 260;
    private static final double WIDE = 400;
    private static final int BINS = 40;

    private ParameterSections() {}

    /// The order in which they are measured.
    static final List<NeuronParameter> ORDER = List.of(
            NeuronParameter.V_T,
            NeuronParameter.E_SYNX,
            NeuronParameter.E_SYNI,
            NeuronParameter.I_PL,
            NeuronParameter.E_L,
            NeuronParameter.V_CONVOFFX,
            NeuronParameter.V_CONVOFFI,
            NeuronParameter.I_GL,
            NeuronParameter.V_SYNTCX,
            NeuronParameter.V_SYNTCI,
            NeuronParameter.V_EXP,
            NeuronParameter.I_REXP,
            NeuronParameter.I_GLADAPT,
            NeuronParameter.I_RADAPT,
            NeuronParameter.I_FIRE);

    static void write(Xml xml, CalibrationSet set) {
        Set<NeuronParameter> measured = set.parameters();
        for (NeuronParameter parameter : ORDER) {
            if (measured.contains(parameter)) {
                section(xml, set, Quantity.of(parameter));
            }
        }
    }

    private static void section(Xml xml, CalibrationSet set, Quantity quantity) {
        List<Fit> fits = set.measured().chips().stream()
                .flatMap(chip -> chip.denmems().stream())
                .map(d -> d.fits().get(quantity.parameter()))
                .flatMap(fit -> Optional.ofNullable(fit).stream())
                .toList();
        List<Fit> accepted = fits.stream().filter(f -> f.transfer().isPresent()).toList();
        xml.begin("section", "class", "parameter");
        xml.begin("h3");
        xml.text("span", quantity.parameter().halcoName());
        xml.text(
                "small",
                "%s; %,d circuits fitted, %,d rejected"
                        .formatted(quantity.meaning(), accepted.size(), fits.size() - accepted.size()),
                "class",
                "faint");
        xml.end();
        if (!accepted.isEmpty()) {
            xml.begin("div", "class", "plots");
            List<Transfer> transfers =
                    accepted.stream().flatMap(f -> f.transfer().stream()).toList();
            if (transfers.stream().allMatch(t -> t instanceof Constant)) {
                constants(xml, quantity, transfers);
            } else {
                if (!SpreadChart.draw(xml, set, quantity)) {
                    xml.text("p", "Not evaluated: no target was written anew.", "class", "faint plot");
                }
                CircuitMode mode = set.measured().chips().stream()
                        .map(ChipCalibration::mode)
                        .findFirst()
                        .orElse(CircuitMode.DEFAULT);
                FitChart.draw(
                        xml,
                        quantity,
                        quantity.ideal(mode),
                        transfers.stream().filter(t -> !(t instanceof Constant)).toList());
            }
            residuals(xml, quantity, accepted);
            xml.end();
        }
        xml.end();
    }

    /// Parameters that have one right code, whatever the circuit is to do.
    private static void constants(Xml xml, Quantity quantity, List<Transfer> transfers) {
        double[] codes = transfers.stream()
                .mapToDouble(t -> t instanceof Constant c ? c.dac() : Double.NaN)
                .toArray();
        Histogram.draw(
                xml,
                WIDE,
                "Codes of " + quantity.symbol(),
                new Histogram.Base(
                        0,
                        1024,
                        64,
                        List.of(0.0, 200.0, 400.0, 600.0, 800.0, 1000.0),
                        Figures::tick,
                        "code at which the input neither leaks nor loses gain",
                        Double.NaN,
                        "circuits"),
                List.of(new Histogram.Series(
                        "median code %s; without calibration 1023"
                                .formatted(Figures.tick(Figures.quantile(codes, 0.5))),
                        "after",
                        codes)));
    }

    private static void residuals(Xml xml, Quantity quantity, List<Fit> accepted) {
        double[] residual = accepted.stream().mapToDouble(Fit::residual).toArray();
        double far = 1.05 * Figures.quantile(residual, 0.99);
        double most = far > 1e-3 ? far : 1e-3;
        Histogram.draw(
                xml,
                NARROW,
                "Residuals of " + quantity.symbol(),
                new Histogram.Base(
                        0,
                        most,
                        BINS,
                        new Axis(0, most, false, 0, 1).ticks(4),
                        Figures::tick,
                        "points beside the fit (rms), " + quantity.residualUnit(),
                        Double.NaN,
                        "circuits"),
                List.of(new Histogram.Series(
                        "residual: median %s".formatted(Figures.three(Figures.quantile(residual, 0.5))),
                        "residual",
                        residual)));
    }
}
