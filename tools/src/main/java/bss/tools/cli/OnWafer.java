package bss.tools.cli;

import bss.mapper.network.Network;
import bss.mapper.network.Waveform;

/// Refuses by name what a network asks for and the emulated wafer does not do, before long work begins.
final class OnWafer {

    private static final String ELSEWHERE = "bss-run --engine reference runs it";

    private OnWafer() {}

    /// @param file where the network is from, for the message
    static void require(String file, Network network) {
        for (int c = 0; c < network.currents().size(); c++) {
            Waveform waveform = network.currents().get(c).waveform();
            if (waveform instanceof Waveform.Ac || waveform instanceof Waveform.Noisy) {
                throw Failure.refused("%s: $.currents[%d].type is \"%s\", must be \"dc\" or \"step\" on the wafer, %s"
                        .formatted(file, c, waveform.name(), ELSEWHERE));
            }
        }
    }
}
