package bss.calibration;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.ResetFit;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.transfer.Constant;
import bss.spec.transfer.Domain;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.Transfer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What half of the accepted circuits of some chips reach at either end, parameter by parameter.
final class TypicalReach {

    private TypicalReach() {}

    /// A circuit that reaches as far.
    ///
    /// @param largest conductance of a synapse in nS
    static Circuit of(List<ChipCalibration> chips, double largest) {
        Map<NeuronParameter, Reach> calibrated = new EnumMap<>(NeuronParameter.class);
        for (NeuronParameter parameter : NeuronParameter.values()) {
            List<Transfer> transfers = new ArrayList<>();
            for (ChipCalibration chip : chips) {
                for (ChipCalibration.Denmem denmem : chip.denmems()) {
                    if (denmem.accepted()) {
                        denmem.transfer(parameter)
                                .filter(t -> !(t instanceof Constant))
                                .ifPresent(transfers::add);
                    }
                }
            }
            if (!transfers.isEmpty()) {
                calibrated.put(parameter, median(transfers));
            }
        }
        List<Transfer> resets = new ArrayList<>();
        for (ChipCalibration chip : chips) {
            for (ResetFit reset : chip.resets()) {
                reset.fit().transfer().ifPresent(resets::add);
            }
        }
        Reach reset = resets.isEmpty() ? Reach.of(IdealTransfers.of(SharedParameter.V_RESET)) : median(resets);
        return Circuit.typical(IdealTransfers::of, reset, largest, calibrated);
    }

    private static Reach median(List<Transfer> transfers) {
        List<Reach> reaches = transfers.stream().map(Reach::of).toList();
        double low = median(reaches.stream().mapToDouble(r -> r.domain().min()).toArray());
        double high = median(reaches.stream().mapToDouble(r -> r.domain().max()).toArray());
        return new Reach(new Domain(Math.min(low, high), Math.max(low, high)));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
