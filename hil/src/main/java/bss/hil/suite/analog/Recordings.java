package bss.hil.suite.analog;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.spec.backend.AdcSamples;
import java.util.List;

/// What came from the ADC.
final class Recordings {

    private Recordings() {}

    /// Demands one complete recording that started at cycle 0.
    static AdcSamples one(Bench bench, List<AdcSamples> recordings, int samples) throws Violation {
        bench.demand(recordings.size() == 1, () -> "%d recordings came, must be 1".formatted(recordings.size()));
        AdcSamples recording = recordings.getFirst();
        bench.demand(
                recording.count() == samples,
                () -> "a recording has %d samples, must be %d".formatted(recording.count(), samples));
        bench.demand(
                recording.firstCycle() == 0,
                () -> "a recording started at cycle %d, must be 0".formatted(recording.firstCycle()));
        for (int k = 0; k < samples; k++) {
            int code = recording.code(k);
            int sample = k;
            bench.demand(
                    code >= 0 && code <= AdcSamples.MAX_CODE,
                    () -> "sample %d has code %d, must be 0 to 4095".formatted(sample, code));
        }
        return recording;
    }

    /// The samples by the default characteristic.
    static double[] volts(AdcSamples samples) {
        double[] volts = new double[samples.count()];
        for (int k = 0; k < volts.length; k++) {
            volts[k] = samples.volt(k);
        }
        return volts;
    }

    /// Falls from one sample to one of the next three by more than so many volts: resets of a membrane.
    static int falls(double[] volts, double by) {
        int falls = 0;
        for (int k = 3; k < volts.length; k++) {
            if (volts[k - 3] - volts[k] > by) {
                falls++;
                k += 6;
            }
        }
        return falls;
    }
}
