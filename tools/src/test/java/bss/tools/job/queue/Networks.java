package bss.tools.job.queue;

import bss.tools.job.ColumnBytes;
import bss.tools.job.v1.Advance;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Column;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.JobProjection;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.Options.Engine;
import bss.tools.job.v1.Recording;
import bss.tools.job.v1.Values;
import bss.tools.job.worker.ResultFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Networks that take long in the one way or the other, and what their results say.
final class Networks {

    private static final double SPEEDUP = 1e4;
    private static final double REST_MS = 100;

    /// A spike of a result.
    record Spike(int cell, double timeMs) {}

    private Networks() {}

    /// Neurons that fire by themselves, each at a rate of its own.
    ///
    /// @param recorded whether their membranes are, which makes the result large
    static JobLog firing(Engine engine, int neurons, boolean recorded, double untilMs) {
        double[] rests = new double[neurons];
        for (int n = 0; n < neurons; n++) {
            rests[n] = -48 + 6.0 * n / neurons;
        }
        JobPopulation.Builder cells = JobPopulation.newBuilder()
                .setLabel("cells")
                .setSize(neurons)
                .setCellType("IF_cond_exp")
                .putParameters(
                        "v_rest",
                        Values.newBuilder().setF64(ColumnBytes.f64(rests)).build())
                // few spikes, or results would take longer than runs
                .putParameters("tau_refrac", Values.newBuilder().setAll(REST_MS).build());
        if (recorded) {
            cells.addRecordings(Recording.newBuilder().setVariable("v"));
        }
        return log(engine, "greedy", JobNetwork.newBuilder().addPopulations(cells), untilMs);
    }

    /// As [#firing], with connections at random that the mapper searches long for.
    static JobLog tangled(int neurons, int connections, String strategy, double untilMs) {
        Random random = new Random(5);
        int[] pre = random.ints(connections, 0, neurons).toArray();
        int[] post = random.ints(connections, 0, neurons).toArray();
        JobNetwork.Builder network = JobNetwork.newBuilder()
                .addPopulations(JobPopulation.newBuilder()
                        .setLabel("cells")
                        .setSize(neurons)
                        .setCellType("IF_cond_exp"))
                .addProjections(JobProjection.newBuilder()
                        .setLabel("tangle")
                        .setReceptor("excitatory")
                        .setPre(ColumnBytes.i32(pre))
                        .setPost(ColumnBytes.i32(post))
                        .setWeight(Values.newBuilder().setAll(0.004))
                        .setDelay(Values.newBuilder().setAll(1)));
        return log(Engine.EMULATOR, strategy, network, untilMs);
    }

    private static JobLog log(Engine engine, String strategy, JobNetwork.Builder network, double untilMs) {
        return JobLog.newBuilder()
                .addCommands(Command.newBuilder()
                        .setBuild(Build.newBuilder()
                                .setOptions(Options.newBuilder()
                                        .setEngine(engine)
                                        .setStrategy(strategy)
                                        .setSpeedup(SPEEDUP))
                                .setNetwork(network.setSeed(11))))
                .addCommands(
                        Command.newBuilder().setAdvance(Advance.newBuilder().setUntilMs(untilMs)))
                .build();
    }

    /// How far a job came that needed so much of the wafer's time.
    static double reachedMs(double hardwareSeconds) {
        return hardwareSeconds * SPEEDUP * 1e3;
    }

    /// All spikes of a result before a time, in its order.
    static List<Spike> spikes(byte[] result, double beforeMs) throws IOException {
        ByteArrayOutputStream cells = new ByteArrayOutputStream();
        ByteArrayOutputStream times = new ByteArrayOutputStream();
        ResultFile.read(new ByteArrayInputStream(result), record -> {
            if (record.getRequest().hasSpikes()) {
                for (Column column : record.getTable().getColumnsList()) {
                    cells.writeBytes(column.getI32().toByteArray());
                    times.writeBytes(column.getF64().toByteArray());
                }
            }
        });
        ByteBuffer cell = ByteBuffer.wrap(cells.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer time = ByteBuffer.wrap(times.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        List<Spike> spikes = new ArrayList<>();
        while (time.hasRemaining()) {
            Spike spike = new Spike(cell.getInt(), time.getDouble());
            if (spike.timeMs() < beforeMs) {
                spikes.add(spike);
            }
        }
        return spikes;
    }
}
