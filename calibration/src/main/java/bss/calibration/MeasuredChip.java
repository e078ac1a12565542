package bss.calibration;

import bss.calibration.measure.result.ChipCalibration;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.SynapseStrengths;
import bss.spec.transfer.Transfer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A measured chip. It has the mode that it was measured in; what was not measured of a circuit, or was rejected, is as
/// ideal.
final class MeasuredChip implements ChipKnowledge {

    private final ChipCalibration chip;
    private final Circuit typical;
    private final MeasuredRows rows;
    private final Map<Integer, Circuit> own = new HashMap<>();

    MeasuredChip(ChipCalibration chip) {
        this.chip = chip;
        rows = new MeasuredRows(chip.rows());
        typical = TypicalReach.of(List.of(chip), rows.largest());
    }

    ChipCalibration chip() {
        return chip;
    }

    @Override
    public List<CircuitMode> modes() {
        return List.of(chip.mode());
    }

    @Override
    public Circuit typical() {
        return typical;
    }

    @Override
    public Optional<Circuit> own(int denmem) {
        return Optional.of(own.computeIfAbsent(denmem, this::circuit));
    }

    private Circuit circuit(int denmem) {
        Map<NeuronParameter, Transfer> measured = new HashMap<>();
        chip.denmem(denmem).ifPresent(d -> {
            for (NeuronParameter parameter : NeuronParameter.values()) {
                d.transfer(parameter).ifPresent(t -> measured.put(parameter, t));
            }
        });
        return Circuit.measured(
                (parameter, mode) -> {
                    Transfer transfer = measured.get(parameter);
                    return transfer == null ? IdealTransfers.of(parameter, mode) : transfer;
                },
                typical);
    }

    private Optional<Transfer> measuredReset(int block) {
        return block < chip.resets().size() ? chip.resets().get(block).fit().transfer() : Optional.empty();
    }

    @Override
    public Transfer reset(int block) {
        return measuredReset(block).orElse(IdealTransfers.of(SharedParameter.V_RESET));
    }

    @Override
    public double resetOffset(int block, int denmem) {
        return measuredReset(block).isEmpty() ? 0 : chip.resets().get(block).offset(denmem);
    }

    @Override
    public int gmaxCode(int block, int selgmax, double nanosiemens) {
        return rows.code(block, selgmax, nanosiemens);
    }

    @Override
    public Optional<SynapseStrengths> strengths(int[][] shared) {
        return Optional.of(rows.strengths(shared));
    }
}
