package bss.calibration.measure.result;

import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The calibration of one chip: for each measured denmem and parameter a transfer, or the reason why there is none.
/// Immutable.
///
/// @param hicann 0 to 383
/// @param mode capacitor and speed modes that it holds for
/// @param denmems what is known of each measured denmem, ascending by its number
/// @param resets V_reset of FG blocks 0 to 3, which go by quad position
/// @param rows strengths of the synapse rows and dead drivers
/// @param lines what does not work of its L1 buses
/// @param evaluations how the circuits came out when they were written anew for targets off the measured grid
/// @param experimentSecond hardware time of all experiments, without writing floating gates
/// @param writes how often the floating gates were written
public record ChipCalibration(
        int hicann,
        CircuitMode mode,
        List<Denmem> denmems,
        List<ResetFit> resets,
        RowStrengths rows,
        LineFindings lines,
        List<Evaluation> evaluations,
        double experimentSecond,
        int writes) {

    /// One denmem.
    ///
    /// @param denmem 0 to 511
    /// @param readoutShift what its readout adds to the membrane, relative to the mean of its neuron block [V]
    /// @param fits by parameter
    public record Denmem(int denmem, double readoutShift, Map<NeuronParameter, Fit> fits) {

        public Denmem {
            fits = Map.copyOf(fits);
        }

        /// The transfer of a parameter, if it was measured and accepted.
        public Optional<Transfer> transfer(NeuronParameter parameter) {
            return Optional.ofNullable(fits.get(parameter)).flatMap(Fit::transfer);
        }

        /// Why it cannot be used: the reasons of all parameters, in the order of [NeuronParameter]; empty for a good
        /// one.
        public List<Rejection> rejections() {
            List<Rejection> reasons = new ArrayList<>();
            for (NeuronParameter parameter : NeuronParameter.values()) {
                Optional.ofNullable(fits.get(parameter)).flatMap(Fit::rejection).ifPresent(reasons::add);
            }
            return List.copyOf(reasons);
        }

        public boolean accepted() {
            return rejections().isEmpty();
        }
    }

    public ChipCalibration {
        denmems = List.copyOf(denmems);
        resets = List.copyOf(resets);
        evaluations = List.copyOf(evaluations);
    }

    /// This one with what was found about its L1 buses.
    ///
    /// @param second hardware time that finding it took, without writing floating gates
    /// @param more how often the floating gates were written for it
    public ChipCalibration withLines(LineFindings found, double second, int more) {
        return new ChipCalibration(
                hicann, mode, denmems, resets, rows, found, evaluations, experimentSecond + second, writes + more);
    }

    /// A measured denmem.
    public Optional<Denmem> denmem(int denmem) {
        return denmems.stream().filter(d -> d.denmem() == denmem).findFirst();
    }

    /// How many denmems each reason rejects; one with several reasons counts for each.
    public Map<Rejection.Reason, Integer> rejected() {
        Map<Rejection.Reason, Integer> count = new TreeMap<>();
        for (Denmem d : denmems) {
            d.rejections().stream()
                    .map(Rejection::reason)
                    .distinct()
                    .forEach(reason -> count.merge(reason, 1, Integer::sum));
        }
        return count;
    }
}
