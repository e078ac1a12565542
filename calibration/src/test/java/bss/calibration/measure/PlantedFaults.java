package bss.calibration.measure;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection.Reason;
import bss.emulator.silicon.TypicalSilicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.defects.DefectClass;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.IdealCircuit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is wrong with the circuits of a chip in truth, and whether calibration says so.
///
/// | planted | the right reason |
/// |---|---|
/// | dead denmem | NEVER_FIRES of V_t |
/// | comparator that always fires | ALWAYS_FIRES of V_t |
/// | refractory for ever | NEVER_RECOVERS of I_pl |
/// | stuck cell of a parameter | STUCK of that parameter |
/// | V_t stuck above or below where membranes get | NEVER_FIRES or ALWAYS_FIRES of V_t as well |
///
/// A circuit is truly healthy if nothing of this is planted, and no cell of it that acts is stuck. Neither healthy nor
/// bad are circuits with a stuck V_convoff that happens to be right: it neither leaks nor loses a twentieth of its
/// gain.
/// Cells that nothing sees count as healthy: biases of the integrators, of the comparator, of the exponential and of
/// the synapse lines, and I_conv, whose code alone is the switch.
final class PlantedFaults {

    private static final Set<NeuronParameter> WITHOUT_EFFECT = EnumSet.of(
            NeuronParameter.I_BEXP,
            NeuronParameter.I_CONVI,
            NeuronParameter.I_CONVX,
            NeuronParameter.I_INTBBI,
            NeuronParameter.I_INTBBX,
            NeuronParameter.I_SPIKEAMP,
            NeuronParameter.V_SYNI,
            NeuronParameter.V_SYNX);

    private static final double FOR_EVER = 7.9e-3;
    /// Membranes of the measurement of V_t get from here to there, in V.
    private static final double LEAST_THRESHOLD = 0.62;

    private static final double MOST_THRESHOLD = 1.0;
    /// Loss of gain per volt is 1.
    private static final double HARMLESS_VOLT = 0.05;

    private final List<String> wrong = new ArrayList<>();
    private int healthy;
    private int healthyAccepted;
    private int bad;
    private int badRight;

    private PlantedFaults() {}

    /// One fault and how it must be named.
    private record Fault(String name, NeuronParameter parameter, Set<Reason> right) {

        boolean found(ChipCalibration.Denmem d) {
            Fit fit = d.fits().get(parameter);
            return fit != null
                    && fit.rejection().filter(r -> right.contains(r.reason())).isPresent();
        }
    }

    static PlantedFaults of(CalibratedChip measured, TypicalSilicon silicon) {
        PlantedFaults result = new PlantedFaults();
        for (ChipCalibration.Denmem d : measured.chip().denmems()) {
            result.add(measured, silicon, d);
        }
        return result;
    }

    private void add(CalibratedChip measured, TypicalSilicon silicon, ChipCalibration.Denmem d) {
        boolean harmless = false;
        List<Fault> faults = new ArrayList<>();
        if (silicon.defects().has(DefectClass.DENMEM, CalibratedChip.HICANN, d.denmem())) {
            faults.add(new Fault("dead", NeuronParameter.V_T, EnumSet.of(Reason.NEVER_FIRES)));
        }
        IdealCircuit truth = measured.truth(
                d.denmem(), Map.of(NeuronParameter.V_T, 600, NeuronParameter.I_PL, 1023), CalibratedChip.REWRITE);
        if (truth.tauRefrac() > FOR_EVER) {
            faults.add(new Fault("refractory for ever", NeuronParameter.I_PL, EnumSet.of(Reason.NEVER_RECOVERS)));
        }
        boolean stuckThreshold = isStuck(silicon, d.denmem(), NeuronParameter.V_T);
        if (truth.vSpike() == 0 && !stuckThreshold) {
            faults.add(new Fault("fires always", NeuronParameter.V_T, EnumSet.of(Reason.ALWAYS_FIRES)));
        }
        for (NeuronParameter p : NeuronParameter.values()) {
            if (WITHOUT_EFFECT.contains(p) || !isStuck(silicon, d.denmem(), p)) {
                continue;
            }
            if (isHarmless(silicon, d.denmem(), p)) {
                harmless = true;
                continue;
            }
            Set<Reason> right = EnumSet.of(Reason.STUCK);
            if (p == NeuronParameter.V_T && truth.vSpike() < LEAST_THRESHOLD) {
                right.add(Reason.ALWAYS_FIRES);
            }
            if (p == NeuronParameter.V_T && truth.vSpike() > MOST_THRESHOLD) {
                right.add(Reason.NEVER_FIRES);
            }
            faults.add(new Fault(
                    "stuck %s at %.3f V".formatted(p.halcoName(), held(silicon, d.denmem(), p, 0)), p, right));
        }
        if (faults.isEmpty()) {
            if (!harmless) {
                healthy++;
                healthyAccepted += d.accepted() ? 1 : 0;
                if (!d.accepted()) {
                    wrong.add("denmem %d is healthy: %s".formatted(d.denmem(), reasons(d)));
                }
            }
            return;
        }
        bad++;
        if (faults.stream().anyMatch(f -> f.found(d))) {
            badRight++;
        } else {
            wrong.add("denmem %d is %s: %s"
                    .formatted(
                            d.denmem(),
                            faults.stream().map(Fault::name).toList(),
                            d.accepted() ? "accepted" : reasons(d)));
        }
    }

