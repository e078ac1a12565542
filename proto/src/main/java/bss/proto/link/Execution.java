package bss.proto.link;

import bss.proto.FormatException;
import bss.proto.WaferConfigurationCodec;
import bss.proto.v1.Answer;
import bss.proto.v1.Block;
import bss.proto.v1.Buffered;
import bss.proto.v1.Configure;
import bss.proto.v1.Configured;
import bss.proto.v1.Done;
import bss.proto.v1.Initialise;
import bss.proto.v1.Request;
import bss.proto.v1.Shape;
import bss.proto.v1.Watch;
import bss.spec.backend.BackendException;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Does the requests of one session on its backend, in the session's own thread.
final class Execution {

    /// Hands out the blocks of the request under way, waiting for each.
    interface Upload {
        Block next() throws InterruptedException;
    }

    /// An answer and the stream that follows it.
    record Outcome(Answer.Builder answer, Blocks blocks) {}

    private final WaferSession session;
    private final LinkLimits limits;

    Execution(WaferSession session, LinkLimits limits) {
        this.session = session;
        this.limits = limits;
    }

    /// Does all but open and close.
    Outcome run(Request request, Upload upload) throws BackendException, InterruptedException {
        return switch (request.getBodyCase()) {
            case CONFIGURE -> configure(request.getConfigure(), request.getBlocks(), upload);
            case READ_BACK -> readBack();
            case PLAY -> play(request.getBlocks(), upload);
            case ADVANCE -> {
                session.advance(request.getAdvance().getUntilCycle());
                yield done();
            }
            case TAKE_TRACE -> done(Blocks.ofTrace(session.takeTrace()));
            case COUNTERS ->
                new Outcome(Answer.newBuilder().setCounters(CountersCodec.encode(session.counters())), Blocks.NONE);
            case RESET -> {
                session.reset(request.getReset().getTrial());
                yield done();
            }
            case RECORD_ADC -> {
                session.record(AdcBlocks.decode(request.getRecordAdc().getSource()));
                yield done();
            }
            case TAKE_ADC -> done(Blocks.ofAdc(session.takeAdc()));
            case WATCH, TAKE_SAMPLES, INITIALISE, FIRE, RECORD_SYNAPTIC_INPUTS, TAKE_SYNAPTIC_INPUTS -> probe(request);
            case OPEN, CLOSE, BODY_NOT_SET ->
                throw new IllegalArgumentException(
                        "request %d asks for %s here".formatted(request.getNumber(), request.getBodyCase()));
        };
    }

    static Outcome done() {
        return done(Blocks.NONE);
    }

    private static Outcome done(Blocks blocks) {
        return new Outcome(Answer.newBuilder().setDone(Done.getDefaultInstance()), blocks);
    }

    private Outcome configure(Configure message, int chips, Upload upload)
            throws BackendException, InterruptedException {
        @Nullable HicannConfiguration[] hicanns = new @Nullable HicannConfiguration[WaferConfiguration.HICANNS];
        @Nullable FormatException wrong = null;
        int last = -1;
        for (int i = 0; i < chips; i++) {
            // all blocks are taken, so that the next request finds the stream in order
            Block block = upload.next();
            if (!block.hasChip()) {
                throw Blocks.wrongContent(block, "CHIP");
            }
            int h = block.getChip().getIndex();
            if (h <= last || h >= hicanns.length) {
                throw new FrameException(
                        "HICANN %d follows HICANN %d, must ascend and be below %d".formatted(h, last, hicanns.length));
            }
            last = h;
            try {
                hicanns[h] = WaferConfigurationCodec.decode(block.getChip());
            } catch (FormatException e) {
                wrong = wrong == null ? e : wrong;
            }
        }
        if (wrong != null) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
        Set<ConfigurationStage> stages = stages(message.getStages());
        session.configure(
                new WaferConfiguration(hicanns, message.getPllMhz(), message.getDropBackgroundEvents()),
                stages,
                message.getTrial());
        double seconds = stages.contains(ConfigurationStage.FLOATING_GATES) ? Protocol.programmingSeconds(chips) : 0;
        return new Outcome(
                Answer.newBuilder().setConfigured(Configured.newBuilder().setProgrammingSeconds(seconds)), Blocks.NONE);
    }

    private static Set<ConfigurationStage> stages(int bits) {
        Set<ConfigurationStage> stages = EnumSet.noneOf(ConfigurationStage.class);
        int known = 0;
        for (ConfigurationStage stage : ConfigurationStage.values()) {
            known |= 1 << stage.ordinal();
            if ((bits >>> stage.ordinal() & 1) != 0) {
                stages.add(stage);
            }
        }
        if ((bits & ~known) != 0) {
            throw new IllegalArgumentException("stages are 0x%x, must be 0x0 to 0x%x".formatted(bits, known));
        }
        return stages;
    }

    private Outcome readBack() throws BackendException {
        WaferConfiguration wafer = session.readBack();
        return new Outcome(
                Answer.newBuilder()
                        .setShape(Shape.newBuilder()
                                .setPllMhz(wafer.pllMhz())
                                .setDropBackgroundEvents(wafer.dropBackgroundEvents())),
                Blocks.of(wafer));
    }

    private Outcome play(int blocks, Upload upload) throws BackendException, InterruptedException {
        PulseBlocks.Collector collector = new PulseBlocks.Collector(blocks, limits.maxPulsesPerPlay());
        for (int i = 0; i < blocks; i++) {
            collector.add(upload.next());
        }
        Pulses pulses = collector.pulses();
        session.play(pulses);
        return new Outcome(
                Answer.newBuilder().setBuffered(Buffered.newBuilder().setPulses(pulses.count())), Blocks.NONE);
    }

    private Outcome probe(Request request) throws BackendException {
        WaferProbe probe = session.probe()
                .orElseThrow(() ->
                        new BackendException("this wafer has no probe, %s needs one".formatted(request.getBodyCase())));
        switch (request.getBodyCase()) {
            case WATCH -> {
                Watch w = request.getWatch();
                probe.watch(w.getHicann(), w.getDenmem(), ProbeBlocks.variable(w.getVariable()), w.getIntervalCycles());
            }
            case INITIALISE -> {
                Initialise i = request.getInitialise();
                probe.initialise(i.getHicann(), i.getDenmem(), i.getVolt(), i.getAmpere());
            }
            case FIRE ->
                probe.fire(request.getFire().getHicann(), request.getFire().getDenmem());
            case RECORD_SYNAPTIC_INPUTS ->
                probe.recordSynapticInputs(request.getRecordSynapticInputs().getOn());
            case TAKE_SAMPLES -> {
                return done(Blocks.ofSamples(probe.takeSamples()));
            }
            default -> {
                return done(Blocks.ofInputs(probe.takeSynapticInputs()));
            }
        }
        return done();
    }
}
