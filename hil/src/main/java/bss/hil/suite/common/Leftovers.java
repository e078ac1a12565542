package bss.hil.suite.common;

import bss.hil.bench.Violation;
import bss.proto.v1.AdcSource;
import bss.proto.v1.Advance;
import bss.proto.v1.Play;
import bss.proto.v1.RecordAdc;
import bss.proto.v1.Request;
import bss.spec.backend.Pulses;
import bss.spec.config.AnalogOutputConfig;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.DenmemConfig;
import bss.spec.config.WaferConfiguration;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// What an owner leaves behind that must not come to another.
public final class Leftovers {

    private static final Set<ConfigurationStage> STAGES =
            EnumSet.of(ConfigurationStage.MERGER_TREE, ConfigurationStage.NEURONS, ConfigurationStage.ANALOG);

    /// Between two pulses of a chip, in ticks of 4 ns.
    private static final int SPACING = 100;

    /// When it stops: the first pulses are back, the second ones still to come.
    private static final int STOP_CYCLE = 5000;

    private Leftovers() {}

    /// Leaves pulses that came back and are not taken, a recording that is complete and not taken, and
    /// pulses that are still to come.
    public static void leave(RawSession session, SplittableRandom random, int[] hicanns) throws IOException, Violation {
        WaferConfiguration chips = Loopback.wafer(hicanns);
        chips = chips.with(
                hicanns[0],
                chips.hicann(hicanns[0]).orElseThrow().toBuilder()
                        .denmem(0, new DenmemConfig(0, false, false, false, true, false))
                        .analogOutput(0, AnalogOutputConfig.MEMBRANE_TOP_EVEN)
                        .build());
        RawSession.done(session.configure(chips, STAGES));
        session.must(Request.newBuilder()
                .setRecordAdc(RecordAdc.newBuilder()
                        .setSource(AdcSource.newBuilder().setHicann(hicanns[0]).setSamples(100))));
        for (Pulses pulses : List.of(
                Loopback.program(random, hicanns, 20, 4000, SPACING),
                Loopback.program(random, hicanns, 20, 12_000, SPACING))) {
            session.begin(
                    Request.newBuilder().setPlay(Play.getDefaultInstance()),
                    1,
                    b -> WaferBlocks.encode(pulses, 0, pulses.count()));
            RawSession.done(session.upload());
        }
        session.must(Request.newBuilder().setAdvance(Advance.newBuilder().setUntilCycle(STOP_CYCLE)));
    }
}
