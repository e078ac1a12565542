package bss.calibration.measure;

import bss.calibration.measure.result.ChipCalibration;
import bss.emulator.silicon.RowStrength;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.SynapseRowConfig;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// How well what circuits share is known: reset potentials, and the strengths of synapse rows.
final class SharedAccuracy {

    private static final List<Double> RESETS = List.of(0.47, 0.56, 0.68);
    private static final int REWRITES = 8;
    private static final int ROWS_OF_HALF = 224;
    private static final int WEIGHT = 12;

    private SharedAccuracy() {}

    /// V_reset is written for a block, and known for each denmem.
    static Accuracy resets(CalibratedChip measured) {
        Accuracy.Gathering all = new Accuracy.Gathering();
        Transfer ideal = IdealTransfers.of(SharedParameter.V_RESET);
        for (double target : RESETS) {
            List<Double> before = new ArrayList<>();
            List<Double> after = new ArrayList<>();
            List<List<Double>> rewritten = new ArrayList<>();
            int accepted = 0;
            for (ChipCalibration.Denmem d : measured.chip().denmems()) {
                if (!d.accepted()) {
                    continue;
                }
                accepted++;
                int block = NeuronTopology.sharedFgBlock(d.denmem());
                Optional<Transfer> transfer =
                        measured.chip().resets().get(block).fit().transfer();
                if (transfer.isEmpty()) {
                    continue;
                }
                double expected = target + measured.chip().resets().get(block).offset(d.denmem());
                int plain = FloatingGates.nearestCode(ideal.toDac(target));
                int code = FloatingGates.nearestCode(transfer.get().toDac(target));
                List<Double> writes = new ArrayList<>();
                // all denmems of a block share a cell: one write of four blocks is few
                for (int trial = CalibratedChip.REWRITE; trial < CalibratedChip.REWRITE + REWRITES; trial++) {
                    before.add(measured.reset(d.denmem(), plain, trial) - target);
                    writes.add(measured.reset(d.denmem(), code, trial) - expected);
                }
                after.addAll(writes);
                rewritten.add(writes);
            }
            all.target(before, after, rewritten, accepted);
        }
        return all.result("V_reset [V]", Double.POSITIVE_INFINITY);
    }

    /// Rows against the mean over their 256 synapses, each half around its own mean.
    static Accuracy rows(CalibratedChip measured) {
        Accuracy.Gathering all = new Accuracy.Gathering();
        for (int half = 0; half < 2; half++) {
            int h = half;
            List<Double> strength = new ArrayList<>();
            List<Double> miss = new ArrayList<>();
            for (int row : IntStream.of(measured.chip().rows().rows())
                    .filter(r -> r / ROWS_OF_HALF == h)
                    .toArray()) {
                HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
                bits.synapseRow(row, new SynapseRowConfig(true, false, 0, 0, 0, 5, 6));
                RowStrength truth = measured.silicon()
                        .row(new WrittenChip(CalibratedChip.HICANN, bits.build(), CalibratedChip.REWRITE, 0), row);
                double mean = IntStream.range(0, NeuronTopology.COLUMNS)
                        .mapToDouble(column -> truth.siemens(column, WEIGHT, false))
                        .average()
                        .orElseThrow();
                strength.add(Math.log(mean));
                miss.add(Math.log(measured.chip().rows().factor(row) / mean));
            }
            all.target(strength, miss, List.of(), strength.size());
        }
        return all.result("row strength", Double.POSITIVE_INFINITY).aroundMean();
    }
}
