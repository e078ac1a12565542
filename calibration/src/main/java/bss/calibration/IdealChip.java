package bss.calibration;

import bss.spec.fg.SharedParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.SpeedMode;
import bss.spec.transfer.SynapseStrengths;
import bss.spec.transfer.Transfer;
import java.util.List;
import java.util.Optional;

/// A chip that nobody has measured.
final class IdealChip implements ChipKnowledge {

    // the speed modes of adaptation change nothing in the ideal circuit
    private static final List<CircuitMode> MODES = CircuitMode.all().stream()
            .filter(mode -> mode.gladapt() == SpeedMode.NORMAL && mode.radapt() == SpeedMode.NORMAL)
            .toList();

    private final Circuit circuit =
            Circuit.unmeasured(IdealTransfers::of, IdealTransfers.of(SharedParameter.V_RESET), GmaxChoice.LARGEST);

    @Override
    public List<CircuitMode> modes() {
        return MODES;
    }

    @Override
    public Circuit typical() {
        return circuit;
    }

    @Override
    public Optional<Circuit> own(int denmem) {
        return Optional.empty();
    }

    @Override
    public Transfer reset(int block) {
        return IdealTransfers.of(SharedParameter.V_RESET);
    }

    @Override
    public double resetOffset(int block, int denmem) {
        return 0;
    }

    @Override
    public int gmaxCode(int block, int selgmax, double nanosiemens) {
        return GmaxChoice.covering(selgmax, nanosiemens).vGmaxCode();
    }

    @Override
    public Optional<SynapseStrengths> strengths(int[][] shared) {
        return Optional.empty();
    }
}
