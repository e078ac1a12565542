package bss.hil.loop;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseRowConfig;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.L1Topology;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.Optional;

/// What the 4-bit weights of a synapse mean in biological units: the curve of its row, as calibrated or ideal, scaled
/// so that the mapping's own digital weight is the weight that the mapping reports.
///
/// @param curve conductance by weight
/// @param uSPerNanosiemens biological weight by hardware conductance
record SynapseScale(SynapseWeightTransfer curve, double uSPerNanosiemens) {

    /// Empty if the synapse is lost, its row conducts nothing, or the row's calibration gives no curve that rises.
    static Optional<SynapseScale> of(Mapping mapping, SynapseSites sites, int synapse) {
        if (!sites.realised(synapse)) {
            return Optional.empty();
        }
        int hicann = sites.hicann(synapse);
        int row = sites.row(synapse);
        HicannConfiguration chip = mapping.configuration().hicann(hicann).orElse(HicannConfiguration.RESET);
        return curve(mapping, hicann, chip, row).flatMap(curve -> {
            double scale = sites.weight(synapse) / curve.conductance(chip.weight(row, sites.column(synapse)));
            return Double.isFinite(scale) && scale > 0 ? Optional.of(new SynapseScale(curve, scale)) : Optional.empty();
        });
    }

    private static Optional<SynapseWeightTransfer> curve(
            Mapping mapping, int hicann, HicannConfiguration chip, int row) {
        SynapseRowConfig setting = chip.synapseRow(row);
        int divisor = setting.gmaxDivisor();
        if (divisor < 1) {
            return Optional.empty();
        }
        int quadrant = L1Topology.driverQuadrant(row / 2);
        SharedParameter vGmax = SharedParameter.vGmax(setting.selGmax());
        int code = chip.floatingGate(quadrant, vGmax.row(quadrant), FloatingGates.SHARED_COLUMN);
        return mapping.calibration()
                .flatMap(c -> c.strengths(hicann))
                .map(s -> s.transfer(row, 4 * quadrant + setting.selGmax(), code, divisor))
                .orElseGet(() -> Optional.of(SynapseWeightTransfer.ofCode(code, divisor)));
    }

    /// The weight in uS of a digital weight 0 to 15.
    double uS(int weight) {
        return curve.conductance(weight) * uSPerNanosiemens;
    }

    /// The digital weight for a weight in uS: one of the two neighbours, the upper one with the probability that makes
    /// the mean right, decided by `uniform` in [0, 1); 0.5 is the nearer one. Clipped at both ends.
    int digital(double uS, double uniform) {
        return curve.digitalWeight(uS / uSPerNanosiemens, uniform);
    }
}
