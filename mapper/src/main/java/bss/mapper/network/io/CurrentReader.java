package bss.mapper.network.io;

import bss.mapper.network.Bound;
import bss.mapper.network.CurrentSource;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.Population;
import bss.mapper.network.Waveform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads an element of `currents`.
final class CurrentReader {

    private CurrentReader() {}

    static CurrentSource current(JsonField field, List<Population> populations) throws NetworkFileException {
        JsonField type = field.required("type", "one of dc, step, ac, noisy");
        Waveform waveform = switch (type.text()) {
            case Waveform.Dc.NAME -> {
                known(field, "amplitude", "start", "stop");
                yield new Waveform.Dc(Values.number(field, "amplitude", Bound.FINITE, 1), start(field), stop(field));
            }
            case Waveform.Step.NAME -> step(field);
            case Waveform.Ac.NAME -> {
                known(field, "amplitude", "start", "stop", "frequency", "offset", "phase");
                yield new Waveform.Ac(
                        Values.number(field, "amplitude", Bound.FINITE, 1),
                        start(field),
                        stop(field),
                        Values.number(field, "frequency", Bound.NON_NEGATIVE, 10),
                        Values.number(field, "offset", Bound.FINITE, 0),
                        Values.number(field, "phase", Bound.FINITE, 0));
            }
            case Waveform.Noisy.NAME -> {
                known(field, "mean", "stdev", "start", "stop", "dt");
                yield new Waveform.Noisy(
                        Values.number(field, "mean", Bound.FINITE, 0),
                        Values.number(field, "stdev", Bound.NON_NEGATIVE, 1),
                        start(field),
                        stop(field),
                        Values.number(field, "dt", Bound.POSITIVE, 0.1));
            }
            default -> throw type.wrong("one of dc, step, ac, noisy");
        };
        int target = ProjectionReader.neurons(field.required("target", "the label of a population"), populations);
        return new CurrentSource(
                target, Values.cells(field, "cells", populations.get(target).size()), waveform);
    }

    private static Waveform step(JsonField field) throws NetworkFileException {
        known(field, "times", "amplitudes");
        JsonField timesField = field.required("times", "an array of times");
        double[] times = timesField.numbers(Bound.NON_NEGATIVE);
        for (int i = 1; i < times.length; i++) {
            if (times[i] <= times[i - 1]) {
                throw timesField
                        .elements("an array")
                        .get(i)
                        .wrong("above the time before it, %s".formatted(times[i - 1]));
            }
        }
        JsonField amplitudesField = field.required("amplitudes", "an array of currents");
        double[] amplitudes = amplitudesField.numbers(Bound.FINITE);
        if (amplitudes.length != times.length) {
            throw amplitudesField.error(
                    "has %d values, must have %d, one for each of times".formatted(amplitudes.length, times.length));
        }
        return new Waveform.Step(DoubleSeries.of(times), DoubleSeries.of(amplitudes));
    }

    private static double start(JsonField field) throws NetworkFileException {
        return Values.number(field, "start", Bound.NON_NEGATIVE, 0);
    }

    private static double stop(JsonField field) throws NetworkFileException {
        double stop = Values.number(field, "stop", Bound.NON_NEGATIVE, Waveform.FOREVER_MS);
        if (stop < start(field)) {
            throw field.required(field.has("stop") ? "stop" : "start", "a time")
                    .wrong("start at most stop: start %s, stop %s".formatted(start(field), stop));
        }
        return stop;
    }

    private static void known(JsonField field, String... more) throws NetworkFileException {
        List<String> keys = new ArrayList<>(List.of("target", "cells", "type"));
        keys.addAll(Arrays.asList(more));
        field.object(keys.toArray(String[]::new));
    }
}
