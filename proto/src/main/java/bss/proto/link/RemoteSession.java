package bss.proto.link;

import bss.proto.FormatException;
import bss.proto.WaferConfigurationCodec;
import bss.proto.v1.Advance;
import bss.proto.v1.Answer;
import bss.proto.v1.Block;
import bss.proto.v1.Close;
import bss.proto.v1.Configure;
import bss.proto.v1.Counters;
import bss.proto.v1.Failed;
import bss.proto.v1.Open;
import bss.proto.v1.Opened;
import bss.proto.v1.Play;
import bss.proto.v1.ReadBack;
import bss.proto.v1.RecordAdc;
import bss.proto.v1.Request;
import bss.proto.v1.Reset;
import bss.proto.v1.TakeAdc;
import bss.proto.v1.TakeTrace;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A session on a wafer behind the wire. For one thread at a time.
public final class RemoteSession implements WaferSession {

    private enum State {
        OPEN,
        INTERRUPTED,
        CLOSED
    }

    private final ClientLink link;
    private final int maxPulses;
    private final boolean hasProbe;
    private Opened opened = Opened.getDefaultInstance();
    private State state = State.OPEN;
    private long now;
    private double programmingSeconds;

    private RemoteSession(ClientLink link, LinkClient client) {
        this.link = link;
        this.maxPulses = Math.max(1, client.limits().getMaxPulsesPerPlay());
        this.hasProbe = client.capabilities().probe();
    }

    static RemoteSession open(ClientLink link, Lease lease, LinkClient client) throws BackendException {
        RemoteSession session = new RemoteSession(link, client);
        Open.Builder open = Open.newBuilder().setSessionKey(link.key());
        Arrays.stream(lease.fpgas()).forEach(open::addFpgas);
        boolean done = false;
        try {
            session.opened = session.ask(Request.newBuilder().setOpen(open)).getOpened();
            done = true;
        } finally {
            if (!done) {
                link.close();
            }
        }
        return session;
    }

    /// FPGAs and chips of the lease as the server found them: JTAG ids and state of the links.
    public Opened opened() {
        return opened;
    }

    /// Hardware time that writing floating gates has taken so far, in seconds.
    public double programmingSeconds() {
        return programmingSeconds;
    }

    private void requireOpen() throws BackendException {
        switch (state) {
            case OPEN -> {}
            case INTERRUPTED -> throw new BackendException("session was interrupted, can only be closed");
            case CLOSED -> throw new BackendException("session is closed");
        }
    }

    /// A request without streams.
    Answer ask(Request.Builder request) throws BackendException {
        return ask(request, Blocks.NONE, RemoteSession::none);
    }

    /// A request that a thread cannot be interrupted in.
    Answer ask(Request.Builder request, Blocks upload, Consumer<Block> download) throws BackendException {
        requireOpen();
        try {
            return check(link.exchange(request, upload, download, false));
        } catch (InterruptedException e) {
            state = State.INTERRUPTED;
            Thread.currentThread().interrupt();
            throw new BackendException("interrupted on the server", e);
        }
    }

    private static void none(Block block) {
        throw new FrameException("unexpected block " + block.getContentCase());
    }

    private Answer check(Answer answer) throws BackendException, InterruptedException {
        now = answer.getNow();
        if (!answer.hasFailed()) {
            return answer;
        }
        Failed failed = answer.getFailed();
        switch (failed.getKind()) {
            case ARGUMENT -> throw new IllegalArgumentException(failed.getMessage());
            case INTERRUPTED -> throw new InterruptedException(failed.getMessage());
            case FAULT -> throw new BackendException("fault of the server: " + failed.getMessage());
            default -> throw new BackendException(failed.getMessage());
        }
    }

    @Override
    public void configure(WaferConfiguration configuration, Set<ConfigurationStage> stages, int trial)
            throws BackendException {
        int bits = 0;
        for (ConfigurationStage stage : stages) {
            bits |= 1 << stage.ordinal();
        }
        Configure configure = Configure.newBuilder()
                .setStages(bits)
                .setTrial(trial)
                .setPllMhz(configuration.pllMhz())
                .setDropBackgroundEvents(configuration.dropBackgroundEvents())
                .build();
        Answer answer =
                ask(Request.newBuilder().setConfigure(configure), Blocks.of(configuration), RemoteSession::none);
        programmingSeconds += answer.getConfigured().getProgrammingSeconds();
    }

