package bss.tools.job.wafer;

import bss.tools.job.Columns;
import bss.tools.job.JobException;
import bss.tools.job.v1.Change;
import bss.tools.job.v1.ChangedParameter;
import bss.tools.job.v1.ChangedRecordings;
import bss.tools.job.v1.ChangedSynapses;
import bss.tools.job.v1.ChangedTrains;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.JobProjection;
import bss.tools.job.v1.SpikeTrains;
import bss.tools.job.v1.Values;
import io.grpc.Status;
import java.util.Map;

/// A network in columns with what a change names replaced: what is written after it.
public final class ChangedNetwork {

    private ChangedNetwork() {}

    /// Replaces values; times of the change are not its matter.
    ///
    /// @param defaults gives the value of a parameter or initial value that the network does not name
    /// @throws JobException if the change names what is not there
    public static JobNetwork of(JobNetwork network, Change change, Defaults defaults) throws JobException {
        JobNetwork.Builder next = network.toBuilder();
        for (ChangedTrains trains : change.getTrainsList()) {
            JobPopulation p = population(next, trains.getPopulation(), "trains");
            next.setPopulations(trains.getPopulation(), p.toBuilder().setSpikeTrains(merged(p, trains)));
        }
        for (ChangedParameter changed : change.getParametersList()) {
            JobPopulation p = population(next, changed.getPopulation(), changed.getName());
            Values values = merged(p, changed, p.getParametersMap(), defaults);
            next.setPopulations(changed.getPopulation(), p.toBuilder().putParameters(changed.getName(), values));
        }
        for (ChangedParameter changed : change.getInitialValuesList()) {
            JobPopulation p = population(next, changed.getPopulation(), "initial " + changed.getName());
            Values values = merged(p, changed, p.getInitialValuesMap(), defaults);
            next.setPopulations(changed.getPopulation(), p.toBuilder().putInitialValues(changed.getName(), values));
        }
        for (ChangedSynapses changed : change.getSynapsesList()) {
            int index = changed.getProjection();
            if (index < 0 || index >= next.getProjectionsCount()) {
                throw new JobException(
                        Status.Code.NOT_FOUND,
                        "changed synapses: projection is %d, must be 0 to %d"
                                .formatted(index, next.getProjectionsCount() - 1));
            }
            next.setProjections(index, merged(next.getProjections(index), changed));
        }
        if (change.hasCurrents()) {
            next.clearCurrents().addAllCurrents(change.getCurrents().getCurrentsList());
        }
        for (ChangedRecordings changed : change.getRecordingsList()) {
            JobPopulation p = population(next, changed.getPopulation(), "recordings");
            next.setPopulations(
                    changed.getPopulation(),
                    p.toBuilder().clearRecordings().addAllRecordings(changed.getRecordingsList()));
        }
        return next.build();
    }

    /// Values of what a network does not name.
    public interface Defaults {

        /// Of each cell of a population.
        double[] of(int population, String name) throws JobException;
    }

    private static JobPopulation population(JobNetwork.Builder network, int index, String what) throws JobException {
        if (index < 0 || index >= network.getPopulationsCount()) {
            throw new JobException(
                    Status.Code.NOT_FOUND,
                    "changed %s: population is %d, must be 0 to %d"
                            .formatted(what, index, network.getPopulationsCount() - 1));
        }
        return network.getPopulations(index);
    }

    private static SpikeTrains merged(JobPopulation p, ChangedTrains changed) throws JobException {
        String where = PopulationColumns.where(p) + ", changed trains";
        if (!p.getCellType().equals("SpikeSourceArray")) {
            throw JobException.invalid("%s: is a %s, must be a SpikeSourceArray", where, p.getCellType());
        }
        int[] cells = Columns.cells(where, changed.getCells(), p.getSize());
        double[][] given = Columns.trains(where, changed.getTrains(), cells.length);
        double[][] all = PopulationColumns.trains(p);
        int spikes = 0;
        for (int i = 0; i < cells.length; i++) {
            all[cells[i]] = given[i];
        }
        for (double[] train : all) {
            spikes += train.length;
        }
        int[] counts = new int[all.length];
        double[] times = new double[spikes];
        int n = 0;
        for (int cell = 0; cell < all.length; cell++) {
            counts[cell] = all[cell].length;
            System.arraycopy(all[cell], 0, times, n, counts[cell]);
            n += counts[cell];
        }
        return SpikeTrains.newBuilder()
                .setCounts(Columns.bytes(counts, 0, counts.length))
                .setTimes(Columns.bytes(times, 0, times.length))
                .build();
    }

    private static Values merged(
            JobPopulation p, ChangedParameter changed, Map<String, Values> known, Defaults defaults)
            throws JobException {
        String where = "%s, changed %s".formatted(PopulationColumns.where(p), changed.getName());
        int[] cells = Columns.cells(where, changed.getCells(), p.getSize());
        double[] given = Columns.values(where, changed.getValues(), cells.length);
        if (cells.length == p.getSize() && changed.getValues().getOfCase() != Values.OfCase.F64) {
            return changed.getValues();
        }
        Values before = known.get(changed.getName());
        double[] all = before == null
                ? defaults.of(changed.getPopulation(), changed.getName())
                : Columns.values(where, before, p.getSize());
        for (int i = 0; i < cells.length; i++) {
            all[cells[i]] = given[i];
        }
        return Values.newBuilder().setF64(Columns.bytes(all, 0, all.length)).build();
    }

    private static JobProjection merged(JobProjection p, ChangedSynapses changed) throws JobException {
        JobProjection.Builder next = p.toBuilder();
        if (changed.hasWeight()) {
            next.setWeight(changed.getWeight());
        }
        if (changed.hasDelay()) {
            next.setDelay(changed.getDelay());
        }
        String where = ProjectionColumns.where(p) + ", changed synapses";
        if (changed.hasTsodyksMarkram()) {
            if (!p.hasTsodyksMarkram()) {
                throw JobException.invalid("%s: has tsodyks_markram, must have none as the projection", where);
            }
            // what is not set stays
            next.setTsodyksMarkram(p.getTsodyksMarkram().toBuilder().mergeFrom(changed.getTsodyksMarkram()));
        }
        if (changed.hasStdp()) {
            if (!p.hasStdp()) {
                throw JobException.invalid("%s: has stdp, must have none as the projection", where);
            }
            next.setStdp(changed.getStdp());
        }
        return next.build();
    }
}
