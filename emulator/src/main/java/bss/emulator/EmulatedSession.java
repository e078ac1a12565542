package bss.emulator;

import bss.emulator.silicon.Silicon;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
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
import bss.spec.topology.WaferTopology;
import java.util.BitSet;
import java.util.List;
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
        BitSet rewritten = new BitSet();
        if (stages.contains(ConfigurationStage.FLOATING_GATES)) {
            for (int h : configuration.usedHicanns()) {
                rewritten.set(h);
            }
        }
        machine.configure(next, restart, rewritten, trial);
    }

    private void requireLeased(int hicann) throws BackendException {
        if (!lease.contains(WaferTopology.fpga(hicann))) {
            throw new BackendException("HICANN %d belongs to FPGA %d, must be one of the lease of %s"
                    .formatted(hicann, WaferTopology.fpga(hicann), lease));
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
    public void record(AdcRequest request) throws BackendException {
        requireOpen();
        int h = request.hicann();
        requireLeased(h);
        if (machine.wafer().hicann(h).isEmpty()) {
            throw new BackendException("HICANN %d is in reset: configure it before recording its output %d"
                    .formatted(h, request.output()));
        }
        machine.adc().record(request, machine.written(h), machine.now());
    }

    @Override
    public List<AdcSamples> takeAdc() throws BackendException {
        requireOpen();
        return machine.adc().take();
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
