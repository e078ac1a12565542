package bss.hil.suite.analog;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.hil.suite.machine.Wafers;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.WaferSession;
import bss.spec.config.AnalogOutputConfig;
import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.WaferConfiguration;
import bss.spec.fg.FloatingGates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Cells hold what is written: their voltage, read through the two analog outputs, grows with the code on a
/// straight line, and each cell is read for itself.
final class FloatingGatePart {

    private static final int SAMPLES = 32;
    private static final long CYCLES = 60;
    private static final int HIGHEST_CODE = 800;
    private static final int LOWEST_CODE = 100;

    private final Bench bench;
    private final WaferSession session;

    FloatingGatePart(Bench bench, WaferSession session) {
        this.bench = bench;
        this.session = session;
    }

    /// A cell that was read.
    private record Reading(int hicann, AdcRequest.Cell cell, int code, double volt) {}

    void run() throws BackendException, InterruptedException, Violation {
        SplittableRandom random = bench.random("cells");
        WaferConfiguration wafer = Wafers.unfiltered();
        for (int h : bench.hicanns()) {
            wafer = wafer.with(h, randomCells(random));
        }
        bench.configure(session, wafer, Wafers.ALL);
        List<Reading> readings = new ArrayList<>();
        int perChip = bench.size(8, 64, 64);
        for (int h : bench.hicanns()) {
            for (int k = 0; k < perChip; k++) {
                readings.add(read(wafer, h, k % 2, cell(k, random)));
            }
        }
        judge(readings);
    }

    private static HicannConfiguration randomCells(SplittableRandom random) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        for (int index = 0; index < Component.FLOATING_GATE.count(); index++) {
            bits.set(Component.FLOATING_GATE, index, random.nextInt(LOWEST_CODE, HIGHEST_CODE + 1));
        }
        return bits.analogOutput(0, AnalogOutputConfig.FLOATING_GATES_LEFT)
                .analogOutput(1, AnalogOutputConfig.FLOATING_GATES_RIGHT)
                .build();
    }

    /// Output 0 shows the left blocks, 1 the right ones; rows and columns go round.
    private static AdcRequest.Cell cell(int k, SplittableRandom random) {
        int block = k % 4;
        int column = k % 8 == 0 ? 0 : random.nextInt(FloatingGates.COLUMNS);
        return new AdcRequest.Cell(block, (k + k / 24) % FloatingGates.ROWS, column);
    }

    private Reading read(WaferConfiguration wafer, int hicann, int output, AdcRequest.Cell cell)
            throws BackendException, InterruptedException, Violation {
        session.reset(0);
        session.record(new AdcRequest(hicann, output, SAMPLES, Optional.of(cell)));
        session.advance(CYCLES);
        AdcSamples samples = Recordings.one(bench, session.takeAdc(), SAMPLES);
        int code = wafer.hicann(hicann).orElseThrow().floatingGate(cell.block(), cell.row(), cell.column());
        double[] volts = Recordings.volts(samples);
        return new Reading(hicann, cell, code, Arrays.stream(volts).average().orElse(0));
    }

    private void judge(List<Reading> readings) throws Violation {
        double[] line = line(readings);
        double slope = line[1] / FloatingGates.volt(1);
        bench.figure("cell_offset", line[0], "V");
        bench.figure("cell_slope", slope, "of the ideal one");
        bench.demand(
                within("cell_offset_min_volt", "cell_offset_max_volt", line[0])
                        && within("cell_slope_min", "cell_slope_max", slope),
                () ->
                        "cells read as %.4f V + %.4f of the ideal voltage of their code, must be %.3f to %.3f V and %.3f to %.3f"
                                .formatted(
                                        line[0],
                                        slope,
                                        limit("cell_offset_min_volt"),
                                        limit("cell_offset_max_volt"),
                                        limit("cell_slope_min"),
                                        limit("cell_slope_max")));
        int wrong = 0;
        String first = "";
        for (Reading r : readings) {
            double must = line[0] + line[1] * r.code();
            if (Math.abs(r.volt() - must) > limit("cell_error_volt")) {
                wrong++;
                first = first.isEmpty()
                        ? "HICANN %d %s with code %d reads %.4f V, must be %.4f V"
                                .formatted(r.hicann(), r.cell(), r.code(), r.volt(), must)
                        : first;
            }
        }
        int count = wrong;
        bench.figure("cells_wrong", (double) wrong / readings.size(), "of all");
        String message = first;
        bench.demand(
                count <= limit("cells_wrong_fraction") * readings.size(),
                () -> "%d of %d cells are off by more than %.4f V: %s"
                        .formatted(count, readings.size(), limit("cell_error_volt"), message));
    }

    private double limit(String name) {
        return bench.tolerances().get("N30." + name);
    }

    private boolean within(String least, String most, double value) {
        return value >= limit(least) && value <= limit(most);
    }

    /// The straight line with the smallest squares: offset in V, V per code.
    private static double[] line(List<Reading> readings) {
        double n = readings.size();
        double x = readings.stream().mapToDouble(Reading::code).sum() / n;
        double y = readings.stream().mapToDouble(Reading::volt).sum() / n;
        double xx = 0;
        double xy = 0;
        for (Reading r : readings) {
            xx += (r.code() - x) * (r.code() - x);
            xy += (r.code() - x) * (r.volt() - y);
        }
        return new double[] {y - xy / xx * x, xy / xx};
    }
}
