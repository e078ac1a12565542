package bss.tools.job.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.JobException;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Change;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.CommandPiece;
import bss.tools.job.v1.End;
import bss.tools.job.v1.Event;
import bss.tools.job.v1.Failed;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.FetchSpikes;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobProjection;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.Table;
import bss.tools.job.v1.WatchRequest;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// The service over a real connection, on an engine that does what the test tells it.
@Timeout(60)
class JobServiceTest {

    private static final String TOKEN = "secret";

    private static volatile EngineFactory factory = new ScriptedEngine();

    @SuppressWarnings("NullAway.Init")
    private static JobServer server;

    @SuppressWarnings("NullAway.Init")
    private static JobClient client;

    private final ScriptedEngine engine = new ScriptedEngine();

    @BeforeAll
    static void start() throws Exception {
        server = new JobServer(options -> factory.of(options), JobServer.Settings.local(TOKEN));
        client = new JobClient(server.port(), TOKEN);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void setEngine() {
        factory = engine;
    }

    @AfterEach
    void endJobs() {
        server.endJobs(Duration.ofSeconds(10));
    }

    private static FetchRequest spikes(String job) {
        return FetchRequest.newBuilder()
                .setJob(job)
                .setSpikes(FetchSpikes.getDefaultInstance())
                .build();
    }

    private static void refused(Status.Code code, String says, Executable call) {
        StatusRuntimeException e = assertThrows(StatusRuntimeException.class, call);
        assertEquals(code, e.getStatus().getCode(), e.toString());
        assertTrue(String.valueOf(e.getStatus().getDescription()).contains(says), e.toString());
    }

    private static void failed(Status.Code code, String says, Event event) {
        Failed failed = event.getFailed();
        assertEquals(code.value(), failed.getCode(), event.toString());
        assertTrue(failed.getMessage().contains(says), event.toString());
    }

    private static List<Event> all(Iterator<Event> events) {
        List<Event> all = new ArrayList<>();
        events.forEachRemaining(all::add);
        return all;
    }

    private void begin(String job) throws Exception {
        client.open(job);
        assertTrue(client.run(job, 0, JobClient.build("net")).hasDone());
    }

    @Test
    void aJobIsBuiltRunAndReadInItsOrder() throws Exception {
        assertEquals(0, client.open("a").getNextCommand());
        Event built = client.run("a", 0, JobClient.build("net"));
        assertTrue(built.hasDone(), built.toString());
        Event run = client.run("a", 1, JobClient.advance(10));
        assertEquals(10.0, run.getDone().getNowMs());
        Iterator<Table> tables = client.fetch(spikes("a"));
        assertEquals("cell", tables.next().getColumns(0).getName());
        assertFalse(tables.hasNext());
        assertEquals(2, client.open("a").getNextCommand());
        client.close("a");
        assertEquals(List.of("build net", "advance 10.0", "fetch at 10.0", "close"), engine.calls);
    }

    @Test
    void aCommandIsCarriedOutOnceHoweverOftenItIsAppended() throws Exception {
        begin("a");
        for (int i = 0; i < 3; i++) {
            assertEquals(2, client.append("a", 1, JobClient.advance(10)));
        }
        refused(Status.Code.ALREADY_EXISTS, "command 1 is another", () -> client.append("a", 1, JobClient.advance(11)));
        refused(Status.Code.ALREADY_EXISTS, "command 0 is another", () -> client.append("a", 0, JobClient.build("b")));
        refused(Status.Code.INVALID_ARGUMENT, "at most 2", () -> client.append("a", 3, JobClient.advance(12)));
        refused(Status.Code.INVALID_ARGUMENT, "at most 2", () -> client.append("a", -1, JobClient.advance(12)));
        assertTrue(client.run("a", 2, JobClient.advance(12)).hasDone());
        assertEquals(List.of("build net", "advance 10.0", "advance 12.0"), engine.calls);
    }

    @Test
    void piecesOfAnySizeAreJoinedAndWrongOnesAreNamed() throws Exception {
        client.open("a");
        ByteString bytes = JobClient.build("in pieces").toByteString();
        assertEquals(1, client.append(JobClient.pieces("a", 0, bytes, 1)));
        assertTrue(all(client.watch("a", 0)).getLast().hasDone());

        ByteString next = JobClient.advance(3).toByteString();
        List<CommandPiece> good = JobClient.pieces("a", 1, next, 4);
        CommandPiece last = good.getLast();
        List<CommandPiece> unsigned = List.of(last.toBuilder().clearSha256().build());
        refused(Status.Code.INVALID_ARGUMENT, "no sha256", () -> client.append(unsigned));
        refused(Status.Code.INVALID_ARGUMENT, "not that of the bytes", () -> client.append(List.of(last)));
        refused(Status.Code.INVALID_ARGUMENT, "must be the last", () -> client.append(List.of(last, last)));
        refused(Status.Code.INVALID_ARGUMENT, "at least one", () -> client.append(List.of()));
        List<CommandPiece> mixed =
                List.of(good.getFirst(), last.toBuilder().setCommand(2).build());
        refused(Status.Code.INVALID_ARGUMENT, "must be of the same", () -> client.append(mixed));
        ByteString noise = ByteString.copyFromUtf8("no protobuf at all");
        refused(Status.Code.INVALID_ARGUMENT, "no Command", () -> client.append(JobClient.pieces("a", 1, noise, 99)));
        ByteString large = ByteString.copyFrom(new byte[(1 << 20) + 1]);
        refused(
                Status.Code.RESOURCE_EXHAUSTED,
                "must be at most 1048576",
                () -> client.append(JobClient.pieces("a", 1, large, large.size())));
        assertEquals(2, client.append(good));
    }

    @Test
    void whatIsTooLongIsRefusedWhileItArrives() throws Exception {
        JobServer.Settings most =
                new JobServer.Settings(JobServer.Settings.local(TOKEN).address(), false, TOKEN, 1 << 20, 1);
        try (JobServer small = new JobServer(engine, most)) {
            JobClient to = new JobClient(small.port(), TOKEN);
            assertEquals(1 << 20, to.open("a").getMaxCommandBytes());
            ByteString zeros = ByteString.copyFrom(new byte[(1 << 20) + 1]);
            refused(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "longer than 1048576 bytes",
                    () -> to.append(JobClient.pieces("a", 0, zeros, 1 << 16)));
            refused(Status.Code.RESOURCE_EXHAUSTED, "1 jobs are open", () -> to.open("b"));
            assertTrue(to.run("a", 0, JobClient.build("net")).hasDone());
        }
    }

    @Test
    void aMillionConnectionsPass() throws Exception {
        Random random = new Random(1);
        byte[] column = new byte[4_000_000];
        random.nextBytes(column);
        byte[] weights = new byte[8_000_000];
        random.nextBytes(weights);
        JobProjection projection = JobProjection.newBuilder()
                .setPre(ByteString.copyFrom(column))
                .setPost(ByteString.copyFrom(column))
                .setWeight(bss.tools.job.v1.Values.newBuilder().setF64(ByteString.copyFrom(weights)))
                .setDelay(bss.tools.job.v1.Values.newBuilder().setF64(ByteString.copyFrom(weights)))
                .build();
        Command build = Command.newBuilder()
                .setBuild(Build.newBuilder().setNetwork(JobNetwork.newBuilder().addProjections(projection)))
                .build();
        client.open("a");
        Event built = client.run("a", 0, build);
        assertEquals(1_000_000, built.getDone().getMapping().getSynapsesRequested());
    }

    @Test
    void whatIsOutOfOrderIsRefusedAndNotKept() throws Exception {
        client.open("a");
        refused(Status.Code.FAILED_PRECONDITION, "no network yet", () -> client.append("a", 0, JobClient.advance(1)));
        refused(Status.Code.INVALID_ARGUMENT, "no body", () -> client.append("a", 0, Command.getDefaultInstance()));
        begin("a");
        refused(Status.Code.FAILED_PRECONDITION, "first command", () -> client.append("a", 1, JobClient.build("b")));
        Command end = Command.newBuilder().setEnd(End.getDefaultInstance()).build();
        assertTrue(client.run("a", 1, end).hasDone());
        refused(Status.Code.FAILED_PRECONDITION, "after the end", () -> client.append("a", 2, JobClient.advance(1)));
        assertTrue(client.fetch(spikes("a")).hasNext());
        assertEquals(List.of("build net", "end", "fetch at 0.0"), engine.calls);
    }

    @Test
    void namesThatAreWrongOrUnknownAreToldApart() {
        refused(Status.Code.INVALID_ARGUMENT, "job is ''", () -> client.open(""));
        refused(Status.Code.INVALID_ARGUMENT, "job is 'a b'", () -> client.open("a b"));
        refused(Status.Code.INVALID_ARGUMENT, "1 to 64", () -> client.open("x".repeat(65)));
        refused(Status.Code.NOT_FOUND, "no job 'x'", () -> client.close("x"));
        refused(Status.Code.NOT_FOUND, "no job 'x'", () -> client.append("x", 0, JobClient.build("net")));
        refused(Status.Code.NOT_FOUND, "no job 'x'", () -> all(client.watch("x", 0)));
        refused(
                Status.Code.NOT_FOUND,
                "no job 'x'",
                () -> client.fetch(spikes("x")).hasNext());
        client.open("x");
        refused(Status.Code.INVALID_ARGUMENT, "at most 0", () -> all(client.watch("x", 1)));
        refused(
                Status.Code.FAILED_PRECONDITION,
                "nothing was built",
                () -> client.fetch(spikes("x")).hasNext());
        FetchRequest nothing = FetchRequest.newBuilder().setJob("x").build();
        refused(
                Status.Code.INVALID_ARGUMENT,
                "nothing is asked",
                () -> client.fetch(nothing).hasNext());
    }

    @Test
    void afterABuildThatFailedNothingRuns() throws Exception {
        client.open("a");
        Command bad = Command.newBuilder()
                .setBuild(Build.newBuilder().setOptions(Options.newBuilder().setSpeedup(-1)))
                .build();
        failed(Status.Code.INVALID_ARGUMENT, "speedup is -1.0", client.run("a", 0, bad));
        failed(Status.Code.FAILED_PRECONDITION, "the build failed", client.run("a", 1, JobClient.advance(1)));
        refused(
                Status.Code.FAILED_PRECONDITION,
                "nothing can be fetched",
                () -> client.fetch(spikes("a")).hasNext());

        client.open("b");
        engine.act = listener -> {
            throw JobException.invalid("population 'x': size is 0, must be 1 or above");
        };
        failed(Status.Code.INVALID_ARGUMENT, "size is 0", client.run("b", 0, JobClient.build("net")));
        assertEquals(List.of("build net", "close"), engine.calls);
    }

    @Test
    void aCommandThatMakesNoSenseLeavesTheJobUsable() throws Exception {
        begin("a");
        engine.act = listener -> {
            throw JobException.invalid("advance: until_ms is 1, must be 5 or later");
        };
        failed(Status.Code.INVALID_ARGUMENT, "must be 5", client.run("a", 1, JobClient.advance(1)));
        engine.act = listener -> {
            throw JobException.refused("this engine cannot change currents");
        };
        Command change =
                Command.newBuilder().setChange(Change.getDefaultInstance()).build();
        failed(Status.Code.FAILED_PRECONDITION, "currents", client.run("a", 2, change));
        failed(Status.Code.INVALID_ARGUMENT, "NaN", client.run("a", 3, JobClient.advance(Double.NaN)));
        engine.act = listener -> {};
        assertEquals(7.0, client.run("a", 4, JobClient.advance(7)).getDone().getNowMs());
    }

    @Test
    void anEngineThatThrowsWhatItShouldNotIsToldAndTheServerLives() throws Exception {
        begin("a");
        engine.act = listener -> {
            throw new IllegalStateException("denmem 3 is no denmem");
        };
        failed(
                Status.Code.INTERNAL,
                "java.lang.IllegalStateException: denmem 3 is no denmem",
                client.run("a", 1, JobClient.advance(1)));
        engine.act = listener -> {};
        failed(Status.Code.FAILED_PRECONDITION, "denmem 3", client.run("a", 2, JobClient.advance(1)));
        assertTrue(client.fetch(spikes("a")).hasNext());
        engine.answer = to -> {
            throw new ArithmeticException("/ by zero");
        };
        refused(
                Status.Code.INTERNAL,
                "/ by zero",
                () -> client.fetch(spikes("a")).hasNext());
        begin("b");
        engine.act = listener -> {
            throw new OutOfMemoryError();
        };
        failed(Status.Code.RESOURCE_EXHAUSTED, "-Xmx", client.run("b", 1, JobClient.advance(1)));
        engine.act = listener -> {};
        begin("c");
    }

    @Test
    void aWatchTellsTheLastOfEachStageAndEveryNotice() throws Exception {
        engine.act = listener -> {
            for (String stage : List.of("place", "route")) {
                for (int i = 0; i <= 1000; i++) {
                    listener.progress(stage, i / 1000.0);
                }
                listener.notice(true, stage + " lost 3 synapses");
            }
        };
        begin("a");
        engine.act = listener -> {};
        client.run("a", 1, JobClient.advance(1));
        List<Event> events = all(client.watch("a", 0));
        assertEquals(6, events.size(), events.toString());
        assertEquals(1.0, events.get(0).getProgress().getFraction());
        assertEquals("place lost 3 synapses", events.get(1).getNotice().getText());
        assertEquals("route", events.get(2).getProgress().getStage());
        assertTrue(events.get(4).hasDone());
        assertEquals(1, events.get(5).getCommand());
        assertEquals(events.subList(5, 6), all(client.watch("a", 1)));
        assertEquals(List.of(), all(client.watch("a", 2)));
    }

    @Test
    void progressIsHeardWhileTheCommandRuns() throws Exception {
        begin("a");
        CountDownLatch heard = new CountDownLatch(1);
        engine.act = listener -> {
            listener.notice(false, "under way");
            heard.await();
        };
        client.append("a", 1, JobClient.advance(1));
        Iterator<Event> events = client.watch("a", 1);
        assertEquals("under way", events.next().getNotice().getText());
        heard.countDown();
        assertTrue(events.next().hasDone());
        assertFalse(events.hasNext());
    }

    @Test
    void aClientThatStopsWatchingStopsNothing() throws Exception {
        begin("a");
        engine.waits = true;
        engine.act = listener -> listener.notice(false, "under way");
        client.append("a", 1, JobClient.advance(1));
        StreamReader<WatchRequest, Event> reader = new StreamReader<>();
        client.calls.watch(
                WatchRequest.newBuilder().setJob("a").setFromCommand(1).build(), reader);
        assertTrue(((Event) reader.next()).hasNotice());
        reader.cancel();
        engine.permits.release();
        assertTrue(all(client.watch("a", 1)).getLast().hasDone());
    }

    @Test
    void closingInterruptsWhatRunsAndForgetsTheJob() throws Exception {
        begin("a");
        engine.waits = true;
        engine.act = listener -> listener.notice(false, "under way");
        client.append("a", 1, JobClient.advance(1));
        client.append("a", 2, JobClient.advance(2));
        Iterator<Event> events = client.watch("a", 1);
        assertTrue(events.next().hasNotice());
        client.close("a");
        failed(Status.Code.CANCELLED, "'a' was closed", events.next());
        failed(Status.Code.CANCELLED, "'a' was closed", events.next());
        assertFalse(events.hasNext());
        assertEquals(List.of("build net", "advance 1.0", "close"), engine.calls);
        refused(Status.Code.NOT_FOUND, "no job 'a'", () -> client.append("a", 3, JobClient.advance(3)));
        engine.waits = false;
        begin("a");
    }

    @Test
    void aFetchWaitsForTheCommandsBefore() throws Exception {
        begin("a");
        engine.waits = true;
        client.append("a", 1, JobClient.advance(1));
        Iterator<Table> tables = client.fetch(spikes("a"));
        engine.permits.release();
        assertTrue(tables.hasNext());
        assertEquals(List.of("build net", "advance 1.0", "fetch at 1.0"), engine.calls);
    }

    @Test
    void aClientThatStopsFetchingFreesTheJob() throws Exception {
        begin("a");
        engine.answer = to -> {
            while (true) {
                to.i32("cell", new int[1 << 18]);
            }
        };
        StreamReader<FetchRequest, Table> reader = new StreamReader<>();
        client.calls.fetch(spikes("a"), reader);
        assertTrue(reader.next() instanceof Table);
        reader.cancel();
        assertTrue(client.run("a", 1, JobClient.advance(1)).hasDone());
    }

    @Test
    void closingEndsAFetch() throws Exception {
        begin("a");
        CountDownLatch writing = new CountDownLatch(1);
        engine.answer = to -> {
            while (true) {
                to.i32("cell", new int[1]);
                writing.countDown();
            }
        };
        StreamReader<FetchRequest, Table> reader = new StreamReader<>();
        client.calls.fetch(spikes("a"), reader);
        writing.await();
        client.close("a");
        Object last = reader.next();
        while (last instanceof Table) {
            last = reader.next();
        }
        Object e = last;
        refused(Status.Code.CANCELLED, "'a' was closed", () -> {
            throw (Throwable) e;
        });
    }

    @Test
    void withoutTheTokenNothingIsAnswered() throws Exception {
        begin("a");
        for (String wrong : List.of("", "secre", "secret2", "Secret")) {
            JobClient stranger = new JobClient(server.port(), wrong);
            String says = "authorization";
            refused(Status.Code.UNAUTHENTICATED, says, () -> stranger.open("b"));
            refused(Status.Code.UNAUTHENTICATED, says, () -> stranger.append("a", 1, JobClient.advance(1)));
            refused(Status.Code.UNAUTHENTICATED, says, () -> all(stranger.watch("a", 0)));
            refused(
                    Status.Code.UNAUTHENTICATED,
                    says,
                    () -> stranger.fetch(spikes("a")).hasNext());
            refused(Status.Code.UNAUTHENTICATED, says, () -> stranger.close("a"));
        }
        assertEquals(List.of("build net"), engine.calls);
    }
}
