package bss.calibration.measure;

import static bss.spec.fg.NeuronParameter.E_L;
import static bss.spec.fg.NeuronParameter.E_SYNI;
import static bss.spec.fg.NeuronParameter.E_SYNX;
import static bss.spec.fg.NeuronParameter.I_FIRE;
import static bss.spec.fg.NeuronParameter.I_GL;
import static bss.spec.fg.NeuronParameter.I_GLADAPT;
import static bss.spec.fg.NeuronParameter.I_PL;
import static bss.spec.fg.NeuronParameter.I_RADAPT;
import static bss.spec.fg.NeuronParameter.I_REXP;
import static bss.spec.fg.NeuronParameter.V_EXP;
import static bss.spec.fg.NeuronParameter.V_SYNTCI;
import static bss.spec.fg.NeuronParameter.V_SYNTCX;
import static bss.spec.fg.NeuronParameter.V_T;

import bss.calibration.measure.result.ChipCalibration;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealCircuit;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.Transfer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// A quantity of a circuit, and targets for it that no routine measures at.
///
/// @param name in reports
/// @param parameter whose code brings it about
/// @param with other parameters that are written for it, with their targets [SI]
/// @param relative its logarithm is compared; else its volts
/// @param most largest sigma allowed after calibration
/// @param of the circuit
/// @param targets in SI
record CheckedQuantity(
        String name,
        NeuronParameter parameter,
        Map<NeuronParameter, Double> with,
        boolean relative,
        double most,
        ToDoubleFunction<IdealCircuit> of,
        List<Double> targets) {

    private static final int REWRITES = 6;
    private static final double TAU_M = 1.4e-6;
    private static final double ANY = Double.POSITIVE_INFINITY;

    static final List<CheckedQuantity> ALL = List.of(
            volt(V_T, 6e-3, IdealCircuit::vSpike, 0.66, 0.83, 0.98),
            volt(E_SYNX, 7e-3, IdealCircuit::eSynx, 0.86, 1.07),
            volt(E_SYNI, 7e-3, IdealCircuit::eSyni, 0.42, 0.61),
            volt(E_L, 12e-3, IdealCircuit::eL, 0.56, 0.77, 0.87),
            volt(V_EXP, ANY, IdealCircuit::vExp, 0.66, 0.78, 0.87),
            relative(I_GL, IdealCircuit::tauM, 0.7e-6, 0.9e-6, 1.4e-6, 2.6e-6, 4.5e-6),
            relative(V_SYNTCX, IdealCircuit::tauSynx, 0.17e-6, 0.21e-6, 0.4e-6, 0.8e-6),
            relative(V_SYNTCI, IdealCircuit::tauSyni, 0.17e-6, 0.21e-6, 0.4e-6, 0.8e-6),
            relative(I_PL, IdealCircuit::tauRefrac, 0.11e-6, 0.13e-6, 0.26e-6, 0.5e-6, 0.9e-6),
            relative(I_REXP, IdealCircuit::deltaT, 3.6e-3, 6e-3, 7.5e-3, 9e-3, 12e-3),
            new CheckedQuantity(
                    "a / g_l",
                    I_GLADAPT,
                    Map.of(I_GL, TAU_M),
                    true,
                    ANY,
                    c -> c.a() / c.gL() * CircuitMode.BIG_CAPACITANCE / TAU_M,
                    List.of(0.6e-6, 1e-6, 2e-6)),
            relative(I_RADAPT, IdealCircuit::tauW, 4e-6, 5e-6, 9e-6, 16e-6, 28e-6),
            new CheckedQuantity(
                    "b / C",
                    I_FIRE,
                    Map.of(),
                    true,
                    ANY,
                    c -> c.b() / c.capacitance() * CircuitMode.BIG_CAPACITANCE,
                    List.of(8e-9, 15e-9, 25e-9)));

    private static CheckedQuantity volt(
            NeuronParameter parameter, double most, ToDoubleFunction<IdealCircuit> of, Double... targets) {
        return new CheckedQuantity(
                parameter.halcoName() + " [V]", parameter, Map.of(), false, most, of, List.of(targets));
    }

    private static CheckedQuantity relative(
            NeuronParameter parameter, ToDoubleFunction<IdealCircuit> of, Double... targets) {
        return new CheckedQuantity(parameter.halcoName(), parameter, Map.of(), true, ANY, of, List.of(targets));
    }

    /// How far a circuit is from a target.
    double miss(IdealCircuit realised, double target) {
        double is = of.applyAsDouble(realised);
        return relative ? Math.log(is / target) : is - target;
    }

    /// Sigma over the accepted circuits of a chip.
    Accuracy of(CalibratedChip measured) {
        Accuracy.Gathering all = new Accuracy.Gathering();
        int trial = CalibratedChip.REWRITE;
        for (double target : targets) {
            List<Double> before = new ArrayList<>();
            List<Double> after = new ArrayList<>();
            List<List<Double>> rewritten = new ArrayList<>();
            int accepted = 0;
            for (ChipCalibration.Denmem d : measured.chip().denmems()) {
                if (!d.accepted()) {
                    continue;
                }
                accepted++;
                Optional<Map<NeuronParameter, Integer>> codes = codes(d, target);
                if (codes.isEmpty()) {
                    continue;
                }
                trial++;
                before.add(miss(measured.truth(d.denmem(), plain(target), trial), target));
                after.add(miss(measured.truth(d.denmem(), codes.get(), trial), target));
                List<Double> writes = new ArrayList<>();
                for (int k = 0; k < REWRITES; k++) {
                    writes.add(miss(measured.truth(d.denmem(), codes.get(), 2 * CalibratedChip.REWRITE + k), target));
                }
                rewritten.add(writes);
            }
            all.target(before, after, rewritten, accepted);
        }
        return all.result(name, most);
    }

    private Map<NeuronParameter, Integer> plain(double target) {
        Map<NeuronParameter, Integer> codes = new EnumMap<>(NeuronParameter.class);
        codes.put(parameter, idealCode(parameter, target));
        with.forEach((p, si) -> codes.put(p, idealCode(p, si)));
        return codes;
    }

    private static int idealCode(NeuronParameter parameter, double si) {
        return FloatingGates.nearestCode(
                IdealTransfers.of(parameter, CircuitMode.DEFAULT).toDac(si));
    }

    /// The codes of a circuit's own transfers, if they hold for the target.
    Optional<Map<NeuronParameter, Integer>> codes(ChipCalibration.Denmem denmem, double target) {
        Map<NeuronParameter, Double> wanted = new EnumMap<>(NeuronParameter.class);
        wanted.put(parameter, target);
        wanted.putAll(with);
        Map<NeuronParameter, Integer> codes = new EnumMap<>(NeuronParameter.class);
        for (Map.Entry<NeuronParameter, Double> entry : wanted.entrySet()) {
            Optional<Transfer> transfer =
                    denmem.transfer(entry.getKey()).filter(t -> t.domain().contains(entry.getValue()));
            if (transfer.isEmpty()) {
                return Optional.empty();
            }
            codes.put(entry.getKey(), FloatingGates.nearestCode(transfer.get().toDac(entry.getValue())));
        }
        return Optional.of(codes);
    }
}
