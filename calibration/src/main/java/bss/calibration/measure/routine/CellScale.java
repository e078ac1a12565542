package bss.calibration.measure.routine;

import bss.calibration.measure.bench.ChipBench;
import bss.calibration.measure.bench.Setting;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.BackendException;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealTransfers;
import java.util.List;
import java.util.stream.IntStream;

/// What the cells of a chip hold for a code, on average: level = floor + slope code, in codes of the ideal scale.
///
/// @param floor level of the lowest code that delivers anything
/// @param slope level per code
record CellScale(double floor, double slope) {

    /// Cells reach neither end of their range: 35 mV and 0.91 (halbe:tools/FG/result_doc/results.tex).
    static final CellScale PUBLISHED = new CellScale(FloatingGates.codeOfVolt(0.035), 0.91);

    static final CellScale IDEAL = new CellScale(0, 1);

    private static final NeuronParameter SHOWN = NeuronParameter.I_GL;
    private static final int LOW_CODE = 200;
    private static final int HIGH_CODE = 800;
    private static final int CELLS = 24;
    private static final double IDEAL_WITHIN = 0.01;
    /// Between the slopes of ideal cells, as samples are rounded; the noise of two writes makes 0.03 of 24 cells.
    private static final double IDEAL_SCATTER = 0.002;

    /// Reads current cells at two codes; the scale is the published one unless all cells take what is written, as only
    /// those of ideal silicon do. The slope alone would not tell, for that of an ADC board may be as far off.
    static CellScale measure(ChipBench bench, int[] denmems) throws BackendException, InterruptedException {
        int every = Math.max(1, denmems.length / CELLS);
        List<AdcRequest.Cell> cells = IntStream.range(0, Math.min(CELLS, denmems.length))
                .map(k -> denmems[k * every])
                .mapToObj(d -> {
                    int block = NeuronTopology.fgBlock(d);
                    return new AdcRequest.Cell(block, SHOWN.row(block), NeuronTopology.fgColumn(d));
                })
                .toList();
        double[] low = bench.cells(new Setting().code(SHOWN, LOW_CODE), cells);
        double[] high = bench.cells(new Setting().code(SHOWN, HIGH_CODE), cells);
        // the median, as some cells are stuck
        double[] slopes = IntStream.range(0, low.length)
                .mapToDouble(k -> FloatingGates.codeOfVolt(high[k] - low[k]) / (HIGH_CODE - LOW_CODE))
                .sorted()
                .toArray();
        double slope = slopes[slopes.length / 2];
        boolean alike = slopes[slopes.length - 1] - slopes[0] < IDEAL_SCATTER;
        return alike && Math.abs(slope - IDEAL.slope) < IDEAL_WITHIN ? IDEAL : PUBLISHED;
    }

    /// The level of a cell in codes of the ideal scale.
    double level(double code) {
        return floor + slope * code;
    }

    /// What a code does on an average circuit of the chip, in SI.
    double si(NeuronParameter parameter, double code) {
        return IdealTransfers.of(parameter, CircuitMode.DEFAULT).toSi(level(code));
    }
}
