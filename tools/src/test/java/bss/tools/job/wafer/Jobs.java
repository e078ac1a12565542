package bss.tools.job.wafer;

import static bss.tools.job.ColumnBytes.f64;
import static bss.tools.job.ColumnBytes.i32;

import bss.tools.job.JobEngine;
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
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Networks in columns, and what is fetched of them.
final class Jobs {

    private Jobs() {}

    static final Options GREEDY =
            Options.newBuilder().setStrategy("greedy").setThreads(1).build();

    /// Keeps what it hears.
    static final class Ear implements JobListener {
        final List<String> notices = new ArrayList<>();

        @Override
        public void progress(String stage, double fraction) {}

        @Override
        public void notice(boolean warning, String text) {
            notices.add(text);
        }
    }

    static Values all(double value) {
        return Values.newBuilder().setAll(value).build();
    }

    static Values each(double... values) {
        return Values.newBuilder().setF64(f64(values)).build();
    }

    static SpikeTrains trains(double[]... trains) {
        int[] counts = new int[trains.length];
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < trains.length; i++) {
            counts[i] = trains[i].length;
            for (double t : trains[i]) {
                times.add(t);
            }
        }
        return SpikeTrains.newBuilder()
                .setCounts(i32(counts))
                .setTimes(f64(times.stream().mapToDouble(t -> t).toArray()))
                .build();
    }

    static JobPopulation.Builder neurons(String label, int size) {
        return JobPopulation.newBuilder()
                .setLabel(label)
                .setSize(size)
                .setCellType("IF_cond_exp")
                .putParameters("cm", all(0.2))
                .putParameters("tau_m", all(10))
                .putParameters("tau_refrac", all(2))
                .putParameters("v_thresh", all(-55));
    }

    static Recording recording(String variable, double intervalMs, int... cells) {
        return Recording.newBuilder()
                .setVariable(variable)
                .setCells(i32(cells))
                .setIntervalMs(intervalMs)
                .build();
    }

    static JobProjection.Builder projection(
            String label, int source, int target, int[] pre, int[] post, Values weight) {
        return JobProjection.newBuilder()
                .setLabel(label)
                .setSource(source)
                .setTarget(target)
                .setReceptor("excitatory")
                .setPre(i32(pre))
                .setPost(i32(post))
                .setWeight(weight)
                .setDelay(all(1));
    }

    static Build build(JobNetwork network) {
        return Build.newBuilder().setNetwork(network).build();
    }

    /// Every column of an answer, joined; keys are names.
    static Map<String, byte[]> fetch(JobEngine engine, FetchRequest request) throws Exception {
        Map<String, ByteArrayOutputStream> columns = new TreeMap<>();
        engine.fetch(request, new TableWriter(table -> {
            for (Column c : table.getColumnsList()) {
                byte[] bytes = c.hasText()
                        ? c.getTextBytes().toByteArray()
                        : (c.hasF64() ? c.getF64() : c.getI32()).toByteArray();
                columns.computeIfAbsent(c.getName(), _ -> new ByteArrayOutputStream())
                        .writeBytes(bytes);
            }
        }));
        Map<String, byte[]> all = new TreeMap<>();
        columns.forEach((name, bytes) -> all.put(name, bytes.toByteArray()));
        return all;
    }

    static double[] doubles(byte[] bytes) {
        double[] values = new double[bytes.length / 8];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
        return values;
    }

    static int[] ints(byte[] bytes) {
        int[] values = new int[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
        return values;
    }

    /// `cell@time` of a population.
    static List<String> spikes(JobEngine engine, int population) throws Exception {
        Map<String, byte[]> columns = fetch(
                engine,
                FetchRequest.newBuilder()
                        .setSpikes(FetchSpikes.newBuilder().setPopulation(population))
                        .build());
        int[] cell = ints(columns.getOrDefault("cell", new byte[0]));
        double[] time = doubles(columns.getOrDefault("time", new byte[0]));
        List<String> spikes = new ArrayList<>();
        for (int i = 0; i < cell.length; i++) {
            spikes.add(cell[i] + "@" + time[i]);
        }
        return spikes;
    }

    /// Samples, time by time.
    static double[] trace(JobEngine engine, int population, String variable) throws Exception {
        return doubles(fetch(
                        engine,
                        FetchRequest.newBuilder()
                                .setTrace(FetchTrace.newBuilder()
                                        .setPopulation(population)
                                        .setVariable(variable))
                                .build())
                .getOrDefault("sample", new byte[0]));
    }

    static double[] synapses(JobEngine engine, int projection, String column) throws Exception {
        return doubles(fetch(
                        engine,
                        FetchRequest.newBuilder()
                                .setSynapses(FetchSynapses.newBuilder().setProjection(projection))
                                .build())
                .getOrDefault(column, new byte[0]));
    }
}
