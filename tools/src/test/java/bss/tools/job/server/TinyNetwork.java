package bss.tools.job.server;

import bss.tools.job.ColumnBytes;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.FetchSpikes;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.JobProjection;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.SpikeTrains;
import bss.tools.job.v1.Table;
import bss.tools.job.v1.Values;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// A source that fires at 20 ms drives one neuron across its threshold with eight connections.
final class TinyNetwork {

    static final double SPIKE_MS = 20;

    private static final int CONNECTIONS = 8;

    private TinyNetwork() {}

    static Command build(Options.Engine engine) {
        JobPopulation source = JobPopulation.newBuilder()
                .setLabel("source")
                .setSize(CONNECTIONS)
                .setCellType("SpikeSourceArray")
                .setSpikeTrains(SpikeTrains.newBuilder().setCounts(ones()).setTimes(times()))
                .build();
        JobPopulation neuron = JobPopulation.newBuilder()
                .setLabel("neuron")
                .setSize(1)
                .setCellType("IF_cond_exp")
                .putParameters("v_thresh", one(-62))
                .putParameters("tau_refrac", one(10))
                .build();
        JobProjection projection = JobProjection.newBuilder()
                .setLabel("drive")
                .setSource(0)
                .setTarget(1)
                .setReceptor("excitatory")
                .setPre(indices())
                .setPost(ByteString.copyFrom(new byte[4 * CONNECTIONS]))
                .setWeight(one(0.014))
                .setDelay(one(1))
                .build();
        return Command.newBuilder()
                .setBuild(Build.newBuilder()
                        .setOptions(Options.newBuilder().setEngine(engine).setStrategy("greedy"))
                        .setNetwork(JobNetwork.newBuilder()
                                .setName("tiny")
                                .addPopulations(source)
                                .addPopulations(neuron)
                                .addProjections(projection)))
                .build();
    }

    static FetchRequest spikes(String job) {
        return FetchRequest.newBuilder()
                .setJob(job)
                .setSpikes(FetchSpikes.newBuilder().setPopulation(1))
                .build();
    }

    /// The times in the column `time` of an answer.
    static List<Double> times(Iterator<Table> tables) {
        List<Double> times = new ArrayList<>();
        tables.forEachRemaining(table -> table.getColumnsList().stream()
                .filter(column -> column.getName().equals("time"))
                .forEach(column -> {
                    ByteBuffer bytes = column.getF64().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
                    while (bytes.hasRemaining()) {
                        times.add(bytes.getDouble());
                    }
                }));
        return times;
    }

    private static Values one(double value) {
        return Values.newBuilder().setAll(value).build();
    }

    private static ByteString ones() {
        return ColumnBytes.i32(IntStream.generate(() -> 1).limit(CONNECTIONS).toArray());
    }

    private static ByteString indices() {
        return ColumnBytes.i32(IntStream.range(0, CONNECTIONS).toArray());
    }

    private static ByteString times() {
        return ColumnBytes.f64(
                DoubleStream.generate(() -> SPIKE_MS).limit(CONNECTIONS).toArray());
    }
}
