package bss.mapper.report;

import bss.mapper.parameters.Change;
import bss.spec.mapping.LossCause;
import bss.spec.translate.CalibrationIdentity;
import bss.spec.translate.VoltageWindow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a mapping realised, lost and used.
///
/// @param network name of the network
/// @param strategy how it was mapped
/// @param seed of the search
/// @param stoppedBy `converged`, or `time_limit` if the search was cut short
/// @param neurons asked for and placed, external sources not counted
/// @param synapses of all projections
/// @param bounds losses that nobody can avoid
/// @param projections in the order of the network
/// @param resources by class, in the order of the report
/// @param changed what could not be realised as asked
/// @param window where biological potentials lie in the hardware's
/// @param seconds wall time by stage, `total` first
/// @param peakMemoryMib most heap in use
/// @param calibration the measured calibration by which parameters were translated; empty: the ideal one
/// @param notices what the translation has to tell
public record MappingReport(
        String network,
        String strategy,
        long seed,
        String stoppedBy,
        Neurons neurons,
        Tally synapses,
        Bounds bounds,
        List<ProjectionTally> projections,
        List<Usage> resources,
        List<Change> changed,
        VoltageWindow window,
        Map<String, Double> seconds,
        long peakMemoryMib,
        Optional<CalibrationIdentity> calibration,
        List<String> notices) {

    public static final int VERSION = 1;

    public MappingReport {
        projections = List.copyOf(projections);
        resources = List.copyOf(resources);
        changed = List.copyOf(changed);
        notices = List.copyOf(notices);
        seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
    }

    /// Without what mapping took of time and memory: the same mapping has the same report.
    public MappingReport withoutCost() {
        return new MappingReport(
                network,
                strategy,
                seed,
                stoppedBy,
                neurons,
                synapses,
                bounds,
                projections,
                resources,
                changed,
                window,
                Map.of(),
                0,
                calibration,
                notices);
    }

    /// Neurons, external sources not counted.
    public record Neurons(int requested, int placed) {}

    /// Synapses and why some were lost.
    ///
    /// @param lostByCause every cause, also those without a loss
    public record Tally(long requested, long realised, SortedMap<LossCause, Long> lostByCause) {

        public Tally {
            lostByCause = Collections.unmodifiableSortedMap(new TreeMap<>(lostByCause));
        }

        public long lost() {
            return requested - realised;
        }

        /// Lost synapses as a fraction of all, 0 if there are none.
        public double loss() {
            return requested == 0 ? 0 : (double) lost() / requested;
        }
    }

    /// The synapses of one projection.
    public record ProjectionTally(String label, Tally tally) {}

    /// Losses that cannot be avoided.
    ///
    /// @param free by no mapper on this wafer
    /// @param placed by none with these places of neurons and sources
    /// @param routed by none with this routing besides
    public record Bounds(long free, long placed, long routed) {}

    /// Components in use and those that could be used.
    public record Usage(String resource, long used, long available) {}

    /// The loss as a fraction of the synapses asked for.
    public double loss() {
        return synapses.loss();
    }
}
