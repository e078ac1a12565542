package bss.tools.calibration.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Rejection;
import bss.calibration.measure.result.StrengthCurve;
import bss.calibration.measure.routine.NeuronSteps;
import bss.emulator.silicon.RowStrength;
import bss.emulator.silicon.TypicalSilicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.SynapseRowConfig;
import bss.spec.defects.DefectClass;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.IdealCircuit;
import bss.spec.transfer.Transfer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Synthetic calibrations against the silicon, written anew: each circuit misses its target by what is published.
class SyntheticCalibrationTest {

    private static final long SEED = 77;
    private static final int HICANN = 120;
    private static final List<Integer> ALL =
            IntStream.range(0, NeuronTopology.DENMEMS).boxed().toList();
    private static final int REWRITES = 12;

    private static final TypicalSilicon SILICON = new TypicalSilicon(SEED);
    private static final ChipCalibration CHIP = new SyntheticCalibration(SEED).chip(HICANN, ALL, Set.of());

    /// @param sigma of the residual, from the publications
    private record Check(
            NeuronParameter parameter, double target, double sigma, boolean volt, ToDoubleFunction<IdealCircuit> of) {}

    private static final List<Check> CHECKS = List.of(
            new Check(NeuronParameter.V_T, 0.75, 4.7e-3, true, IdealCircuit::vSpike),
            new Check(NeuronParameter.E_SYNX, 0.9, 6.3e-3, true, IdealCircuit::eSynx),
            new Check(NeuronParameter.E_SYNI, 0.55, 6.0e-3, true, IdealCircuit::eSyni),
            new Check(NeuronParameter.E_L, 0.7, 12.1e-3, true, IdealCircuit::eL),
            new Check(NeuronParameter.I_GL, 1.2e-6, 0.2, false, IdealCircuit::tauM),
            new Check(NeuronParameter.I_PL, 0.15e-6, 0.5, false, IdealCircuit::tauRefrac),
            new Check(NeuronParameter.V_SYNTCX, 0.3e-6, 0.13, false, IdealCircuit::tauSynx),
            new Check(NeuronParameter.V_SYNTCI, 0.3e-6, 0.07, false, IdealCircuit::tauSyni),
            new Check(NeuronParameter.V_EXP, 0.8, 12.1e-3, true, IdealCircuit::vExp),
            new Check(NeuronParameter.I_REXP, 6e-3, 0.2, false, IdealCircuit::deltaT),
            new Check(NeuronParameter.I_GLADAPT, 1e-6, 0.2, false, IdealCircuit::a),
            new Check(NeuronParameter.I_RADAPT, 9e-6, 0.2, false, IdealCircuit::tauW),
            new Check(NeuronParameter.I_FIRE, 12e-9, 0.2, false, IdealCircuit::b));

    @Test
    void everyParameterMissesItsTargetByThePublishedResidual() {
        for (Check check : CHECKS) {
            double squares = 0;
            double sum = 0;
            int count = 0;
            for (ChipCalibration.Denmem d : CHIP.denmems()) {
                Optional<Transfer> transfer = d.transfer(check.parameter())
                        .filter(t -> d.accepted() && t.domain().contains(check.target()));
                if (transfer.isEmpty()) {
                    continue;
                }
                int code = FloatingGates.nearestCode(transfer.get().toDac(check.target()));
                double realised = realised(d.denmem(), check, code);
                double miss = check.volt() ? realised - check.target() : Math.log(realised / check.target());
                squares += miss * miss;
                sum += miss;
                count++;
            }
            double sigma = Math.sqrt(squares / count);
            String what = "%s, wafer seed %d: sigma %.4g of %d circuits, mean %.4g"
                    .formatted(check.parameter(), SEED, sigma, count, sum / count);
            // half of the refractory times that spread so far lie outside what codes reach
            assertTrue(count > 330, what);
            assertEquals(check.sigma(), sigma, 0.2 * check.sigma(), what);
            assertEquals(0, sum / count, 0.2 * check.sigma(), what);
        }
    }

