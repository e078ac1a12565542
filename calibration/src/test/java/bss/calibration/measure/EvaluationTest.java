package bss.calibration.measure;

import static bss.calibration.measure.Moments.mean;
import static bss.calibration.measure.Moments.sigma;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Evaluation;
import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.TypicalSilicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.topology.WaferTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealCircuit;
import bss.spec.transfer.IdealTransfers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Compares evaluations with what the silicon's circuits truly are at the codes written, which only this test reads.
class EvaluationTest {

    /// Not used in development, which was seed 81.
    private static final long SEED = 30187;

    private static final int HICANN = WaferTopology.hicann(20, 9);
    private static final int WRITES = 12;
    private static final int OTHER_WRITE = 70_000;

    private static ToDoubleFunction<IdealCircuit> quantity(NeuronParameter parameter) {
        return switch (parameter) {
            case V_T -> IdealCircuit::vSpike;
            case E_SYNX -> IdealCircuit::eSynx;
            case E_SYNI -> IdealCircuit::eSyni;
            case E_L -> IdealCircuit::eL;
            case I_PL -> IdealCircuit::tauRefrac;
            case I_GL -> IdealCircuit::tauM;
            case V_SYNTCX -> IdealCircuit::tauSynx;
            case V_SYNTCI -> IdealCircuit::tauSyni;
            case V_EXP -> IdealCircuit::vExp;
            case I_REXP -> IdealCircuit::deltaT;
            case I_GLADAPT -> IdealCircuit::a;
            case I_RADAPT -> IdealCircuit::tauW;
            case I_FIRE -> IdealCircuit::b;
            default -> throw new AssertionError(parameter + " has no target");
        };
    }

    /// What a circuit is with one code, in several writes.
    private static List<Double> truth(Silicon silicon, int denmem, NeuronParameter parameter, double dac) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        int block = NeuronTopology.fgBlock(denmem);
        int code = FloatingGates.nearestCode(dac);
        bits.floatingGate(block, parameter.row(block), NeuronTopology.fgColumn(denmem), code);
        return IntStream.range(0, WRITES)
                .mapToObj(k -> quantity(parameter)
                        .applyAsDouble(
                                silicon.circuit(new WrittenChip(HICANN, bits.build(), OTHER_WRITE + k, 0), denmem)))
                .toList();
    }

    @Test
    void evaluationsAgreeWithWhatTheCircuitsTrulyAre() throws Exception {
        Silicon silicon = new TypicalSilicon(SEED);
        int[] denmems = IntStream.range(0, 16)
                .map(k -> NeuronTopology.denmem(160 + k % 8, k / 8))
                .toArray();
        ChipCalibration chip;
        try (WaferSession session =
                EmulatedWafer.of(silicon, EmulatorOptions.DEFAULT).open(Lease.of(WaferTopology.fpga(HICANN)))) {
            chip = ChipCalibrator.calibrate(session, HICANN, 100, denmems, new int[0]);
        }
        assertEquals(13, chip.evaluations().size());
        for (Evaluation evaluation : chip.evaluations()) {
            compare(silicon, chip, evaluation);
        }
    }

    /// Potentials in V, all else relative to the target.
    private static void compare(Silicon silicon, ChipCalibration chip, Evaluation evaluation) {
        NeuronParameter parameter = evaluation.parameter();
        double target = evaluation.target();
        boolean potential = target > 0.1;
        double unit = potential ? 1 : target;
        double idealCode = IdealTransfers.of(parameter, CircuitMode.DEFAULT).toDac(target);
        List<Double> before = new ArrayList<>();
        List<Double> missBefore = new ArrayList<>();
        List<Double> missAfter = new ArrayList<>();
        double floor = 0;
        for (ChipCalibration.Denmem d : chip.denmems()) {
            double after = evaluation.after(d.denmem());
            double plain = evaluation.before(d.denmem());
            if (!d.accepted() || !Double.isFinite(after) || !Double.isFinite(plain)) {
                continue;
            }
            double ownCode = d.transfer(parameter).orElseThrow().toDac(target);
            List<Double> writes = truth(silicon, d.denmem(), parameter, ownCode);
            floor += Math.pow(sigma(writes) / unit, 2);
            missAfter.add((after - mean(writes)) / unit);
            double is = mean(truth(silicon, d.denmem(), parameter, idealCode));
            before.add(plain / unit);
            missBefore.add((plain - is) / (potential ? 1 : is));
        }
        double rewrite = Math.sqrt(floor / missAfter.size());
        String what =
                "%s, wafer seed %d, %d circuits: sigma before %.3g, beside the truth %.3g before and %.3g after; of a rewrite %.3g"
                        .formatted(
                                parameter,
                                SEED,
                                before.size(),
                                sigma(before),
                                sigma(missBefore),
                                sigma(missAfter),
                                rewrite);
        assertTrue(missAfter.size() >= 10, what);
        // what is not a potential is seen through other cells too, which were written anew as well
        double limit = potential ? 2.5 * rewrite : Math.max(3 * rewrite, sigma(before) / 4);
        assertTrue(sigma(missAfter) <= limit, what);
        assertTrue(sigma(missBefore) <= limit, what);
        assertTrue(Math.abs(mean(missAfter)) <= (potential ? 0.02 : 0.1), what);
    }
}
