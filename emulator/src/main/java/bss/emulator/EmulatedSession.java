package bss.emulator;

import bss.emulator.silicon.Silicon;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.L1Topology;
import bss.spec.topology.WaferTopology;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A session on the emulated wafer.
final class EmulatedSession implements WaferSession {

    private enum State {
        OPEN,
        INTERRUPTED,
        CLOSED
    }

    private final Lease lease;
    private final EmulatedWafer wafer;
    private final Machine machine;
    private State state = State.OPEN;

    EmulatedSession(Lease lease, EmulatedWafer wafer, Silicon silicon, EmulatorOptions options) {
        this.lease = lease;
        this.wafer = wafer;
        machine = new Machine(silicon, options);
    }

    private void requireOpen() throws BackendException {
        switch (state) {
            case OPEN -> {}
            case INTERRUPTED -> throw new BackendException("session was interrupted, can only be closed");
            case CLOSED -> throw new BackendException("session is closed");
        }
    }

    @Override
    public void configure(WaferConfiguration configuration, Set<ConfigurationStage> stages, int trial)
            throws BackendException {
        requireOpen();
        if (configuration.pllMhz() != WaferConfiguration.PLL_MHZ) {
            throw new BackendException("PLL clock is %d MHz, must be %d MHz on this wafer"
                    .formatted(configuration.pllMhz(), WaferConfiguration.PLL_MHZ));
        }
        WaferConfiguration before = machine.wafer();
        @Nullable HicannConfiguration[] chips = new @Nullable HicannConfiguration[WaferConfiguration.HICANNS];
        for (int h : before.usedHicanns()) {
            chips[h] = before.hicann(h).orElseThrow();
        }
        for (int h : configuration.usedHicanns()) {
            requireLeased(h);
            HicannConfiguration chip = before.hicann(h)
                    .orElse(HicannConfiguration.RESET)
                    .with(configuration.hicann(h).orElseThrow(), stages);
            requireStatic(h, chip);
            chips[h] = chip;
        }
        boolean drop =
                (stages.contains(ConfigurationStage.MERGER_TREE) ? configuration : before).dropBackgroundEvents();
        WaferConfiguration next = new WaferConfiguration(chips, WaferConfiguration.PLL_MHZ, drop);
        BitSet restart = new BitSet();
        if (stages.contains(ConfigurationStage.CURRENT_STIMULUS)) {
            for (int h : configuration.usedHicanns()) {
                restart.set(h);
            }
        }
        machine.configure(next, restart, stages.contains(ConfigurationStage.FLOATING_GATES), trial);
    }

    private void requireLeased(int hicann) throws BackendException {
        if (!lease.contains(WaferTopology.fpga(hicann))) {
            throw new BackendException("HICANN %d belongs to FPGA %d, must be one of the lease of %s"
                    .formatted(hicann, WaferTopology.fpga(hicann), lease));
        }
    }

    private static void requireStatic(int hicann, HicannConfiguration chip) throws BackendException {
        for (int y = 0; y < L1Topology.DRIVERS; y++) {
            if (chip.synapseDriver(y).stpEnable()) {
                throw new BackendException(
                        "HICANN %d, synapse driver %d: short-term plasticity (stpEnable) is on,".formatted(hicann, y)
                                + " must be off: this wafer has no plasticity");
            }
        }
        for (int half = 0; half < 2; half++) {
            if (chip.stdp(half).automatic()) {
                throw new BackendException("HICANN %d, %s half: the STDP controller is automatic,"
                                .formatted(hicann, half == 0 ? "top" : "bottom")
                        + " must be off: this wafer has no plasticity");
            }
        }
    }

    @Override
    public WaferConfiguration readBack() throws BackendException {
        requireOpen();
        return machine.wafer();
    }

    @Override
    public void play(Pulses pulses) throws BackendException {
        requireOpen();
        for (int k = 0; k < pulses.count(); k++) {
            requireLeased(PulseAddress.hicann(pulses.address(k)));
        }
        machine.play(pulses);
    }

    @Override
    public void advance(long untilCycle) throws BackendException, InterruptedException {
        requireOpen();
        if (untilCycle < machine.now()) {
            throw new BackendException(
                    "cannot advance to cycle %d, must be %d or later".formatted(untilCycle, machine.now()));
        }
        try {
            machine.advance(untilCycle);
        } catch (InterruptedException e) {
            state = State.INTERRUPTED;
            throw e;
        }
    }

    @Override
    public long now() {
        return machine.now();
    }

    @Override
    public Pulses takeTrace() throws BackendException {
        requireOpen();
        return machine.takeTrace();
    }

    @Override
    public RunCounters counters() throws BackendException {
        requireOpen();
        return machine.tally().counters(machine.inside());
    }

    @Override
    public void reset(int trial) throws BackendException {
        requireOpen();
        machine.reset(trial);
    }

    @Override
    public Optional<WaferProbe> probe() {
        return Optional.of(machine.probe());
    }

    @Override
    public void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            wafer.release(lease);
        }
    }

    /// For tests that count what is still under way.
    Machine machine() {
        return machine;
    }
}
