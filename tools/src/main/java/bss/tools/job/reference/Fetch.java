package bss.tools.job.reference;

import bss.tools.job.Columns;
import bss.tools.job.JobException;
import bss.tools.job.TableWriter;
import bss.tools.job.v1.FetchSpikes;
import bss.tools.job.v1.FetchTrace;
import bss.tools.reference.Projection;
import bss.tools.reference.ReferenceSimulator;
import bss.tools.reference.SpikeTrain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Answers what is asked of a job in the reference.
final class Fetch {

    private final JobModel model;
    private final ReferenceSimulator simulator;
    private final TableWriter to;

    Fetch(JobModel model, ReferenceSimulator simulator, TableWriter to) {
        this.model = model;
        this.simulator = simulator;
        this.to = to;
    }

    void spikes(FetchSpikes request) throws JobException {
        JobCells cells = model.population("spikes", request.getPopulation());
        int[] which = Columns.cells(cells.where() + ", spikes", request.getCells(), cells.size);
        List<double[]> trains = new ArrayList<>();
        int count = 0;
        for (int cell : which) {
            double[] all = played(cells, cell);
            double[] asked = all;
            if (request.getFromMs() > 0) {
                asked = Arrays.stream(all).filter(t -> t >= request.getFromMs()).toArray();
            }
            trains.add(asked);
            count += asked.length;
        }
        int[] cell = new int[count];
        double[] time = new double[count];
        int n = 0;
        for (int i = 0; i < which.length; i++) {
            double[] train = trains.get(i);
            Arrays.fill(cell, n, n + train.length, which[i]);
            System.arraycopy(train, 0, time, n, train.length);
            n += train.length;
        }
        to.i32("cell", cell);
        to.f64("time", time);
    }

    private double[] played(JobCells cells, int cell) {
        if (!model.placed(cells, cell)) {
            return new double[0];
        }
        return cells.isSource() ? played(cells.first + cell) : simulator.spikesMs(cells.first + cell);
    }

    private double[] played(int source) {
        SpikeTrain train = model.train(source);
        double now = simulator.nowMs();
        double[] times = new double[now == 0 ? 0 : SourceTrains.count(train, now)];
        Arrays.setAll(times, train::timeMs);
        return times;
    }

    void trace(FetchTrace request) throws JobException {
        JobCells cells = model.population("trace", request.getPopulation());
        JobCells.Recorded recorded = cells.recorded(request.getVariable())
                .orElseThrow(
                        () -> JobException.invalid("%s: %s is not recorded", cells.where(), request.getVariable()));
        int[] which = recorded.cells().stream().mapToInt(Integer::intValue).toArray();
        double begin = Double.POSITIVE_INFINITY;
        for (int cell : which) {
            begin = Math.min(begin, simulator.traceBeginMs(recorded.variable(), cells.first + cell));
        }
        double[][] traces = new double[which.length][];
        int[] missing = new int[which.length];
        int samples = 0;
        for (int i = 0; i < which.length; i++) {
            int neuron = cells.first + which[i];
            traces[i] = simulator.trace(recorded.variable(), neuron);
            missing[i] = (int)
                    Math.round((simulator.traceBeginMs(recorded.variable(), neuron) - begin) / recorded.intervalMs());
            samples = Math.max(samples, missing[i] + traces[i].length);
        }
        // no value of cells without a place, nor before recording began
        double[] table = new double[Math.multiplyExact(samples, which.length)];
        Arrays.fill(table, Double.NaN);
        for (int i = 0; i < which.length; i++) {
            int known = model.placed(cells, which[i]) ? traces[i].length : 0;
            for (int k = 0; k < known; k++) {
                table[(missing[i] + k) * which.length + i] = traces[i][k];
            }
        }
        to.i32("cell", which);
        to.f64("sample", table);
        to.f64("begin", new double[] {which.length == 0 ? 0 : begin});
    }

    void synapses(int index) throws JobException {
        Projection projection = model.projection(index);
        to.f64("weight", projection.weights());
        to.f64("realised_weight", projection.weights());
        to.f64("realised_delay", projection.delaysMs());
        evolved(index);
    }

    void evolved(int index) throws JobException {
        to.f64("evolved_weight", model.weights(index, simulator));
    }

    void placement(int population) throws JobException {
        JobCells cells = model.population("placement", population);
        int[] none = new int[cells.size];
        Arrays.fill(none, -1);
        to.i32("hicann", none);
        to.i32("denmem", none);
        to.i32("size", new int[cells.size]);
        to.i32("dnc_merger", none);
        to.i32("address", none);
    }

    void parameters(int population) throws JobException {
        for (Map.Entry<String, double[]> column :
                model.population("parameters", population).parameters.entrySet()) {
            to.f64(column.getKey(), column.getValue());
        }
    }
}