    /// The mean over rewrites, all else off.
    private static double realised(int denmem, Check check, int code) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        int block = NeuronTopology.fgBlock(denmem);
        int column = NeuronTopology.fgColumn(denmem);
        bits.floatingGate(block, check.parameter().row(block), column, code);
        bits.floatingGate(block, NeuronParameter.V_CONVOFFX.row(block), column, FloatingGates.MAX_CODE);
        bits.floatingGate(block, NeuronParameter.V_CONVOFFI.row(block), column, FloatingGates.MAX_CODE);
        return IntStream.rangeClosed(1, REWRITES)
                .mapToDouble(write -> check.of()
                        .applyAsDouble(SILICON.circuit(new WrittenChip(HICANN, bits.build(), write, 0), denmem)))
                .average()
                .orElseThrow();
    }

    @Test
    void deadPartsAreMarkedAndHealthyOnesAreNot() {
        int healthy = 0;
        for (ChipCalibration.Denmem d : CHIP.denmems()) {
            boolean dead = SILICON.defects().has(DefectClass.DENMEM, HICANN, d.denmem());
            boolean neverFires = d.rejections().stream().anyMatch(r -> r.reason() == Rejection.Reason.NEVER_FIRES);
            assertEquals(dead, neverFires, "denmem " + d.denmem());
            healthy += d.accepted() ? 1 : 0;
        }
        // 1.5 % dead, 1 % outliers, 0.1 % stuck of 13 cells each
        assertTrue(healthy > 470 && healthy < 512, healthy + " accepted");
        for (int driver = 0; driver < L1Topology.DRIVERS; driver++) {
            assertEquals(
                    SILICON.defects().has(DefectClass.SYNAPSE_DRIVER, HICANN, driver),
                    CHIP.rows().isDead(driver),
                    "driver " + driver);
        }
        int lines = CHIP.lines().dead().values().stream().mapToInt(Set::size).sum();
        long truth = IntStream.range(0, 64)
                        .filter(l -> SILICON.defects().has(DefectClass.HREPEATER, HICANN, l))
                        .count()
                + IntStream.range(0, 256)
                        .filter(l -> SILICON.defects().has(DefectClass.VREPEATER, HICANN, l))
                        .count();
        assertEquals(truth, lines);
    }

    @Test
    void rowsConductWhatFactorAndCurveSay() {
        StrengthCurve curve = CHIP.rows().curve().orElseThrow();
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        for (int row = 0; row < 2 * L1Topology.DRIVERS; row++) {
            bits.synapseRow(row, new SynapseRowConfig(true, false, 0, 0, 2, 3, 2));
        }
        for (int denmem = 0; denmem < NeuronTopology.DENMEMS; denmem++) {
            int block = NeuronTopology.fgBlock(denmem);
            bits.floatingGate(block, NeuronParameter.V_CONVOFFX.row(block), NeuronTopology.fgColumn(denmem), 0);
        }
        double ampere = 0.9e-6;
        for (int block = 0; block < 4; block++) {
            int code =
                    FloatingGates.nearestCode(curve.gmax(block, 2).orElseThrow().toDac(ampere));
            bits.floatingGate(block, SharedParameter.V_GMAX2.row(block), 0, code);
        }
        double squares = 0;
        int[] rows = CHIP.rows().rows();
        for (int row : rows) {
            RowStrength truth = SILICON.row(new WrittenChip(HICANN, bits.build(), 3, 0), row);
            for (int weight : new int[] {3, 8, 15}) {
                double mean = IntStream.range(0, 256)
                        .mapToDouble(column -> truth.siemens(column, weight, false))
                        .average()
                        .orElseThrow();
                double said = 1e-9
                        * curve.transfer(CHIP.rows().factor(row), ampere, 5).conductance(weight);
                squares += Math.pow(Math.log(mean / said), 2) / 3;
            }
        }
        assertEquals(0.05, Math.sqrt(squares / rows.length), 0.008, "wafer seed " + SEED);
    }

    @Test
    void inputsHardlyLeakAtTheirVConvoff() {
        int leaky = 0;
        int lossy = 0;
        for (ChipCalibration.Denmem d : CHIP.denmems()) {
            int code =
                    (int) d.transfer(NeuronParameter.V_CONVOFFX).orElseThrow().toDac(0);
            leaky += rate(d.denmem(), code) - rate(d.denmem(), FloatingGates.MAX_CODE) > 1.5e4 ? 1 : 0;
            // 60 mV lower it leaks, so that it does not lose gain for nothing
            lossy += rate(d.denmem(), code - 40) - rate(d.denmem(), FloatingGates.MAX_CODE) < 1e3 ? 1 : 0;
        }
        assertTrue(leaky < 25, leaky + " inputs leak");
        assertTrue(lossy < 25, lossy + " inputs lose gain for nothing");
    }

    private static double rate(int denmem, int code) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        int block = NeuronTopology.fgBlock(denmem);
        int column = NeuronTopology.fgColumn(denmem);
        bits.floatingGate(block, NeuronParameter.I_GL.row(block), column, 300);
        bits.floatingGate(block, NeuronParameter.I_CONVX.row(block), column, FloatingGates.MAX_CODE);
        bits.floatingGate(block, NeuronParameter.V_CONVOFFX.row(block), column, code);
        bits.floatingGate(block, NeuronParameter.V_CONVOFFI.row(block), column, FloatingGates.MAX_CODE);
        return IntStream.rangeClosed(1, REWRITES)
                .mapToDouble(w -> 1
                        / SILICON.circuit(new WrittenChip(HICANN, bits.build(), w, 0), denmem)
                                .tauM())
                .average()
                .orElseThrow();
    }

    @Test
    void itFollowsFromTheSeedAndLeavesOutWhatIsNotWanted() {
        List<Integer> some = List.of(3, 300);
        ChipCalibration lif = new SyntheticCalibration(SEED).chip(HICANN, some, NeuronSteps.ADEX);
        for (ChipCalibration.Denmem d : lif.denmems()) {
            assertTrue(Collections.disjoint(d.fits().keySet(), NeuronSteps.ADEX));
            assertEquals(
                    CHIP.denmem(d.denmem()).orElseThrow().fits().get(NeuronParameter.V_T),
                    d.fits().get(NeuronParameter.V_T));
        }
        assertFalse(lif.denmem(4).isPresent());
        ChipCalibration other = new SyntheticCalibration(SEED + 1).chip(HICANN, some, Set.of());
        assertNotEquals(
                CHIP.denmem(3).orElseThrow().fits().get(NeuronParameter.V_T),
                other.denmem(3).orElseThrow().fits().get(NeuronParameter.V_T));
    }
}
