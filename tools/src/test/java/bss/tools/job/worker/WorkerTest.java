package bss.tools.job.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.JobException;
import bss.tools.job.v1.Advance;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.CarryOut;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.Event;
import bss.tools.job.v1.FetchRequest.WhatCase;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.Recording;
import bss.tools.job.v1.ResultRecord;
import bss.tools.job.v1.Values;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerTest {

    private static final long MOST = 1 << 30;
    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    @TempDir
    static Path folder;

    private static Worker worker;

    @BeforeAll
    static void start() throws WorkerDiedException {
        worker = Worker.start(folder.resolve("worker"), new Launch(List.of("-Xmx1g"), CLASS_PATH));
    }

    @AfterAll
    static void end() {
        worker.close();
    }

    static JobLog log(Options.Engine engine, double... untilMs) {
        JobNetwork network = JobNetwork.newBuilder()
                .setSeed(5)
                .addPopulations(JobPopulation.newBuilder()
                        .setLabel("in")
                        .setSize(4)
                        .setCellType("SpikeSourcePoisson")
                        .putParameters("rate", Values.newBuilder().setAll(50).build()))
                .addPopulations(JobPopulation.newBuilder()
                        .setLabel("cells")
                        .setSize(3)
                        .setCellType("IF_cond_exp")
                        .putParameters("v_rest", Values.newBuilder().setAll(-45).build())
                        .addRecordings(Recording.newBuilder().setVariable("v")))
                .build();
        JobLog.Builder log = JobLog.newBuilder()
                .addCommands(Command.newBuilder()
                        .setBuild(Build.newBuilder()
                                .setOptions(Options.newBuilder().setEngine(engine))
                                .setNetwork(network)));
        for (double until : untilMs) {
            log.addCommands(Command.newBuilder().setAdvance(Advance.newBuilder().setUntilMs(until)));
        }
        return log.build();
    }

    private static List<ResultRecord> read(Path file) throws IOException {
        List<ResultRecord> all = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            ResultFile.read(in, all::add);
        }
        return all;
    }

    @Test
    void theResultOfAJobHoldsAllThatWasRecordedAndRealised() throws Exception {
        List<Event> heard = new ArrayList<>();
        Path file = folder.resolve("result");
        Worker.Result result =
                carryOut(worker, "one", log(Options.Engine.EMULATOR, 60, 100), heard::add, () -> {}, file, MOST);
        assertEquals(ResultFile.sha256(file), result.sha256());
        assertEquals(0.1 / 1e4, result.hardwareSeconds(), 1e-12);
        assertEquals(3, heard.stream().filter(Event::hasDone).count());
        Set<WhatCase> what =
                read(file).stream().map(r -> r.getRequest().getWhatCase()).collect(Collectors.toSet());
        assertEquals(
                Set.of(WhatCase.SPIKES, WhatCase.TRACE, WhatCase.PLACEMENT, WhatCase.PARAMETERS, WhatCase.TEXT), what);
    }

    @Test
    void theSameJobHasTheSameSpikesInAnyWorker() throws Exception {
        Path file = folder.resolve("here");
        var _ = carryOut(worker, "here", log(Options.Engine.EMULATOR, 200), e -> {}, () -> {}, file, MOST);
        try (Worker other = Worker.start(folder.resolve("other"), new Launch(List.of(), CLASS_PATH))) {
            Path there = folder.resolve("there");
            var _ = carryOut(other, "there", log(Options.Engine.EMULATOR, 50, 200), e -> {}, () -> {}, there, MOST);
            assertEquals(spikes(read(file)), spikes(read(there)));
        }
    }

    private static List<ResultRecord> spikes(List<ResultRecord> all) {
        List<ResultRecord> spikes =
                all.stream().filter(r -> r.getRequest().hasSpikes()).toList();
        assertTrue(spikes.stream().anyMatch(r -> r.getSerializedSize() > 100), "some cells fired");
        return spikes;
    }

    @Test
    void aCommandThatMakesNoSenseEndsTheJobWithItsMessage() throws Exception {
        JobException refused = assertThrows(
                JobException.class,
                () -> carryOut(
                        worker,
                        "bad",
                        log(Options.Engine.REFERENCE, 50, 20),
                        e -> {},
                        () -> {},
                        folder.resolve("bad"),
                        MOST));
        assertTrue(String.valueOf(refused.getMessage()).contains("20"), refused.getMessage());
        // and the worker goes on
        var _ = carryOut(
                worker, "good", log(Options.Engine.REFERENCE, 20), e -> {}, () -> {}, folder.resolve("good"), MOST);
    }

    @Test
    void aResultThatIsTooLargeIsNotWritten() {
        IOException tooLarge = assertThrows(
                IOException.class,
                () -> carryOut(
                        worker,
                        "large",
                        log(Options.Engine.REFERENCE, 100),
                        e -> {},
                        () -> {},
                        folder.resolve("large"),
                        100));
        assertTrue(String.valueOf(tooLarge.getMessage()).contains("more than 100 bytes"), tooLarge.getMessage());
    }

    @Test
    void aJobIsCancelledWhileItRuns() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        Thread canceller = Thread.ofPlatform().start(() -> {
            try {
                runs.await();
                worker.cancel("long");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        JobException cancelled = assertThrows(
                JobException.class,
                () -> carryOut(
                        worker,
                        "long",
                        log(Options.Engine.EMULATOR, 1e8),
                        e -> runs.countDown(),
                        () -> {},
                        folder.resolve("long"),
                        MOST));
        assertEquals(Status.Code.CANCELLED, cancelled.code());
        canceller.join();
        assertTrue(worker.alive());
    }

    @Test
    void aJobThatWasCancelledBeforeItBeganDoesNotBegin() throws Exception {
        worker.cancel("early");
        JobException cancelled = assertThrows(
                JobException.class,
                () -> carryOut(
                        worker,
                        "early",
                        log(Options.Engine.EMULATOR, 1e8),
                        e -> {},
                        () -> {},
                        folder.resolve("early"),
                        MOST));
        assertEquals(Status.Code.CANCELLED, cancelled.code());
        assertTrue(worker.alive());
    }

    @Test
    void aWorkerThatIsKilledTakesOnlyItsOwnJobWithIt() throws Exception {
        Worker mortal = Worker.start(folder.resolve("mortal"), new Launch(List.of(), CLASS_PATH));
        WorkerDiedException died = assertThrows(
                WorkerDiedException.class,
                () -> carryOut(
                        mortal,
                        "killed",
                        log(Options.Engine.EMULATOR, 1e8),
                        e -> mortal.kill(),
                        () -> {},
                        folder.resolve("killed"),
                        MOST));
        assertTrue(String.valueOf(died.getMessage()).contains("ended with status"), died.getMessage());
        mortal.close();
        assertFalse(mortal.alive());
    }

    /// A worker that is killed cannot clear up, and its native libraries are large.
    @Test
    void whatAKilledWorkerLeftIsGoneWhenTheNextOneBegins() throws Exception {
        Path home = folder.resolve("again");
        Worker mortal = Worker.start(home, new Launch(List.of(), CLASS_PATH));
        var _ = carryOut(
                mortal, "maps", log(Options.Engine.EMULATOR, 5), _ -> {}, () -> {}, folder.resolve("maps"), MOST);
        Path left = Files.writeString(home.resolve("bss-tmp").resolve("left"), "x");
        mortal.kill();
        try (Worker next = Worker.start(home, new Launch(List.of(), CLASS_PATH))) {
            assertTrue(next.alive());
            assertFalse(Files.exists(left));
            try (Stream<Path> files = Files.list(home.resolve("bss-tmp"))) {
                assertEquals(List.of(), files.toList());
            }
        }
    }

    private static Worker.Result carryOut(
            Worker worker, String name, JobLog log, Consumer<Event> heard, Runnable readout, Path file, long mostBytes)
            throws Exception {
        CarryOut job = CarryOut.newBuilder()
                .setLog(log)
                .setFile(file.toString())
                .setMostBytes(mostBytes)
                .build();
        return worker.carryOut(name, job, heard, readout);
    }
}
