package bss.hil.mutant;

import bss.hil.ForwardingSession;
import bss.hil.mutant.FaultyWafer.SessionFault;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferSession;
import bss.spec.config.Component;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.WaferTopology;
import java.util.List;
import java.util.Set;
import java.util.function.IntBinaryOperator;
import java.util.function.UnaryOperator;

/// Faults of a wafer that a session meets: in what is written, read, played, recorded, counted.
final class SessionFaults {

    private SessionFaults() {}

    /// A chip of the first FPGA of a lease.
    ///
    /// @param place 0 to 7, in the order of the chips' numbers
    static int chip(Lease lease, int place) {
        int fpga = lease.fpgas()[0];
        for (int h = 0, n = 0; h < WaferConfiguration.HICANNS; h++) {
            if (WaferTopology.fpga(h) == fpga && n++ == place) {
                return h;
            }
        }
        throw new IllegalArgumentException("place is %d, must be 0 to 7".formatted(place));
    }

    /// A chip whose registers of one kind take other words than were written.
    ///
    /// @param word from index and written word to the word that is held
    static SessionFault written(int place, Component component, IntBinaryOperator word) {
        return written(place, chip -> words(chip, component, word));
    }

    /// A chip that takes another configuration than was written.
    static SessionFault written(int place, UnaryOperator<HicannConfiguration> held) {
        return (session, lease) -> new ForwardingSession(session) {
            @Override
            public void configure(WaferConfiguration wafer, Set<ConfigurationStage> stages, int trial)
                    throws BackendException {
                healthy.configure(changed(wafer, chip(lease, place), held), stages, trial);
            }
        };
    }

    /// A chip whose registers of one kind are read back as other words than they hold.
    static SessionFault read(int place, Component component, IntBinaryOperator word) {
        return (session, lease) -> new ForwardingSession(session) {
            @Override
            public WaferConfiguration readBack() throws BackendException {
                return changed(healthy.readBack(), chip(lease, place), chip -> words(chip, component, word));
            }
        };
    }

    /// A wafer with one chip changed, if it is in use.
    static WaferConfiguration changed(WaferConfiguration wafer, int hicann, UnaryOperator<HicannConfiguration> change) {
        return wafer.hicann(hicann)
                .map(chip -> wafer.with(hicann, change.apply(chip)))
                .orElse(wafer);
    }

    /// A chip with all words of one kind changed.
    static HicannConfiguration words(HicannConfiguration chip, Component component, IntBinaryOperator word) {
        HicannConfigurationBuilder bits = chip.toBuilder();
        for (int i = 0; i < component.count(); i++) {
            bits.set(component, i, word.applyAsInt(i, chip.word(component, i)));
        }
        return bits.build();
    }

    /// Pulses become others on their way down.
    static SessionFault played(UnaryOperator<Pulses> change) {
        return (session, _) -> new ForwardingSession(session) {
            @Override
            public void play(Pulses pulses) throws BackendException {
                healthy.play(change.apply(pulses));
            }
        };
    }

    /// Pulses become others on their way up.
    static SessionFault traced(UnaryOperator<Pulses> change) {
        return (session, _) -> new ForwardingSession(session) {
            @Override
            public Pulses takeTrace() throws BackendException {
                return change.apply(healthy.takeTrace());
            }
        };
    }

    /// Counters say something else.
    static SessionFault counted(UnaryOperator<RunCounters> change) {
        return (session, _) -> new ForwardingSession(session) {
            @Override
            public RunCounters counters() throws BackendException {
                return change.apply(healthy.counters());
            }
        };
    }

    /// An ADC board gives other codes than it measured.
    static SessionFault recorded(UnaryOperator<AdcSamples> change) {
        return (session, _) -> new ForwardingSession(session) {
            @Override
            public List<AdcSamples> takeAdc() throws BackendException {
                return healthy.takeAdc().stream().map(change).toList();
            }
        };
    }

    /// A core reset that also does something else.
    interface AfterReset {
        void in(WaferSession session, Lease lease) throws BackendException;
    }

    static SessionFault afterReset(AfterReset deed) {
        return (session, lease) -> new ForwardingSession(session) {
            @Override
            public void reset(int trial) throws BackendException {
                healthy.reset(trial);
                deed.in(healthy, lease);
            }
        };
    }
}
