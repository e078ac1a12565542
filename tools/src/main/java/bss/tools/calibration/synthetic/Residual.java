package bss.tools.calibration.synthetic;

import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.IdealCircuit;
import java.util.function.ToDoubleFunction;

/// How far calibrated circuits of real chips lie from their targets, by parameter: the residuals of a synthetic
/// calibration. Those of potentials are offsets, those of times and conductances factors (sigma of ln).
///
/// Published: `cake:doc/figures/*_calibrated*.pdf`, the legends (potentials), and
/// `brainscales1-demos:random_network.rst`, the spread by which NEST mimics wafer 30 (times, as parts of their means).
/// AdEx parameters were never calibrated: theirs are assumed.
enum Residual {
    /// 700.3 +- 4.1, 749.6 +- 4.5, 800.7 +- 5.5 mV.
    THRESHOLD(NeuronParameter.V_T, IdealCircuit::vSpike, Shape.POTENTIAL, 4.7e-3),
    /// 601.2 +- 6.0 mV.
    INHIBITORY(NeuronParameter.E_SYNI, IdealCircuit::eSyni, Shape.POTENTIAL, 6.0e-3),
    /// 800.0 +- 6.3 mV.
    EXCITATORY(NeuronParameter.E_SYNX, IdealCircuit::eSynx, Shape.POTENTIAL, 6.3e-3),
    /// 700.6 +- 12.1 mV.
    LEAK_POTENTIAL(NeuronParameter.E_L, IdealCircuit::eL, Shape.POTENTIAL, 12.1e-3),
    /// 2 +- 1 ms.
    REFRACTORY(NeuronParameter.I_PL, IdealCircuit::tauRefrac, Shape.FALLING, 0.5),
    /// 10 +- 2 ms.
    MEMBRANE(NeuronParameter.I_GL, IdealCircuit::tauM, Shape.FALLING, 0.2),
    /// 3 +- 0.4 ms.
    EXCITATORY_TIME(NeuronParameter.V_SYNTCX, IdealCircuit::tauSynx, Shape.FALLING, 0.13),
    /// 3 +- 0.2 ms.
    INHIBITORY_TIME(NeuronParameter.V_SYNTCI, IdealCircuit::tauSyni, Shape.FALLING, 0.07),
    /// Assumed to be that of the leak potential.
    EXPONENTIAL(NeuronParameter.V_EXP, IdealCircuit::vExp, Shape.POTENTIAL, 12.1e-3),
    /// Assumed, as those that follow, to be that of the membrane time constant.
    SLOPE(NeuronParameter.I_REXP, IdealCircuit::deltaT, Shape.RISING, 0.2),
    ADAPTATION(NeuronParameter.I_GLADAPT, IdealCircuit::a, Shape.RISING, 0.2),
    ADAPTATION_TIME(NeuronParameter.I_RADAPT, IdealCircuit::tauW, Shape.FALLING, 0.2),
    JUMP(NeuronParameter.I_FIRE, IdealCircuit::b, Shape.RISING, 0.2);

    /// How a quantity follows its code.
    enum Shape {
        /// Rises nearly in a straight line.
        POTENTIAL,
        /// Rises from near 0.
        RISING,
        /// Falls as one over the code.
        FALLING
    }

    private final NeuronParameter parameter;

    @SuppressWarnings("ImmutableEnumChecker") // references to methods of a record
    private final ToDoubleFunction<IdealCircuit> quantity;

    private final Shape shape;
    private final double sigma;

    Residual(NeuronParameter parameter, ToDoubleFunction<IdealCircuit> quantity, Shape shape, double sigma) {
        this.parameter = parameter;
        this.quantity = quantity;
        this.shape = shape;
        this.sigma = sigma;
    }

    NeuronParameter parameter() {
        return parameter;
    }

    Shape shape() {
        return shape;
    }

    /// The quantity of a circuit in SI.
    double of(IdealCircuit circuit) {
        return quantity.applyAsDouble(circuit);
    }

    /// What a calibration takes a true quantity for.
    ///
    /// @param normal a standard normal number of circuit and parameter
    double believed(double truth, double normal) {
        return shape == Shape.POTENTIAL ? truth + sigma * normal : truth * StrictMath.exp(sigma * normal);
    }
}
