package bss.calibration;

import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.Transfer;

/// The transfers of one denmem.
@FunctionalInterface
interface NeuronTransfers {

    Transfer of(NeuronParameter parameter, CircuitMode mode);
}
