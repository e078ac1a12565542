package bss.tools.job.reference;

import static bss.tools.job.ColumnBytes.f64;
import static bss.tools.job.ColumnBytes.i32;

import bss.tools.job.JobException;
import bss.tools.job.JobListener;
import bss.tools.job.TableWriter;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Column;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.FetchSpikes;
import bss.tools.job.v1.FetchSynapses;
import bss.tools.job.v1.FetchTrace;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.JobProjection;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.Recording;
import bss.tools.job.v1.SpikeTrains;
import bss.tools.job.v1.Values;
import com.google.protobuf.ByteString;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes jobs and reads their tables.
final class Jobs {

    static final JobListener SILENT = new JobListener() {
        @Override
        public void progress(String stage, double fraction) {}

        @Override
        public void notice(boolean warning, String text) {}
    };

    private Jobs() {}

    static Values all(double value) {
        return Values.newBuilder().setAll(value).build();
    }

    static Values each(double... values) {
        return Values.newBuilder().setF64(f64(values)).build();
    }

    static JobPopulation.Builder neurons(String label, String type, int size) {
        return JobPopulation.newBuilder().setLabel(label).setCellType(type).setSize(size);
    }

    static JobPopulation.Builder array(String label, double... times) {
        return neurons(label, "SpikeSourceArray", 1).setSpikeTrains(trains(times));
    }

    static SpikeTrains trains(double... times) {
        return SpikeTrains.newBuilder()
                .setCounts(i32(times.length))
                .setTimes(f64(times))
                .build();
    }

    static Recording recording(String variable, double interval, int... cells) {
        return Recording.newBuilder()
                .setVariable(variable)
                .setIntervalMs(interval)
                .setCells(i32(cells))
                .build();
    }

    static JobProjection.Builder one(String label, int source, int target, double weight, double delay) {
        return JobProjection.newBuilder()
                .setLabel(label)
                .setSource(source)
                .setTarget(target)
                .setReceptor("excitatory")
                .setPre(i32(0))
                .setPost(i32(0))
                .setWeight(all(weight))
                .setDelay(all(delay));
    }

    static ReferenceEngine build(JobNetwork.Builder network) throws JobException, InterruptedException {
        Options options =
                Options.newBuilder().setEngine(Options.Engine.REFERENCE).build();
        ReferenceEngine engine = new ReferenceEngine(options);
        engine.build(Build.newBuilder().setOptions(options).setNetwork(network).build(), SILENT);
        return engine;
    }

    static double[] spikes(SimulatedEngine engine, int population) throws JobException {
        return doubles(fetch(
                engine,
                FetchRequest.newBuilder()
                        .setSpikes(FetchSpikes.newBuilder().setPopulation(population))
                        .build(),
                "time"));
    }

    static double[] trace(SimulatedEngine engine, int population, String variable, String column) throws JobException {
        return doubles(fetch(
                engine,
                FetchRequest.newBuilder()
                        .setTrace(FetchTrace.newBuilder()
                                .setPopulation(population)
                                .setVariable(variable))
                        .build(),
                column));
    }

    static double[] weights(SimulatedEngine engine, int projection, String column) throws JobException {
        return doubles(fetch(
                engine,
                FetchRequest.newBuilder()
                        .setSynapses(FetchSynapses.newBuilder().setProjection(projection))
                        .build(),
                column));
    }

    private static ByteString fetch(SimulatedEngine engine, FetchRequest request, String column) throws JobException {
        Map<String, ByteString> columns = new LinkedHashMap<>();
        engine.fetch(request, new TableWriter(table -> {
            for (Column c : table.getColumnsList()) {
                columns.merge(
                        c.getName(),
                        c.getValuesCase() == Column.ValuesCase.F64 ? c.getF64() : c.getI32(),
                        ByteString::concat);
            }
        }));
        ByteString bytes = columns.get(column);
        if (bytes == null) {
            throw new AssertionError("no column %s, only %s".formatted(column, columns.keySet()));
        }
        return bytes;
    }

    private static double[] doubles(ByteString bytes) {
        double[] values = new double[bytes.size() / 8];
        bytes.asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(values);
        return values;
    }
}
