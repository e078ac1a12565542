package bss.calibration.measure.result;

import bss.spec.transfer.Transfer;
import java.util.Optional;

/// The transfer of one parameter of one circuit, or why there is none.
///
/// @param transfer from the quantity [SI] to the code to write
/// @param rejection the reason without a transfer
/// @param residual root mean square distance of the measured points from the fit: in codes for potentials and
///         V_convoff, of ln of the quantity for all others; NaN without a transfer
public record Fit(Optional<Transfer> transfer, Optional<Rejection> rejection, double residual) {

    public Fit {
        if (transfer.isPresent() == rejection.isPresent()) {
            throw new IllegalArgumentException("a fit has a transfer or a rejection, not both or neither");
        }
    }

    public static Fit accepted(Transfer transfer, double residual) {
        return new Fit(Optional.of(transfer), Optional.empty(), residual);
    }

    public static Fit rejected(Rejection.Reason reason, double figure, String text) {
        return new Fit(Optional.empty(), Optional.of(new Rejection(reason, figure, text)), Double.NaN);
    }
}
