package bss.calibration;

import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.Transfer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The transfers of a circuit together with what they reach; reaches are kept, since they take a root search.
final class Circuit {

    private record Key(NeuronParameter parameter, CircuitMode mode) {}

    private final NeuronTransfers transfers;
    private final Map<Key, Reach> reaches = new HashMap<>();
    private final Reach reset;
    private final double largest;
    private final Map<NeuronParameter, Reach> calibrated;
    private final boolean typical;

    private Circuit(
            NeuronTransfers transfers,
            Reach reset,
            double largest,
            Map<NeuronParameter, Reach> calibrated,
            boolean typical) {
        this.transfers = transfers;
        this.reset = reset;
        this.largest = largest;
        this.calibrated = calibrated.isEmpty() ? Map.of() : new EnumMap<>(calibrated);
        this.typical = typical;
    }

    /// A circuit that nobody has measured.
    ///
    /// @param reset of its V_reset
    /// @param largest conductance of a synapse in nS
    static Circuit unmeasured(NeuronTransfers transfers, Transfer reset, double largest) {
        return new Circuit(transfers, Reach.of(reset), largest, Map.of(), false);
    }

    /// A measured circuit.
    ///
    /// @param typical knows what most circuits reach of the measured parameters, for words
    static Circuit measured(NeuronTransfers transfers, Circuit typical) {
        return new Circuit(transfers, typical.reset, typical.largest, typical.calibrated, false);
    }

    /// Stands for many measured circuits where values that clip are counted: ideal transfers, but the reach of most.
    static Circuit typical(NeuronTransfers ideal, Reach reset, double largest, Map<NeuronParameter, Reach> calibrated) {
        return new Circuit(ideal, reset, largest, calibrated, true);
    }

    Transfer transfer(NeuronParameter parameter, CircuitMode mode) {
        return transfers.of(parameter, mode);
    }

    Reach reach(NeuronParameter parameter, CircuitMode mode) {
        Reach known = typical ? calibrated.get(parameter) : null;
        return known != null
                ? known
                : reaches.computeIfAbsent(new Key(parameter, mode), key -> Reach.of(transfers.of(parameter, mode)));
    }

    /// What most circuits reach of a parameter, if it was measured.
    Optional<Reach> calibrated(NeuronParameter parameter) {
        return Optional.ofNullable(calibrated.get(parameter));
    }

    Reach reset() {
        return reset;
    }

    /// The largest conductance of a synapse in nS.
    double largest() {
        return largest;
    }
}
