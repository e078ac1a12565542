package bss.hil.mutant;

import static bss.hil.mutant.Mutant.frames;
import static bss.hil.mutant.Mutant.mutant;
import static bss.hil.mutant.Mutant.session;

import bss.emulator.EmulatedWafer;
import bss.hil.ForwardingSession;
import bss.hil.FrameFault;
import bss.hil.mutant.Mutant.Plant;
import bss.spec.backend.BackendException;
import bss.spec.backend.Capabilities;
import bss.spec.backend.Lease;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.WaferTopology;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Faults of leases, and of what one owner leaves to the next: L02, L04, L05.
final class LeaseMutants {

    private LeaseMutants() {}

    static List<Mutant> all() {
        return List.of(
                mutant(
                        "M09",
                        "L02",
                        "what a session writes to chips outside its lease is dropped, and the request said to be done",
                        session(() -> Outside::new)),
                mutant("M10", "L04", "an FPGA that is held is given to a second owner", wafer(Unguarded::new)),
                mutant(
                        "M11",
                        "L04",
                        "a request that is refused since one of its FPGAs is held keeps the others",
                        wafer(() -> new KeepsTheRest(Mutant.ideal()))),
                mutant(
                        "M12",
                        "L05",
                        "a lease leaks: the parts of every third session that closes stay held",
                        session(() -> {
                            AtomicInteger closed = new AtomicInteger();
                            return (healthy, _) -> new ForwardingSession(healthy) {
                                @Override
                                public void close() throws BackendException {
                                    if (closed.incrementAndGet() % 3 != 0) {
                                        super.close();
                                    }
                                }
                            };
                        })),
                mutant(
                        "M13",
                        "L05",
                        "a host that vanishes is never noticed: its session stays",
                        frames(() -> new FrameFault() {
                            @Override
                            public void hostGone(Ends ends) {
                                // the server hears nothing of it
                            }
                        })),
                mutant(
                        "M14",
                        "L05",
                        "parts are not reset between owners: chips keep their configuration",
                        wafer(() -> new Unreset(Mutant.ideal()))));
    }

    private static Supplier<Plant> wafer(Supplier<WaferBackend> wafer) {
        return () -> new Plant(wafer.get(), Optional.empty(), Mutant.LIMITS);
    }

    /// A session that takes everything and does what its lease allows.
    private static final class Outside extends ForwardingSession {

        private final Lease lease;

        Outside(WaferSession healthy, Lease lease) {
            super(healthy);
            this.lease = lease;
        }

        private boolean leased(int hicann) {
            return lease.contains(WaferTopology.fpga(hicann));
        }

        @Override
        public void configure(WaferConfiguration wafer, Set<ConfigurationStage> stages, int trial)
                throws BackendException {
            WaferConfiguration own = new WaferConfiguration(
                    new HicannConfiguration[WaferConfiguration.HICANNS], wafer.pllMhz(), wafer.dropBackgroundEvents());
            for (int h : wafer.usedHicanns()) {
                own = leased(h) ? own.with(h, wafer.hicann(h).orElseThrow()) : own;
            }
            healthy.configure(own, stages, trial);
        }

        @Override
        public void play(Pulses pulses) throws BackendException {
            healthy.play(PulseFaults.each((tick, address, to) -> {
                        if (leased(PulseAddress.hicann(address))) {
                            to.add(tick, address);
                        }
                    })
                    .apply(pulses));
        }
    }

    /// Each session has a wafer of its own.
    private record Unguarded() implements WaferBackend {

        @Override
        public Capabilities capabilities() {
            return EmulatedWafer.ideal().capabilities();
        }

        @Override
        public WaferSession open(Lease lease) throws BackendException {
            return Mutant.ideal().open(lease);
        }
    }

    private record KeepsTheRest(WaferBackend healthy) implements WaferBackend {

        @Override
        public Capabilities capabilities() {
            return healthy.capabilities();
        }

        @Override
        public WaferSession open(Lease lease) throws BackendException {
            try {
                return healthy.open(lease);
            } catch (BackendException e) {
                for (int fpga : lease.fpgas()) {
                    keep(fpga);
                }
                throw e;
            }
        }

        private void keep(int fpga) {
            try {
                var _ = healthy.open(Lease.of(fpga));
            } catch (BackendException e) {
                // held by the other owner
            }
        }
    }

    /// Chips come to the next owner as the last one left them.
    private record Unreset(WaferBackend healthy, Map<Integer, HicannConfiguration> left) implements WaferBackend {

        private static final Set<ConfigurationStage> ALL = EnumSet.allOf(ConfigurationStage.class);

        Unreset(WaferBackend healthy) {
            this(healthy, new ConcurrentHashMap<>());
        }

        @Override
        public Capabilities capabilities() {
            return healthy.capabilities();
        }

        @Override
        public WaferSession open(Lease lease) throws BackendException {
            WaferSession session = healthy.open(lease);
            WaferConfiguration found = WaferConfiguration.empty();
            for (Map.Entry<Integer, HicannConfiguration> chip : left.entrySet()) {
                if (lease.contains(WaferTopology.fpga(chip.getKey()))) {
                    found = found.with(chip.getKey(), chip.getValue());
                }
            }
            if (found.usedHicanns().length > 0) {
                session.configure(found, ALL, 0);
            }
            return new ForwardingSession(session) {
                @Override
                public void close() throws BackendException {
                    WaferConfiguration last = super.readBack();
                    for (int h : last.usedHicanns()) {
                        left.put(h, last.hicann(h).orElseThrow());
                    }
                    super.close();
                }
            };
        }
    }
}
