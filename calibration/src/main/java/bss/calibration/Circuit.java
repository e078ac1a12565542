package bss.calibration;

import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.Transfer;
import java.util.HashMap;
import java.util.Map;

/// The transfers of a circuit together with what they reach; reaches are kept, since they take a root search.
final class Circuit {

    private record Key(NeuronParameter parameter, CircuitMode mode) {}

    private final NeuronTransfers transfers;
    private final Map<Key, Reach> reaches = new HashMap<>();
    private final Reach reset = Reach.of(IdealTransfers.of(SharedParameter.V_RESET));

    Circuit(NeuronTransfers transfers) {
        this.transfers = transfers;
    }

    Transfer transfer(NeuronParameter parameter, CircuitMode mode) {
        return transfers.of(parameter, mode);
    }

    Reach reach(NeuronParameter parameter, CircuitMode mode) {
        return reaches.computeIfAbsent(new Key(parameter, mode), key -> Reach.of(transfers.of(parameter, mode)));
    }

    Reach reset() {
        return reset;
    }
}
