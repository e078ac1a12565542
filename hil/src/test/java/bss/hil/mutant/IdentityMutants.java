package bss.hil.mutant;

import static bss.hil.mutant.Mutant.frames;
import static bss.hil.mutant.Mutant.mutant;
import static bss.hil.mutant.Mutant.session;
import static bss.hil.mutant.Mutant.sharedFrames;
import static bss.hil.mutant.SessionFaults.played;

import bss.hil.ForwardingSession;
import bss.hil.FrameFault;
import bss.hil.mutant.Mutant.Plant;
import bss.proto.v1.Chip;
import bss.proto.v1.Configure;
import bss.proto.v1.Opened;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import bss.spec.backend.BackendException;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Faults of JTAG ids, of requests for many at once, of initialisation and of what must be refused: J13 to I16.
final class IdentityMutants {

    private static final int PLL_MHZ = 125;

    private IdentityMutants() {}

    static List<Mutant> all() {
        return List.of(
                mutant(
                        "M31",
                        "J13",
                        "one chip of a reticle answers with the JTAG id of a HICANN v2",
                        opened(o -> chip(o, 3).setJtagId(0x1484_8434))),
                mutant("M32", "J13", "every third time the ids are read one has a wrong bit", sharedFrames(() -> {
                    AtomicInteger opens = new AtomicInteger();
                    return () -> new Opening(o -> {
                        if (opens.incrementAndGet() % 3 == 0) {
                            o.getFpgasBuilder(0).setJtagId(o.getFpgas(0).getJtagId() ^ 1 << 20);
                        }
                    });
                })),
                mutant(
                        "M33",
                        "J14",
                        "of more than four chips in a request the last is not written",
                        session(() -> (healthy, _) -> new ForwardingSession(healthy) {
                            @Override
                            public void configure(WaferConfiguration wafer, Set<ConfigurationStage> stages, int trial)
                                    throws BackendException {
                                int[] used = wafer.usedHicanns();
                                super.configure(
                                        used.length > 4 ? without(wafer, used[used.length - 1]) : wafer, stages, trial);
                            }
                        })),
                mutant(
                        "M34",
                        "J14",
                        "a request to play loses its first pulse if the program has some",
                        session(() -> (healthy, _) -> new ForwardingSession(healthy) {
                            private boolean playing;

                            @Override
                            public void play(Pulses pulses) throws BackendException {
                                super.play(playing && pulses.count() > 0 ? pulses.slice(1, pulses.count()) : pulses);
                                playing = true;
                            }

                            @Override
                            public void reset(int trial) throws BackendException {
                                playing = false;
                                super.reset(trial);
                            }
                        })),
                mutant(
                        "M35",
                        "I15",
                        "the link of a chip does not come up at the third initialisation",
                        sharedFrames(() -> {
                            AtomicInteger opens = new AtomicInteger();
                            return () -> new Opening(o -> {
                                if (opens.incrementAndGet() == 3) {
                                    chip(o, 6).setLinkUp(false);
                                }
                            });
                        })),
                mutant(
                        "M101",
                        "I15",
                        "the link of a chip is said to be up, and carries nothing",
                        session(() -> (healthy, lease) -> played(PulseFaults.each((tick, address, to) -> {
                                    if (PulseAddress.hicann(address) != SessionFaults.chip(lease, 3)) {
                                        to.add(tick, address);
                                    }
                                }))
                                .in(healthy, lease))),
                mutant(
                        "M36",
                        "I15",
                        "a core reset leaves the pulses to come in the playback program",
                        session(() -> (healthy, _) -> new ForwardingSession(healthy) {
                            private Pulses program = Pulses.NONE;

                            @Override
                            public void play(Pulses pulses) throws BackendException {
                                program = pulses;
                                super.play(pulses);
                            }

                            @Override
                            public void reset(int trial) throws BackendException {
                                super.reset(trial);
                                super.play(program);
                            }
                        })),
                mutant(
                        "M37",
                        "I15",
                        "a core reset does not empty the trace",
                        session(() -> (healthy, _) -> new ForwardingSession(healthy) {
                            private Pulses kept = Pulses.NONE;

                            @Override
                            public void reset(int trial) throws BackendException {
                                kept = super.takeTrace();
                                super.reset(trial);
                            }

                            @Override
                            public Pulses takeTrace() throws BackendException {
                                Pulses trace = kept.count() > 0 ? kept : super.takeTrace();
                                kept = Pulses.NONE;
                                return trace;
                            }
                        })),
                mutant(
                        "M38",
                        "I16",
                        "a PLL clock that chips cannot run at is taken, and another one set",
                        configure(c -> c.setPllMhz(PLL_MHZ))),
                mutant(
                        "M39",
                        "I16",
                        "stages that nobody knows are skipped without a word",
                        configure(c -> c.setStages(c.getStages() & 0x1ff))),
                mutant(
                        "M40",
                        "I16",
                        "register words that are too large are cut to their bits",
                        frames(() -> new FrameFault() {
                            @Override
                            public void down(ToServer message, Ends ends) throws IOException {
                                ends.toServer(message.getBlock().hasChip() ? CutWords.of(message) : message);
                            }
                        })));
    }

    private static Chip.Builder chip(Opened.Builder opened, int place) {
        return opened.getFpgasBuilder(0).getChipsBuilder(place);
    }

    private static Supplier<Plant> opened(Consumer<Opened.Builder> change) {
        return frames(() -> new Opening(change));
    }

    /// What is opened is told with a fault.
    private static final class Opening extends FrameFault {

        private final Consumer<Opened.Builder> change;

        Opening(Consumer<Opened.Builder> change) {
            this.change = change;
        }

        @Override
        public void up(ToClient message, Ends ends) throws IOException {
            if (!message.getAnswer().hasOpened()) {
                ends.toHost(message);
                return;
            }
            Opened.Builder opened = message.getAnswer().getOpened().toBuilder();
            change.accept(opened);
            ends.toHost(ToClient.newBuilder()
                    .setAnswer(message.getAnswer().toBuilder().setOpened(opened))
                    .build());
        }
    }

    private static Supplier<Plant> configure(UnaryOperator<Configure.Builder> change) {
        return frames(() -> new FrameFault() {
            @Override
            public void down(ToServer message, Ends ends) throws IOException {
                ends.toServer(
                        message.getRequest().hasConfigure()
                                ? ToServer.newBuilder()
                                        .setRequest(message.getRequest().toBuilder()
                                                .setConfigure(
                                                        change.apply(message.getRequest().getConfigure().toBuilder())))
                                        .build()
                                : message);
            }
        });
    }

    private static WaferConfiguration without(WaferConfiguration wafer, int hicann) {
        WaferConfiguration rest = new WaferConfiguration(
                new HicannConfiguration[WaferConfiguration.HICANNS], wafer.pllMhz(), wafer.dropBackgroundEvents());
        for (int h : wafer.usedHicanns()) {
            rest = h == hicann ? rest : rest.with(h, wafer.hicann(h).orElseThrow());
        }
        return rest;
    }
}
