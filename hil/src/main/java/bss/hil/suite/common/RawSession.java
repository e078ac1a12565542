package bss.hil.suite.common;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.hil.wire.RawLink;
import bss.proto.WaferConfigurationCodec;
import bss.proto.v1.Answer;
import bss.proto.v1.Block;
import bss.proto.v1.Close;
import bss.proto.v1.Credit;
import bss.proto.v1.Fpga;
import bss.proto.v1.Open;
import bss.proto.v1.Opened;
import bss.proto.v1.ReadBack;
import bss.proto.v1.Request;
import bss.proto.v1.Resumed;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import bss.proto.v1.Welcome;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// A session over bare frames: the caller decides what is sent and granted, and every message that comes is
/// checked against docs/wire.md. For one thread.
public final class RawSession implements AutoCloseable {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final RawLink link;
    private final ByteString key;
    private final Welcome welcome;
    private final Bench bench;
    private final Reader reader;
    private Upload upload;
    private boolean answered = true;
    private Opened opened = Opened.getDefaultInstance();
    private boolean open;

    private RawSession(Bench bench, RawLink link, ByteString key, Welcome welcome) {
        this.bench = bench;
        this.link = link;
        reader = new Reader(link);
        upload = new Upload(
                Request.getDefaultInstance(),
                RawSession::noBlock,
                welcome.getLimits().getWindowBlocks());
        this.key = key;
        this.welcome = welcome;
    }

    private static Block.Builder noBlock(int index) {
        throw new IllegalStateException("the request has no block " + index);
    }

    /// A connection that was welcomed, for a session that is still to be opened.
    public static RawSession connect(Bench bench) throws IOException {
        RawLink link = bench.raw();
        return new RawSession(bench, link, Frames.drawKey(), link.hello().getWelcome());
    }

    /// A session on some of the parts.
    public static RawSession open(Bench bench, int... fpgas) throws IOException, Violation {
        RawSession session = connect(bench);
        Answer answer = session.askOpen(fpgas);
        if (answer.hasFailed()) {
            session.close();
            throw new Violation("FPGAs %s cannot be opened: %s"
                    .formatted(Arrays.toString(fpgas), answer.getFailed().getMessage()));
        }
        return session;
    }

    /// The same session over another connection; empty if the endpoint does not know it any more.
    public Optional<RawSession> resume() throws IOException {
        RawLink again = bench.raw();
        again.send(Frames.message(Frames.hello(bench).setSessionKey(key)));
        ToClient first = again.read(Reader.PATIENCE).orElseThrow(() -> new IOException("closed instead of a welcome"));
        if (!first.hasWelcome()) {
            throw new IOException("%s instead of a welcome: %s"
                    .formatted(first.getBodyCase(), first.getRefusal().getMessage()));
        }
        if (!first.getWelcome().hasResumed()) {
            again.close();
            return Optional.empty();
        }
        RawSession session = new RawSession(bench, again, key, first.getWelcome());
        session.upload = upload;
        session.answered = answered;
        session.opened = opened;
        session.open = opened.getFpgasCount() > 0;
        return Optional.of(session);
    }

    public RawLink link() {
        return link;
    }

    public ByteString key() {
        return key;
    }

    public Welcome welcome() {
        return welcome;
    }

    /// Where the endpoint says that the session stands.
    public Resumed resumed() {
        return welcome.getResumed();
    }

    public int window() {
        return welcome.getLimits().getWindowBlocks();
    }

    /// What was found when the session was opened.
    public Opened opened() {
        return opened;
    }

    /// Number of the last request.
    public long number() {
        return upload.request().getNumber();
    }

    /// Most blocks of the last request that were sent and not yet named as taken.
    public int mostUnderWay() {
        return upload.mostUnderWay();
    }

    /// Asks for FPGAs.
    ///
    /// @return what was opened, or that it was not
    public Answer askOpen(int... fpgas) throws IOException, Violation {
        sendOpen(fpgas);
        return answerToOpen();
    }

    /// Asks for FPGAs without waiting.
    public void sendOpen(int... fpgas) throws IOException {
        Open.Builder message = Open.newBuilder().setSessionKey(key);
        for (int fpga : fpgas) {
            message.addFpgas(fpga);
        }
        open = true;
        send(Request.newBuilder().setOpen(message));
    }

