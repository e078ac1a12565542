package bss.emulator.silicon;

import bss.spec.config.WaferConfiguration;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.IdealCircuit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// What V_convoff makes of the synaptic inputs of a wafer.
///
/// An input has an offset V_off of its own. Below it the input leaks towards its reversal potential, with
/// g / C = 0.4 /µs for each volt; above it the input loses gain, 1 per volt down to 0.2. An input that is off neither
/// leaks nor amplifies. Assumed; it gives the hinge that calibrations of V_convoff look for.
final class SynapticInputs {

    private final Cells cells;
    private final Draws offset;
    private final double sigma;
    /// By chip, for the last configuration asked for.
    private final AtomicReferenceArray<Gains> gains = new AtomicReferenceArray<>(WaferConfiguration.HICANNS);

    /// Gains by input, 2 * denmem + side.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Gains(WrittenChip chip, float[] byInput) {

        double of(int denmem, boolean right) {
            return byInput[2 * denmem + (right ? 1 : 0)];
        }

        @SuppressWarnings("ReferenceEquality") // an equal configuration would only be computed again
        private boolean isOf(WrittenChip other) {
            return chip.config() == other.config()
                    && chip.trial() == other.trial()
                    && chip.ageSecond() == other.ageSecond();
        }
    }

    SynapticInputs(long waferSeed, Cells cells, Spreads spreads) {
        sigma = spreads.of(SiliconTable.CONVOFF_SIGMA);
        this.cells = cells;
        offset = Draws.of(waferSeed, Draws.Kind.CONVOFF);
    }

    /// V_convoff above V_off in V.
    private double excess(WrittenChip chip, int denmem, boolean right) {
        NeuronParameter parameter = right ? NeuronParameter.V_CONVOFFI : NeuronParameter.V_CONVOFFX;
        int block = NeuronTopology.fgBlock(denmem);
        double held = cells.volt(chip, block, parameter.row(block), NeuronTopology.fgColumn(denmem));
        return held - offsetVolt(chip.hicann(), denmem, right);
    }

    /// V_off of an input [V].
    double offsetVolt(int hicann, int denmem, boolean right) {
        long input = 2L * ((long) hicann * NeuronTopology.DENMEMS + denmem) + (right ? 1 : 0);
        return SiliconTable.CONVOFF_MEAN.value() + sigma * offset.normal(input);
    }

    /// The leak of an input to its reversal potential over the capacitance [1/s].
    double leak(WrittenChip chip, int denmem, boolean right) {
        return SiliconTable.CONVOFF_LEAK.value() * Math.max(0, -excess(chip, denmem, right));
    }

    private double gain(WrittenChip chip, int denmem, boolean right) {
        double loss = SiliconTable.CONVOFF_LOSS.value() * Math.max(0, excess(chip, denmem, right));
        return Math.max(SiliconTable.CONVOFF_LEAST_GAIN.value(), 1 - loss);
    }

    /// The gains of all inputs of a chip.
    Gains gains(WrittenChip chip) {
        Gains known = gains.get(chip.hicann());
        if (known != null && known.isOf(chip)) {
            return known;
        }
        float[] byInput = new float[2 * NeuronTopology.DENMEMS];
        for (int input = 0; input < byInput.length; input++) {
            byInput[input] = (float) gain(chip, input / 2, input % 2 == 1);
        }
        Gains made = new Gains(chip, byInput);
        gains.set(chip.hicann(), made);
        return made;
    }

    /// The circuit with the leaks of its inputs folded into leak, resting potential and exponential term.
    ///
    /// With g' = g_l + g_x + g_i the membrane rests, adaptation included, at
    /// X = (g_l E_l + g_x E_x + g_i E_i + a E_l) / (g' + a). Measured from there, w is smaller by the constant
    /// a (X - E_l), and both equations keep their form.
    /// The exponential term keeps its strength g_l Delta_T if V_exp rises by Delta_T ln(g' / g_l).
    ///
    /// @param x leak of the left input over the capacitance [1/s]
    /// @param i leak of the right input over the capacitance [1/s]
    static IdealCircuit fold(IdealCircuit c, double x, double i) {
        if (x == 0 && i == 0) {
            return c;
        }
        double leak = 1 / c.tauM();
        double all = leak + x + i;
        double a = c.a() / c.capacitance();
        double rest = (leak * c.eL() + x * c.eSynx() + i * c.eSyni() + a * c.eL()) / (all + a);
        double shift = c.exponential() ? c.deltaT() * StrictMath.log(all / leak) : 0;
        return c.withLeak(1 / all, rest, c.vExp() + shift);
    }
}
