package bss.tools.calibration;

import bss.calibration.measure.routine.NeuronSteps;
import bss.spec.fg.NeuronParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What is to be calibrated. Immutable.
///
/// @param wafer the wafer
/// @param software version that calibrates
/// @param synthetic drawn around the truth of a virtual wafer instead of measured
/// @param hicanns chips, ascending, each 0 to 383
/// @param denmems of each chip, ascending, each 0 to 511
/// @param drivers of each chip, ascending, each 0 to 223
/// @param adex whether exponential and adaptation too, not leaky integrate-and-fire neurons alone
public record CalibrationPlan(
        WaferIdentity wafer,
        String software,
        boolean synthetic,
        List<Integer> hicanns,
        List<Integer> denmems,
        List<Integer> drivers,
        boolean adex) {

    public CalibrationPlan {
        hicanns = List.copyOf(hicanns);
        denmems = List.copyOf(denmems);
        drivers = List.copyOf(drivers);
    }

    /// An argument as users know it.
    record Argument(String name, String value) {}

    /// The parameters of circuits that are left out.
    public Set<NeuronParameter> without() {
        return adex ? Set.of() : NeuronSteps.ADEX;
    }

    /// All that decides what comes out.
    List<Argument> arguments() {
        return List.of(
                new Argument("wafer", wafer.toString()),
                new Argument("software", software),
                new Argument("--synthetic", synthetic ? "yes" : "no"),
                new Argument("--hicanns", ranges(hicanns)),
                new Argument("--denmems", ranges(denmems)),
                new Argument("--drivers", ranges(drivers)),
                new Argument("--only", adex ? "adex" : "lif"));
    }

    /// Ascending numbers as ranges, e.g. 3,7-9.
    static String ranges(List<Integer> ascending) {
        List<String> parts = new ArrayList<>();
        int first = 0;
        for (int k = 0; k < ascending.size(); k++) {
            boolean ends = k + 1 == ascending.size() || ascending.get(k + 1) != ascending.get(k) + 1;
            if (ends) {
                int from = ascending.get(first);
                int to = ascending.get(k);
                parts.add(from == to ? String.valueOf(from) : from + "-" + to);
                first = k + 1;
            }
        }
        return String.join(",", parts);
    }
}