    /// The answer to [#sendOpen].
    public Answer answerToOpen() throws IOException, Violation {
        Answer answer = answer();
        open = answer.hasOpened();
        opened = answer.getOpened();
        return answer;
    }

    // ---- down

    /// Sends the next request, without blocks.
    public void send(Request.Builder body) throws IOException {
        begin(body, 0, RawSession::noBlock);
    }

    /// Sends the next request, of which blocks are to follow.
    public void begin(Request.Builder body, int blocks, IntFunction<Block.Builder> blockOf) throws IOException {
        Request request = body.setNumber(number() + 1).setBlocks(blocks).build();
        upload = new Upload(request, blockOf, window());
        answered = false;
        link.send(ToServer.newBuilder().setRequest(request).build());
    }

    /// Sends the last request again, over a connection that took the session over.
    public void again() throws IOException {
        link.send(ToServer.newBuilder().setRequest(upload.request()).build());
        boolean known = resumed().getLastRequest() == number();
        upload = known ? upload.from(resumed().getReceivedBlocks(), resumed().getCredit()) : upload.from(0, 0);
    }

    /// Sends a block of the last request, granted or not.
    public void sendBlock(int index) throws IOException {
        link.send(ToServer.newBuilder().setBlock(upload.block(index)).build());
    }

    /// Sends the rest of the blocks, always as many as are granted, and waits for the answer.
    public Answer upload() throws IOException, Violation {
        while (true) {
            while (upload.mayGoOn()) {
                sendBlock(upload.sent());
            }
            ToClient next = reader.read("an answer or credit for request %d, of which %d of %d blocks were sent"
                    .formatted(number(), upload.sent(), upload.request().getBlocks()));
            if (next.hasCredit()) {
                upload.take(next.getCredit());
            } else {
                return answer(next);
            }
        }
    }

    /// Asks, and waits for the answer.
    public Answer ask(Request.Builder body) throws IOException, Violation {
        send(body);
        return answer();
    }

    /// Asks for what the endpoint must do.
    public Answer must(Request.Builder body) throws IOException, Violation {
        return done(ask(body));
    }

    /// Demands that a request was done.
    public static Answer done(Answer answer) throws Violation {
        if (answer.hasFailed()) {
            throw new Violation("request %d was not done (%s: %s), must be"
                    .formatted(
                            answer.getRequest(),
                            answer.getFailed().getKind(),
                            answer.getFailed().getMessage()));
        }
        return answer;
    }

    /// Writes the named stages of some chips.
    public Answer configure(WaferConfiguration wafer, Set<ConfigurationStage> stages) throws IOException, Violation {
        int[] used = wafer.usedHicanns();
        begin(
                Request.newBuilder()
                        .setConfigure(Frames.configure(wafer.pllMhz(), wafer.dropBackgroundEvents(), stages)),
                used.length,
                i -> Block.newBuilder()
                        .setChip(WaferConfigurationCodec.encode(
                                used[i], wafer.hicann(used[i]).orElseThrow())));
        return upload();
    }

    // ---- up

    /// The answer to the last request; nothing else may come before it.
    public Answer answer() throws IOException, Violation {
        while (true) {
            ToClient next = reader.read("the answer to request %d (%s)"
                    .formatted(number(), upload.request().getBodyCase()));
            if (next.hasCredit()) {
                upload.take(next.getCredit());
            } else {
                return answer(next);
            }
        }
    }

    private Answer answer(ToClient next) throws Violation {
        Answer answer = next.getAnswer();
        if (!next.hasAnswer() || answer.getRequest() != number()) {
            throw new Violation("%s came, must be the answer to request %d".formatted(Reader.shown(next), number()));
        }
        answered = true;
        return answer;
    }

    /// The answer to the last request, which breaks the protocol or not; empty if the endpoint refused and
    /// closed.
    public Optional<Answer> answerOrRefusal(String what) throws IOException, Violation {
        ToClient end = Refusals.refusalOrAnswer(bench, link, what);
        return end.hasAnswer() ? Optional.of(answer(end)) : Optional.empty();
    }

