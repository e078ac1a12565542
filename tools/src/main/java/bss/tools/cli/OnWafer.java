package bss.tools.cli;

import bss.mapper.network.Network;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Projection;
import bss.mapper.network.Waveform;

/// Refuses by name what a network asks for and the emulated wafer does not do, before long work begins.
final class OnWafer {

    private static final String ELSEWHERE = "bss-run --engine reference runs it";

    private OnWafer() {}

    /// @param file where the network is from, for the message
    static void require(String file, Network network) {
        for (int p = 0; p < network.projections().size(); p++) {
            Projection projection = network.projections().get(p);
            Plasticity plasticity = projection.synapse().plasticity();
            if (!(plasticity instanceof Plasticity.Static)) {
                throw Failure.refused("%s: $.projections[%d].synapse.type of projection \"%s\" is \"%s\","
                                .formatted(file, p, projection.label(), plasticity.name())
                        + " must be \"static\": there is no plasticity on the emulated wafer yet, " + ELSEWHERE);
            }
        }
        for (int c = 0; c < network.currents().size(); c++) {
            Waveform waveform = network.currents().get(c).waveform();
            if (waveform instanceof Waveform.Ac || waveform instanceof Waveform.Noisy) {
                throw Failure.refused("%s: $.currents[%d].type is \"%s\", must be \"dc\" or \"step\" on the wafer, %s"
                        .formatted(file, c, waveform.name(), ELSEWHERE));
            }
        }
    }
}
