package bss.hil.mutant;

import static bss.hil.mutant.Mutant.mutant;
import static bss.hil.mutant.Mutant.session;
import static bss.hil.mutant.SessionFaults.recorded;

import bss.hil.ForwardingSession;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.Pulses;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/// Faults of the analog readout and of repeatability: N30.
final class AnalogMutants {

    private static final int ROWS = 24;

    private AnalogMutants() {}

    static List<Mutant> all() {
        return List.of(
                mutant(
                        "M94",
                        "N30",
                        "a bit of the ADC codes is stuck at 0",
                        session(() -> recorded(codes(c -> c & ~0x80)))),
                mutant(
                        "M95",
                        "N30",
                        "the ADC's characteristic is 5 % too steep",
                        session(() -> recorded(codes(c -> Math.min(AdcSamples.MAX_CODE, c * 21 / 20))))),
                mutant(
                        "M96",
                        "N30",
                        "a floating-gate cell is read in the next row",
                        session(() -> (healthy, _) -> new ForwardingSession(healthy) {
                            @Override
                            public void record(AdcRequest request) throws BackendException {
                                super.record(new AdcRequest(
                                        request.hicann(), request.output(), request.samples(), below(request.cell())));
                            }

                            @Override
                            public List<AdcSamples> takeAdc() throws BackendException {
                                return super.takeAdc().stream()
                                        .map(s -> of(above(s.request()), s, IntUnaryOperator.identity()))
                                        .toList();
                            }
                        })),
                mutant("M97", "N30", "the trace depends on how often the endpoint ran before", session(() -> {
                    AtomicLong runs = new AtomicLong();
                    return SessionFaults.traced(trace -> {
                        long jitter = runs.getAndIncrement() & 1;
                        return trace.count() == 0
                                ? Pulses.NONE
                                : PulseFaults.ticks(t -> t == trace.tick(trace.count() - 1) ? t + jitter : t)
                                        .apply(trace);
                    });
                })));
    }

    private static Optional<AdcRequest.Cell> below(Optional<AdcRequest.Cell> cell) {
        return cell.map(c -> new AdcRequest.Cell(c.block(), (c.row() + 1) % ROWS, c.column()));
    }

    private static AdcRequest above(AdcRequest request) {
        return new AdcRequest(
                request.hicann(),
                request.output(),
                request.samples(),
                request.cell().map(c -> new AdcRequest.Cell(c.block(), (c.row() + ROWS - 1) % ROWS, c.column())));
    }

    private static UnaryOperator<AdcSamples> codes(IntUnaryOperator code) {
        return samples -> of(samples.request(), samples, code);
    }

    private static AdcSamples of(AdcRequest request, AdcSamples samples, IntUnaryOperator code) {
        short[] codes = new short[samples.count()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) code.applyAsInt(samples.code(i));
        }
        return new AdcSamples(request, samples.firstCycle(), codes);
    }
}