    /// Takes the blocks of an answer from `first` on, with the whole window granted and nothing
    /// acknowledged until it is full.
    ///
    /// @param granted blocks that were granted so far
    public void take(Answer answer, int first, int granted, Consumer<Block> to) throws IOException, Violation {
        int upto = granted;
        for (int index = first; index < answer.getBlocks(); index++) {
            if (index >= upto) {
                upto = index + window();
                grant(index, upto);
            }
            to.accept(block(index));
        }
        if (answer.getBlocks() > 0) {
            grant(answer.getBlocks(), answer.getBlocks() + window());
        }
    }

    /// The next message, which must be this block of the last answer.
    public Block block(int index) throws IOException, Violation {
        ToClient next = reader.read("block %d of request %d".formatted(index, number()));
        Block block = next.getBlock();
        if (!next.hasBlock() || block.getRequest() != number() || block.getIndex() != index) {
            throw new Violation(
                    "%s came, must be block %d of request %d".formatted(Reader.shown(next), index, number()));
        }
        return block;
    }

    /// Tells how many blocks of the last answer were taken, and how many may be sent in all.
    public void grant(int received, int upto) throws IOException {
        link.send(ToServer.newBuilder()
                .setCredit(Credit.newBuilder()
                        .setRequest(number())
                        .setReceived(received)
                        .setUpto(upto))
                .build());
    }

    /// The chips as they stand, by the wire's own message.
    public List<Block> readBack() throws IOException, Violation {
        Answer answer = must(Request.newBuilder().setReadBack(ReadBack.getDefaultInstance()));
        List<Block> blocks = new ArrayList<>();
        take(answer, 0, 0, blocks::add);
        return blocks;
    }

    /// Demands that the endpoint sends nothing by itself for a while: what it sends next answers a ping.
    ///
    /// @param why it must not, for the message
    public void quiet(long millis, String why) throws IOException, Violation, InterruptedException {
        Thread.sleep(millis);
        long number = 0x6869_6c00L + millis;
        link.send(Frames.ping(number));
        ToClient next = reader.read("a pong");
        if (!next.hasPong() || next.getPong().getNumber() != number) {
            throw new Violation("%s came, must be nothing: %s".formatted(Reader.shown(next), why));
        }
    }

    // ---- the end

    /// Cuts the connection; the session stays with the endpoint, for [#resume].
    public void cut() throws IOException {
        open = false;
        link.close();
    }

    /// Gives the parts back over another connection, after this one was refused or cut: finishes what is
    /// under way and closes. Waits if the endpoint does not let the session go on.
    public void release() throws IOException, Violation, InterruptedException {
        cut();
        int[] fpgas = opened.getFpgasList().stream().mapToInt(Fpga::getFpga).toArray();
        if (fpgas.length > 0 && !giveBack()) {
            FreeParts.await(bench, welcome.getLimits().getDetachedSeconds(), fpgas);
        }
    }

    /// @return whether the endpoint let the session go on
    private boolean giveBack() throws IOException, Violation {
        Optional<RawSession> resumed = resume();
        if (resumed.isEmpty()) {
            return false;
        }
        RawSession again = resumed.get();
        try (RawLink last = again.link) {
            if (!answered) {
                again.again();
                var _ = again.upload();
            }
            return again.endOver(last);
        }
    }

    /// @return whether the endpoint took the end of the session
    private boolean endOver(RawLink last) throws IOException {
        open = false;
        send(Request.newBuilder().setClose(Close.getDefaultInstance()));
        while (true) {
            // what is left of the last answer may still come
            Optional<ToClient> next = last.read(CLOSE_PATIENCE);
            if (next.isEmpty() || next.get().hasRefusal()) {
                return false;
            }
            if (next.get().getAnswer().getRequest() == number()) {
                return true;
            }
        }
    }

    /// Gives the parts back and closes the connection, as far as that can be done: a request that a test
    /// left under way is finished over another connection.
    @Override
    public void close() throws IOException {
        boolean wasOpen = open;
        boolean idle = answered;
        try (RawLink last = link) {
            if (wasOpen && idle && endOver(last)) {
                return;
            }
        }
        if (wasOpen && !idle) {
            try {
                open = false;
                giveBack();
            } catch (Violation e) {
                throw new IOException("parts cannot be given back: " + e.getMessage(), e);
            }
        }
    }
}
