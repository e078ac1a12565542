package bss.emulator.adc;

import bss.emulator.silicon.Readout;
import bss.emulator.silicon.WrittenChip;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.config.AnalogOutputConfig;
import bss.spec.random.KeyedRandom;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.List;

/// Hands out the twelve ADC channels of a session and keeps what they record.
///
/// An output is followed as it stands when the recording starts. Modelled are its inputs for the four membranes of a
/// quad and for floating-gate cells; fire line, preout and DLL voltage are not.
/// Source: halbe, `hal/HICANNContainer.h` Analog; marocco, `parameter/results/AnalogOutputs.cpp`.
public final class AdcDesk {

    private static final int NO_DENMEM = -1;

    private final Readout readout;
    private final List<AdcRecording> recordings = new ArrayList<>();
    private long started;

    public AdcDesk(Readout readout) {
        this.readout = readout;
    }

    /// Starts a recording at cycle `now`.
    ///
    /// @param chip the chip of the request
    /// @throws BackendException if the channel is busy, or the output shows nothing that is modelled
    public AdcRecording record(AdcRequest request, WrittenChip chip, long now) throws BackendException {
        for (AdcRecording other : recordings) {
            if (other.request().channel() == request.channel()
                    && !other.recorder().finished()) {
                throw new BackendException(
                        "%s: ADC channel %d (group %d, output %d) still records HICANN %d, must be free"
                                .formatted(
                                        name(request),
                                        request.channel(),
                                        request.channel() / 2,
                                        request.output(),
                                        other.hicann()));
            }
        }
        int denmem = denmem(request, chip);
        double offset = denmem == NO_DENMEM ? 0 : readout.membraneOffset(request.hicann(), denmem);
        long sequence = KeyedRandom.key(chip.trial(), request.hicann(), denmem, started++);
        AdcRecorder recorder =
                new AdcRecorder(readout.board(request.channel()), offset, sequence, now, request.samples());
        AdcRecording recording = new AdcRecording(request, denmem, cellQ30(request, chip), recorder);
        recordings.add(recording);
        return recording;
    }

    private static String name(AdcRequest request) {
        return "HICANN %d, analog output %d".formatted(request.hicann(), request.output());
    }

    private int cellQ30(AdcRequest request, WrittenChip chip) {
        return request.cell()
                .map(cell -> (int) Math.round(readout.cellVolt(chip, cell.block(), cell.row(), cell.column()) * 0x1p30))
                .orElse(0);
    }

    private static int denmem(AdcRequest request, WrittenChip chip) throws BackendException {
        AnalogOutputConfig shown = chip.config().analogOutput(request.output());
        return switch (shown) {
            case MEMBRANE_TOP_EVEN, MEMBRANE_TOP_ODD, MEMBRANE_BOTTOM_EVEN, MEMBRANE_BOTTOM_ODD -> {
                if (request.cell().isPresent()) {
                    throw new BackendException(
                            "%s shows %s, must show floating gates to record a cell".formatted(name(request), shown));
                }
                yield membrane(request, chip, shown);
            }
            case FLOATING_GATES_LEFT, FLOATING_GATES_RIGHT -> {
                int side = shown == AnalogOutputConfig.FLOATING_GATES_LEFT ? 0 : 1;
                if (request.cell().isEmpty() || request.cell().get().block() % 2 != side) {
                    throw new BackendException("%s shows %s, the request must name a cell of block %d or %d"
                            .formatted(name(request), shown, side, 2 + side));
                }
                yield NO_DENMEM;
            }
            case NONE, FIRELINE_NEURON_0, PREOUT, DLL_VOLTAGE ->
                throw new BackendException("%s shows %s, must show a membrane or floating gates to be recorded"
                        .formatted(name(request), shown));
        };
    }

    private static int membrane(AdcRequest request, WrittenChip chip, AnalogOutputConfig shown)
            throws BackendException {
        int found = NO_DENMEM;
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            if (chip.config().denmem(d).enableAout()
                    && AnalogOutputConfig.membrane(NeuronTopology.quadPosition(d)) == shown) {
                if (found != NO_DENMEM) {
                    throw new BackendException("%s shows %s, on which denmems %d and %d have enableAout: only one may"
                            .formatted(name(request), shown, found, d));
                }
                found = d;
            }
        }
        if (found == NO_DENMEM) {
            throw new BackendException(
                    "%s shows %s, on which no denmem has enableAout: one must".formatted(name(request), shown));
        }
        return found;
    }

    /// Recordings that still take samples, by their start.
    public List<AdcRecording> running() {
        return recordings.isEmpty()
                ? List.of()
                : recordings.stream().filter(r -> !r.recorder().finished()).toList();
    }

    /// Hands out the finished recordings, by their start, each once.
    public List<AdcSamples> take() {
        List<AdcSamples> taken = new ArrayList<>();
        for (AdcRecording r : recordings) {
            if (r.recorder().finished()) {
                taken.add(new AdcSamples(
                        r.request(), r.recorder().firstCycle(), r.recorder().codes()));
            }
        }
        recordings.removeIf(r -> r.recorder().finished());
        return taken;
    }

    /// Forgets all recordings.
    public void reset() {
        recordings.clear();
        started = 0;
    }
}