    private static String reasons(ChipCalibration.Denmem d) {
        StringBuilder text = new StringBuilder();
        for (NeuronParameter p : NeuronParameter.values()) {
            Fit fit = d.fits().get(p);
            if (fit != null && fit.rejection().isPresent()) {
                text.append(p.halcoName())
                        .append(' ')
                        .append(fit.rejection().get())
                        .append("; ");
            }
        }
        return text.toString();
    }

    /// What a cell holds when a code is written, in V.
    private static double held(TypicalSilicon silicon, int denmem, NeuronParameter p, int code) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        int block = NeuronTopology.fgBlock(denmem);
        int column = NeuronTopology.fgColumn(denmem);
        bits.floatingGate(block, p.row(block), column, code);
        return silicon.readout()
                .cellVolt(
                        new WrittenChip(CalibratedChip.HICANN, bits.build(), CalibratedChip.REWRITE, 0),
                        block,
                        p.row(block),
                        column);
    }

    private static boolean isStuck(TypicalSilicon silicon, int denmem, NeuronParameter p) {
        return held(silicon, denmem, p, 100) == held(silicon, denmem, p, FloatingGates.MAX_CODE / 2);
    }

    private static boolean isHarmless(TypicalSilicon silicon, int denmem, NeuronParameter p) {
        if (p != NeuronParameter.V_CONVOFFX && p != NeuronParameter.V_CONVOFFI) {
            return false;
        }
        double above = held(silicon, denmem, p, 0)
                - silicon.offsetVolt(CalibratedChip.HICANN, denmem, p == NeuronParameter.V_CONVOFFI);
        return above > -0.01 && above < HARMLESS_VOLT;
    }

    /// What was not said, or said of the wrong ones.
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    int healthy() {
        return healthy;
    }

    int healthyAccepted() {
        return healthyAccepted;
    }

    int bad() {
        return bad;
    }

    int badRight() {
        return badRight;
    }

    /// Synapse drivers that were said to be dead and are not, or the other way round.
    static List<String> drivers(CalibratedChip measured, TypicalSilicon silicon, int[] drivers) {
        List<String> wrong = new ArrayList<>();
        for (int driver : drivers) {
            // a chip's own generators reach a driver over one sending repeater alone
            int sender = MergerTopology.hlineOfDnc(
                    MergerTopology.dncOfSendingRepeater(L1Topology.sendingRepeaterOfDriver(driver)));
            boolean dead = silicon.defects().has(DefectClass.SYNAPSE_DRIVER, CalibratedChip.HICANN, driver)
                    || silicon.defects().has(DefectClass.HREPEATER, CalibratedChip.HICANN, sender)
                    || silicon.defects().has(DefectClass.HLINE, CalibratedChip.HICANN, sender);
            boolean found = measured.chip().rows().isDead(driver);
            if (dead != found) {
                wrong.add("synapse driver %d of half %d is %s, found %s"
                        .formatted(
                                driver,
                                L1Topology.driverHalf(driver),
                                dead ? "dead" : "alive",
                                found ? "dead" : "alive"));
            }
        }
        return wrong;
    }
}
