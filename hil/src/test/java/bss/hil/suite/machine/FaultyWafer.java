package bss.hil.suite.machine;

import bss.hil.ForwardingSession;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.WaferConfiguration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A wafer with one fault.
public final class FaultyWafer implements WaferBackend {

    /// What is wrong; whatever is not overridden is right.
    public interface Fault {

        /// The configuration that acts instead of the one that was written.
        default WaferConfiguration written(WaferConfiguration wafer) {
            return wafer;
        }

        /// The stages that are written instead.
        default Set<ConfigurationStage> stages(Set<ConfigurationStage> stages) {
            return stages;
        }

        /// What is read back instead of what acts.
        default WaferConfiguration read(WaferConfiguration wafer) {
            return wafer;
        }

        default Pulses played(Pulses pulses) {
            return pulses;
        }

        default Pulses traced(Pulses trace) {
            return trace;
        }

        default List<AdcSamples> recorded(List<AdcSamples> recordings) {
            return recordings;
        }

        default void reset(WaferSession session, int trial) throws BackendException {
            session.reset(trial);
        }

        default RunCounters counted(RunCounters counters) {
            return counters;
        }

        default AdcRequest asked(AdcRequest request) {
            return request;
        }
    }

    private final WaferBackend wafer;
    private final Fault fault;

    public FaultyWafer(WaferBackend wafer, Fault fault) {
        this.wafer = wafer;
        this.fault = fault;
    }

    /// A change of every chip that is written.
    public static WaferConfiguration changed(
            WaferConfiguration wafer, UnaryOperator<HicannConfigurationBuilder> change) {
        WaferConfiguration changed = wafer;
        for (int h : wafer.usedHicanns()) {
            HicannConfiguration chip = wafer.hicann(h).orElseThrow();
            changed = changed.with(h, change.apply(chip.toBuilder()).build());
        }
        return changed;
    }

    /// Pulses with other times and addresses.
    public static Pulses changed(Pulses pulses, Change change) {
        ProgramBuilder changed = new ProgramBuilder();
        for (int k = 0; k < pulses.count(); k++) {
            change.to(changed, k, pulses.tick(k), pulses.address(k));
        }
        return changed.build();
    }

    /// What becomes of one pulse.
    @FunctionalInterface
    public interface Change {
        void to(ProgramBuilder pulses, int number, long tick, int address);
    }

    @Override
    public Capabilities capabilities() {
        return wafer.capabilities();
    }

    @Override
    public WaferSession open(Lease lease) throws BackendException {
        return new Session(wafer.open(lease), fault);
    }

    private static final class Session extends ForwardingSession {

        private final Fault fault;

        Session(WaferSession healthy, Fault fault) {
            super(healthy);
            this.fault = fault;
        }

        @Override
        public void configure(WaferConfiguration configuration, Set<ConfigurationStage> stages, int trial)
                throws BackendException {
            healthy.configure(fault.written(configuration), fault.stages(stages), trial);
        }

        @Override
        public WaferConfiguration readBack() throws BackendException {
            return fault.read(healthy.readBack());
        }

        @Override
        public void play(Pulses pulses) throws BackendException {
            healthy.play(fault.played(pulses));
        }

        @Override
        public Pulses takeTrace() throws BackendException {
            return fault.traced(healthy.takeTrace());
        }

        @Override
        public RunCounters counters() throws BackendException {
            return fault.counted(healthy.counters());
        }

        @Override
        public void reset(int trial) throws BackendException {
            fault.reset(healthy, trial);
        }

        @Override
        public void record(AdcRequest request) throws BackendException {
            healthy.record(fault.asked(request));
        }

        @Override
        public List<AdcSamples> takeAdc() throws BackendException {
            return fault.recorded(healthy.takeAdc());
        }
    }
}