    @Override
    public WaferConfiguration readBack() throws BackendException {
        @Nullable HicannConfiguration[] chips = new @Nullable HicannConfiguration[WaferConfiguration.HICANNS];
        Answer answer =
                ask(Request.newBuilder().setReadBack(ReadBack.getDefaultInstance()), Blocks.NONE, b -> chip(b, chips));
        return new WaferConfiguration(
                chips, answer.getShape().getPllMhz(), answer.getShape().getDropBackgroundEvents());
    }

    private static void chip(Block block, @Nullable HicannConfiguration[] chips) {
        int h = block.getChip().getIndex();
        if (!block.hasChip() || h < 0 || h >= chips.length) {
            throw Blocks.wrongContent(block, "CHIP 0 to 383");
        }
        try {
            chips[h] = WaferConfigurationCodec.decode(block.getChip());
        } catch (FormatException e) {
            throw new FrameException(String.valueOf(e.getMessage()));
        }
    }

    /// A program of more pulses than the server takes at once goes in several pieces; those before a piece
    /// that is
    /// refused stay in the program.
    @Override
    public void play(Pulses pulses) throws BackendException {
        requireOpen();
        PulseBlocks.require(pulses);
        int from = 0;
        do {
            int to = (int) Math.min(pulses.count(), (long) from + maxPulses);
            Answer answer = ask(
                    Request.newBuilder().setPlay(Play.getDefaultInstance()),
                    Blocks.of(pulses, from, to),
                    RemoteSession::none);
            if (answer.getBuffered().getPulses() != to - from) {
                throw new BackendException("server buffered %d pulses, must be %d"
                        .formatted(answer.getBuffered().getPulses(), to - from));
            }
            from = to;
        } while (from < pulses.count());
    }

    @Override
    public void advance(long untilCycle) throws BackendException, InterruptedException {
        requireOpen();
        try {
            var _ = check(link.exchange(
                    Request.newBuilder().setAdvance(Advance.newBuilder().setUntilCycle(untilCycle)),
                    Blocks.NONE,
                    RemoteSession::none,
                    true));
        } catch (InterruptedException e) {
            state = State.INTERRUPTED;
            throw e;
        }
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public Pulses takeTrace() throws BackendException {
        PulseBlocks.Collector collector = new PulseBlocks.Collector(16, Integer.MAX_VALUE - 8);
        ask(Request.newBuilder().setTakeTrace(TakeTrace.getDefaultInstance()), Blocks.NONE, collector::add);
        return collector.pulses();
    }

    @Override
    public RunCounters counters() throws BackendException {
        return CountersCodec.decode(ask(Request.newBuilder().setCounters(Counters.getDefaultInstance()))
                .getCounters());
    }

    @Override
    public void reset(int trial) throws BackendException {
        ask(Request.newBuilder().setReset(Reset.newBuilder().setTrial(trial)));
    }

    @Override
    public void record(AdcRequest request) throws BackendException {
        ask(Request.newBuilder().setRecordAdc(RecordAdc.newBuilder().setSource(AdcBlocks.encode(request))));
    }

    @Override
    public List<AdcSamples> takeAdc() throws BackendException {
        AdcBlocks.Collector collector = new AdcBlocks.Collector();
        ask(
                Request.newBuilder().setTakeAdc(TakeAdc.getDefaultInstance()),
                Blocks.NONE,
                b -> collector.add(Blocks.adc(b)));
        return collector.recordings();
    }

    /// For tests: cuts the connection as a network would.
    void cutForTest() {
        link.cut();
    }

    @Override
    public Optional<WaferProbe> probe() {
        return hasProbe ? Optional.of(new RemoteProbe(this)) : Optional.empty();
    }

    @Override
    public void close() throws BackendException {
        if (state == State.CLOSED) {
            return;
        }
        state = State.OPEN;
        try {
            if (link.isBroken()) {
                // who used the session has heard of it; the server closes what is left
                return;
            }
            ask(Request.newBuilder().setClose(Close.getDefaultInstance()));
        } finally {
            state = State.CLOSED;
            link.close();
        }
    }
}
