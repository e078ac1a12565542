package bss.mapper.network;

import java.util.List;
import java.util.Map;

/// A PyNN standard cell type with its parameters.
///
/// Names, units (ms, mV, nF, nA, uS, Hz; `a` in nS) and defaults: NeuralEnsemble/PyNN
/// pyNN/standardmodels/cells.py.
public sealed interface CellType {

    /// PyNN's class name.
    String name();

    Parameters parameters();

    /// What can be recorded, `spikes` first.
    List<Variable> recordable();

    /// Whether this plays spikes and takes no synapses.
    default boolean isSource() {
        return !(this instanceof IfCondExp) && !(this instanceof EifCondExpIsfaIsta);
    }

    /// Leaky integrate-and-fire neuron with exponentially decaying synaptic conductances.
    record IfCondExp(Parameters parameters) implements CellType {

        public static final String NAME = "IF_cond_exp";
        public static final List<ParameterSpec> SPECS = List.of(
                new ParameterSpec("cm", 1.0, Bound.POSITIVE),
                new ParameterSpec("tau_m", 20.0, Bound.POSITIVE),
                new ParameterSpec("tau_refrac", 0.1, Bound.NON_NEGATIVE),
                new ParameterSpec("v_rest", -65.0, Bound.FINITE),
                new ParameterSpec("v_reset", -65.0, Bound.FINITE),
                new ParameterSpec("v_thresh", -50.0, Bound.FINITE),
                new ParameterSpec("tau_syn_E", 5.0, Bound.POSITIVE),
                new ParameterSpec("tau_syn_I", 5.0, Bound.POSITIVE),
                new ParameterSpec("e_rev_E", 0.0, Bound.FINITE),
                new ParameterSpec("e_rev_I", -70.0, Bound.FINITE),
                new ParameterSpec("i_offset", 0.0, Bound.FINITE));

        public IfCondExp {
            requireTable(SPECS, parameters);
        }

        public static IfCondExp of(Map<String, Value> given) {
            return new IfCondExp(Parameters.of(SPECS, given));
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Variable> recordable() {
            return List.of(Variable.SPIKES, Variable.V, Variable.GSYN_EXC, Variable.GSYN_INH);
        }
    }

    /// Adaptive exponential integrate-and-fire neuron (Brette and Gerstner 2005) with exponential conductances.
    record EifCondExpIsfaIsta(Parameters parameters) implements CellType {

        public static final String NAME = "EIF_cond_exp_isfa_ista";
        public static final List<ParameterSpec> SPECS = List.of(
                new ParameterSpec("cm", 0.281, Bound.POSITIVE),
                new ParameterSpec("tau_m", 9.3667, Bound.POSITIVE),
                new ParameterSpec("tau_refrac", 0.1, Bound.NON_NEGATIVE),
                new ParameterSpec("v_rest", -70.6, Bound.FINITE),
                new ParameterSpec("v_reset", -70.6, Bound.FINITE),
                new ParameterSpec("v_thresh", -50.4, Bound.FINITE),
                new ParameterSpec("v_spike", -40.0, Bound.FINITE),
                new ParameterSpec("delta_T", 2.0, Bound.POSITIVE),
                new ParameterSpec("a", 4.0, Bound.FINITE),
                new ParameterSpec("b", 0.0805, Bound.FINITE),
                new ParameterSpec("tau_w", 144.0, Bound.POSITIVE),
                new ParameterSpec("tau_syn_E", 5.0, Bound.POSITIVE),
                new ParameterSpec("tau_syn_I", 5.0, Bound.POSITIVE),
                new ParameterSpec("e_rev_E", 0.0, Bound.FINITE),
                new ParameterSpec("e_rev_I", -80.0, Bound.FINITE),
                new ParameterSpec("i_offset", 0.0, Bound.FINITE));

        public EifCondExpIsfaIsta {
            requireTable(SPECS, parameters);
        }

        public static EifCondExpIsfaIsta of(Map<String, Value> given) {
            return new EifCondExpIsfaIsta(Parameters.of(SPECS, given));
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Variable> recordable() {
            return List.of(Variable.SPIKES, Variable.V, Variable.W, Variable.GSYN_EXC, Variable.GSYN_INH);
        }
    }

    /// A Poisson process of `rate` Hz per cell from `start` for `duration` ms.
    record SpikeSourcePoisson(Parameters parameters) implements CellType {

        public static final String NAME = "SpikeSourcePoisson";
        public static final List<ParameterSpec> SPECS = List.of(
                new ParameterSpec("rate", 1.0, Bound.RATE),
                new ParameterSpec("start", 0.0, Bound.NON_NEGATIVE),
                new ParameterSpec("duration", 1e10, Bound.NON_NEGATIVE));

        public SpikeSourcePoisson {
            requireTable(SPECS, parameters);
        }

        public static SpikeSourcePoisson of(Map<String, Value> given) {
            return new SpikeSourcePoisson(Parameters.of(SPECS, given));
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Variable> recordable() {
            return List.of(Variable.SPIKES);
        }
    }

    /// Given spike times in ms, ascending, one row per cell.
    record SpikeSourceArray(List<DoubleSeries> spikeTimes) implements CellType {

        public static final String NAME = "SpikeSourceArray";

        public SpikeSourceArray {
            spikeTimes = List.copyOf(spikeTimes);
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Parameters parameters() {
            return new Parameters(List.of(), List.of());
        }

        @Override
        public List<Variable> recordable() {
            return List.of(Variable.SPIKES);
        }
    }

    private static void requireTable(List<ParameterSpec> table, Parameters parameters) {
        if (!parameters.specs().equals(table)) {
            throw new IllegalArgumentException("parameters are %s, must be %s".formatted(parameters.specs(), table));
        }
    }
}
