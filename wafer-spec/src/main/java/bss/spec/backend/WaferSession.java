package bss.spec.backend;

import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Exclusive use of a wafer, from lease to close.
///
/// `advance(a); advance(b)` gives the same as `advance(b)`. Between two advances everything may change: pulses that
/// are still to come, weights, floating gates, currents.
public interface WaferSession extends AutoCloseable {

    /// Writes the named parts of `configuration` in the order of [ConfigurationStage] and leaves the others as they
    /// are. State goes on: membranes keep their potential, events under way arrive.
    ///
    /// @param trial which rewrite of the analog parameters this is: silicon never writes the same twice
    void configure(WaferConfiguration configuration, Set<ConfigurationStage> stages, int trial) throws BackendException;

    /// The configuration as it stands on the wafer.
    WaferConfiguration readBack() throws BackendException;

    /// Adds pulses to the playback program; those whose time has passed count as dropped.
    void play(Pulses pulses) throws BackendException;

    /// Runs until cycle `untilCycle` has begun; [#now] is `untilCycle` afterwards.
    ///
    /// @throws InterruptedException if the thread was interrupted; the session can only be closed then
    void advance(long untilCycle) throws BackendException, InterruptedException;

    /// The cycle that the next `advance` starts with.
    long now();

    /// The pulses recorded since the last call, in order; a pulse is handed out only when no earlier one can follow.
    Pulses takeTrace() throws BackendException;

    RunCounters counters() throws BackendException;

    /// Back to cycle 0 with the same configuration: membranes at their resting potentials, nothing under way, playback
    /// program and trace empty.
    void reset(int trial) throws BackendException;

    /// Records an analog output by its ADC channel: the first sample is taken now, the others at the board's own clock
    /// of about 96 MHz. The source is what the output shows now.
    ///
    /// @throws BackendException if the channel still records, or the output shows nothing that can be recorded
    void record(AdcRequest request) throws BackendException;

    /// The recordings that are complete and not yet taken, in the order of their requests. A reset forgets all.
    List<AdcSamples> takeAdc() throws BackendException;

    /// A look inside, if this backend has one.
    Optional<WaferProbe> probe();

    @Override
    void close() throws BackendException;
}
