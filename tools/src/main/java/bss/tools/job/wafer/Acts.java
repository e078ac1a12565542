package bss.tools.job.wafer;

import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.Variable;
import bss.spec.backend.BackendException;
import bss.spec.backend.WaferProbe;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.CellSites;
import bss.tools.run.MembraneChannels;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a job does to a session, made so that it can be done again.
final class Acts {

    private Acts() {}

    static WaferConfiguration configuration(JobMapping mapping, Optional<MembraneChannels> membranes) {
        return membranes
                .map(MembraneChannels::configuration)
                .orElseGet(() -> mapping.mapping().configuration());
    }

    /// Everything at time 0.
    ///
    /// @param membranes their channels; empty: ideal silicon, where the probe sets initial values and records
    static Experiment.Act open(
            JobMapping mapping, int trial, List<Recorded> recordings, Optional<MembraneChannels> membranes) {
        return live -> {
            live.session().configure(configuration(mapping, membranes), EnumSet.allOf(ConfigurationStage.class), trial);
            if (membranes.isEmpty()) {
                initialise(live, mapping);
            }
            live.recorder().record(recordings, mapping, 0, membranes);
        };
    }

    private static void initialise(Live live, JobMapping mapping) throws BackendException {
        WaferProbe probe = live.session().probe().orElseThrow();
        Network network = mapping.network();
        ResolvedNetwork resolved = new ResolvedNetwork(network);
        Scale scale = new Scale(mapping);
        for (int p = 0; p < network.populations().size(); p++) {
            Population population = network.populations().get(p);
            if (population.cell().isSource()) {
                continue;
            }
            CellSites sites = mapping.mapping().cells().get(p);
            double[] v = resolved.initialValues(p, Variable.V);
            boolean adaptation = population.cell().recordable().contains(Variable.W);
            double[] w = adaptation ? resolved.initialValues(p, Variable.W) : new double[v.length];
            for (int cell = 0; cell < sites.count(); cell++) {
                if (sites.placed(cell)) {
                    probe.initialise(
                            sites.hicann(cell),
                            sites.denmem(cell),
                            scale.volt(v[cell]),
                            scale.ampere(p, cell, w[cell]));
                }
            }
        }
    }

    /// Other recordings from now on.
    static Experiment.Act record(
            JobMapping mapping, double nowMs, List<Recorded> recordings, Optional<MembraneChannels> membranes) {
        return live -> live.recorder().record(recordings, mapping, nowMs, membranes);
    }

    /// The bits of another mapping with everything at its place; state goes on.
    ///
    /// @param written projections whose weights are to be those of `after`, also where STDP has changed them
    /// @param stimuli whether current generators start again with new tables
    static Experiment.Act configure(
            JobMapping before,
            JobMapping after,
            int trial,
            Set<Integer> written,
            boolean stimuli,
            Optional<MembraneChannels> membranes) {
        return live -> {
            WaferConfiguration present = live.session().readBack();
            WaferConfiguration next = Evolved.kept(
                    configuration(after, membranes),
                    after.network(),
                    before.mapping(),
                    after.mapping(),
                    present,
                    written);
            Set<ConfigurationStage> stages = Bits.differing(present, next);
            if (!stimuli) {
                stages.remove(ConfigurationStage.CURRENT_STIMULUS);
            }
            if (!stages.isEmpty()) {
                live.session().configure(next, stages, trial);
            }
            live.recorder().scale(after);
        };
    }

    /// State variables of cells of one population, in PyNN's units.
    static final class State {
        final Map<Integer, Double> v = new TreeMap<>();
        final Map<Integer, Double> w = new TreeMap<>();
    }

    /// Sets state variables. Where only one of v and w of a neuron with adaptation is set, the other is read first,
    /// which takes one cycle.
    ///
    /// @param states by population
    static Experiment.Act state(JobMapping mapping, Map<Integer, State> states) {
        return live -> {
            Scale scale = new Scale(mapping);
            Map<Long, Integer> peeked = new TreeMap<>();
            for (Map.Entry<Integer, State> entry : states.entrySet()) {
                int p = entry.getKey();
                State state = entry.getValue();
                CellSites sites = mapping.mapping().cells().get(p);
                boolean adaptation = mapping.network()
                        .populations()
                        .get(p)
                        .cell()
                        .recordable()
                        .contains(Variable.W);
                for (int cell = 0; cell < sites.count(); cell++) {
                    boolean v = state.v.containsKey(cell);
                    boolean w = state.w.containsKey(cell);
                    if (adaptation && sites.placed(cell) && v != w) {
                        peeked.put(
                                key(p, cell),
                                live.recorder()
                                        .peek(sites.hicann(cell), sites.denmem(cell), v ? Variable.W : Variable.V));
                    }
                }
            }
            if (!peeked.isEmpty()) {
                live.advance(live.session().now() + 1, Silent.LISTENER);
            }
            for (Map.Entry<Integer, State> entry : states.entrySet()) {
                int p = entry.getKey();
                State state = entry.getValue();
                CellSites sites = mapping.mapping().cells().get(p);
                for (int cell = 0; cell < sites.count(); cell++) {
                    Double v = state.v.get(cell);
                    Double w = state.w.get(cell);
                    if (sites.placed(cell) && (v != null || w != null)) {
                        Integer watch = peeked.get(key(p, cell));
                        double seen = watch == null ? 0 : live.recorder().last(watch);
                        live.session()
                                .probe()
                                .orElseThrow()
                                .initialise(
                                        sites.hicann(cell),
                                        sites.denmem(cell),
                                        v == null ? seen : scale.volt(v),
                                        w == null ? seen : scale.ampere(p, cell, w));
                    }
                }
            }
        };
    }

    private static long key(int population, int cell) {
        return (long) population << 32 | cell;
    }
}
