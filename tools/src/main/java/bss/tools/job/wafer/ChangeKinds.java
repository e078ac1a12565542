package bss.tools.job.wafer;

import bss.tools.job.JobException;
import bss.tools.job.v1.Change;
import bss.tools.job.v1.ChangedParameter;
import bss.tools.job.v1.ChangedSynapses;
import bss.tools.job.v1.JobCurrent;
import bss.tools.job.v1.JobNetwork;
import java.util.Set;
import java.util.TreeSet;

/// What a change takes.
///
/// @param values parameters of neurons, weights or delays: another translation
/// @param plasticity short-term or STDP parameters that differ: another mapping
/// @param currents other currents
/// @param stimulated parameters of neurons that currents flow into
/// @param sources populations of sources whose parameters are named
record ChangeKinds(boolean values, boolean plasticity, boolean currents, boolean stimulated, Set<Integer> sources) {

    /// @param before the network that is changed
    /// @param after the network as the change leaves it, legal
    static ChangeKinds of(Change change, JobNetwork before, JobNetwork after) throws JobException {
        boolean values = false;
        boolean plasticity = false;
        boolean stimulated = false;
        Set<Integer> sources = new TreeSet<>();
        for (ChangedParameter changed : change.getParametersList()) {
            int p = changed.getPopulation();
            if (after.getPopulations(p).getCellType().startsWith("SpikeSource")) {
                sources.add(p);
            } else {
                values = true;
                stimulated |= after.getCurrentsList().stream()
                        .mapToInt(JobCurrent::getTarget)
                        .anyMatch(t -> t == p);
            }
        }
        for (ChangedSynapses changed : change.getSynapsesList()) {
            int p = changed.getProjection();
            values |= changed.hasWeight() || changed.hasDelay();
            plasticity |= !before.getProjections(p)
                            .getTsodyksMarkram()
                            .equals(after.getProjections(p).getTsodyksMarkram())
                    || !before.getProjections(p)
                            .getStdp()
                            .equals(after.getProjections(p).getStdp());
        }
        return new ChangeKinds(values, plasticity, change.hasCurrents(), stimulated, sources);
    }
}
