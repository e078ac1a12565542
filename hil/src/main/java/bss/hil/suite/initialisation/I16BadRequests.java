package bss.hil.suite.initialisation;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.common.Chips;
import bss.hil.suite.common.Frames;
import bss.hil.suite.common.Fresh;
import bss.hil.suite.common.RandomChips;
import bss.hil.suite.common.RawSession;
import bss.hil.suite.common.WaferBlocks;
import bss.proto.WaferConfigurationCodec;
import bss.proto.v1.AdcSource;
import bss.proto.v1.Advance;
import bss.proto.v1.Answer;
import bss.proto.v1.Block;
import bss.proto.v1.Cell;
import bss.proto.v1.Configure;
import bss.proto.v1.Failed;
import bss.proto.v1.Fire;
import bss.proto.v1.HicannConfiguration;
import bss.proto.v1.RecordAdc;
import bss.proto.v1.Request;
import bss.proto.v1.Watch;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.config.WaferConfiguration;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// What no wafer can do is refused with a message, and changes nothing.
final class I16BadRequests implements ConformanceTest {

    private static final int PLL_MHZ = WaferConfiguration.PLL_MHZ;

    @Override
    public Card card() {
        return new Card(
                "I16",
                Layer.INITIALISATION,
                "bad configurations",
                "Configurations of wrong size, value, order, stage or clock are refused with a message; the good"
                        + " chips beside a bad one are not written either, and a chip in reset stays there.",
                "halbe, ranges of coordinates and containers; the place of a wrong bit file",
                EnumSet.of(Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(1));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, IOException, InterruptedException {
        int fpga = bench.fpgas()[0];
        int[] hicanns = Chips.of(fpga);
        SplittableRandom random = bench.random("chips");
        WaferConfiguration there = RandomChips.wafer(random, hicanns[0]);
        HicannConfiguration first = encoded(random, hicanns[0]);
        HicannConfiguration second = encoded(random, hicanns[1]);
        try (RawSession session = RawSession.open(bench, fpga)) {
            RawSession.done(session.configure(there, RandomChips.STAGES));
            State state = new State(bench, session, there);
            Configure all = Frames.configure(PLL_MHZ, false, RandomChips.STAGES);
            Map<String, HicannConfiguration> bad = BadChips.of(second);
            for (Map.Entry<String, HicannConfiguration> entry : bad.entrySet()) {
                // the good chip before it must not be written either
                state.refused(configure(session, all, first, entry.getValue()), entry.getKey());
            }
            bench.figure("bad chips", bad.size(), "");
            bench.progress(0.5);
            settings(state, session, first);
            bench.progress(0.7);
            others(bench, state, session, hicanns);
        }
        order(bench, fpga, there, first, second);
        try (WaferSession next = bench.open(Lease.of(fpga))) {
            Fresh.require(bench, next, "session after one of bad requests");
        }
    }

    private static HicannConfiguration encoded(SplittableRandom random, int hicann) {
        return WaferConfigurationCodec.encode(hicann, RandomChips.chip(random));
    }

    private static Answer configure(RawSession session, Configure message, HicannConfiguration... chips)
            throws IOException, Violation {
        session.begin(
                Request.newBuilder().setConfigure(message),
                chips.length,
                i -> Block.newBuilder().setChip(chips[i]));
        return session.upload();
    }

    /// Stages and clocks that there are not.
    private static void settings(State state, RawSession session, HicannConfiguration chip)
            throws IOException, Violation {
        Configure all = Frames.configure(PLL_MHZ, false, RandomChips.STAGES);
        for (int bit : new int[] {9, 15, 31}) {
            state.refused(
                    configure(
                            session,
                            all.toBuilder()
                                    .setStages(all.getStages() | 1 << bit)
                                    .build(),
                            chip),
                    "stage %d".formatted(bit));
        }
        for (int mhz : new int[] {0, 1, 124, 260, 1000, -1}) {
            state.refused(
                    configure(session, all.toBuilder().setPllMhz(mhz).build(), chip),
                    "a PLL of %s MHz".formatted(Integer.toUnsignedString(mhz)));
        }
    }

    /// Other requests whose arguments are out of range.
    private static void others(Bench bench, State state, RawSession session, int[] hicanns)
            throws IOException, Violation {
        Map<String, Request.Builder> bad = new LinkedHashMap<>();
        bad.put(
                "an advance into the past",
                Request.newBuilder().setAdvance(Advance.newBuilder().setUntilCycle(-1)));
        AdcSource source =
                AdcSource.newBuilder().setHicann(hicanns[0]).setSamples(10).build();
        for (AdcSource wrong : List.of(
                source.toBuilder().setHicann(WaferConfiguration.HICANNS).build(),
                source.toBuilder().setHicann(hicanns[1]).build(),
                source.toBuilder().setOutput(2).build(),
                source.toBuilder().setSamples(0).build(),
                source.toBuilder().setCell(Cell.newBuilder().setBlock(4)).build(),
                source.toBuilder().setCell(Cell.newBuilder().setRow(24)).build(),
                source.toBuilder().setCell(Cell.newBuilder().setColumn(129)).build())) {
            bad.put(
                    "a recording of " + wrong.toString().strip().replace("\n", ", "),
                    Request.newBuilder().setRecordAdc(RecordAdc.newBuilder().setSource(wrong)));
        }
        if (bench.capabilities().probe()) {
            Watch watch = Watch.newBuilder()
                    .setHicann(hicanns[0])
                    .setIntervalCycles(10)
                    .build();
            for (Watch wrong : List.of(
                    watch.toBuilder().setHicann(WaferConfiguration.HICANNS).build(),
                    watch.toBuilder().setDenmem(512).build(),
                    watch.toBuilder().setVariable(4).build(),
                    watch.toBuilder().setIntervalCycles(0).build())) {
                bad.put(
                        "a watch of " + wrong.toString().strip().replace("\n", ", "),
                        Request.newBuilder().setWatch(wrong));
            }
            bad.put(
                    "a spike of denmem 512",
                    Request.newBuilder()
                            .setFire(Fire.newBuilder().setHicann(hicanns[0]).setDenmem(512)));
        }
        for (Map.Entry<String, Request.Builder> entry : bad.entrySet()) {
            state.refused(session.ask(entry.getValue()), entry.getKey());
        }
    }

    /// Blocks that do not belong to a configuration: chips that a wafer has not, twice or in the wrong
    /// order, or no chips. An endpoint may take that for an argument out of range, or for a breach of the
    /// protocol that ends the connection.
    private static void order(
            Bench bench, int fpga, WaferConfiguration there, HicannConfiguration first, HicannConfiguration second)
            throws IOException, Violation, InterruptedException {
        Map<String, Block> wrong = new LinkedHashMap<>();
        wrong.put("a chip twice", chip(first, first.getIndex()));
        wrong.put("chips that descend", chip(second, first.getIndex() - 1));
        for (int index : new int[] {WaferConfiguration.HICANNS, 1 << 20, -1}) {
            wrong.put("HICANN " + Integer.toUnsignedString(index), chip(second, index));
        }
        wrong.put(
                "pulses in the place of a chip",
                Block.newBuilder().setPulses(ByteString.copyFrom(new byte[8])).build());
        wrong.put("a block without content", Block.getDefaultInstance());
        for (var entry : wrong.entrySet()) {
            try (RawSession session = RawSession.open(bench, fpga)) {
                RawSession.done(session.configure(there, RandomChips.STAGES));
                session.begin(
                        Request.newBuilder().setConfigure(Frames.configure(PLL_MHZ, false, RandomChips.STAGES)),
                        2,
                        i -> i == 0 ? Block.newBuilder().setChip(first) : entry.getValue().toBuilder());
                session.sendBlock(0);
                session.sendBlock(1);
                Optional<Answer> answer = session.answerOrRefusal(entry.getKey());
                if (answer.isPresent()) {
                    new State(bench, session, there).refused(answer.get(), entry.getKey());
                } else {
                    session.release();
                }
            }
        }
    }

    private static Block chip(HicannConfiguration chip, int index) {
        return Block.newBuilder().setChip(chip.toBuilder().setIndex(index)).build();
    }

    /// What is on the wafer, and must stay so.
    private record State(Bench bench, RawSession session, WaferConfiguration there) {

        /// Demands that a request was refused with a message and changed nothing.
        void refused(Answer answer, String what) throws IOException, Violation {
            bench.demand(
                    answer.hasFailed(),
                    () -> "%s was answered with %s, must be refused".formatted(what, answer.getBodyCase()));
            bench.demand(
                    !answer.getFailed().getMessage().isBlank(),
                    () -> "%s is refused without a message that says why".formatted(what));
            bench.demand(
                    answer.getFailed().getKind() != Failed.Kind.FAULT,
                    () -> "%s is a fault of the server (%s), must be refused"
                            .formatted(what, answer.getFailed().getMessage()));
            bench.demand(
                    answer.getNow() == 0,
                    () -> "the next cycle is %d after %s, must be 0".formatted(answer.getNow(), what));
            RandomChips.requireSame(bench, there, WaferBlocks.decode(bench, session.readBack()), "after " + what);
        }
    }
}
