package bss.tools.calibration;

import bss.calibration.measure.ChipCalibrator;
import bss.calibration.measure.line.LineReport;
import bss.calibration.measure.line.LineTest;
import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.calibration.measure.routine.StepProgress;
import bss.proto.FormatException;
import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferSession;
import bss.spec.topology.WaferTopology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/// Calibrates the chips of a wafer, several at once, and keeps each that is finished.
///
/// Each chip is measured in a session of its own, so that what comes out for it depends on wafer and plan alone: not
/// on what was measured before, nor beside it, nor in which run.
public final class CalibrationRun {

    /// Write numbers of all chips begin after this one: the trials of runs are below.
    private static final int FIRST_WRITE = 1_000_000;

    private final CalibrationPlan plan;
    private final FinishedChips finished;
    private final Listener listener;
    /// Number of the queue of a chip; queues are worked off side by side.
    private final IntUnaryOperator queue;

    private final Work work;

    /// Hears of the work, from several threads.
    public interface Listener {

        /// A step of a chip begins, at a part, 0 to 1, of its steps.
        void step(int hicann, String step, double fraction);

        /// A chip is finished and kept.
        ///
        /// @param now measured in this run, not in an earlier one
        void finished(ChipCalibration chip, boolean now);
    }

    /// Calibrates a chip.
    @FunctionalInterface
    public interface Work {

        ChipCalibration chip(int hicann, StepProgress progress) throws BackendException, InterruptedException;
    }

    private CalibrationRun(
            CalibrationPlan plan, FinishedChips finished, Listener listener, IntUnaryOperator queue, Work work) {
        this.plan = plan;
        this.finished = finished;
        this.listener = listener;
        this.queue = queue;
        this.work = work;
    }

    /// Measures the chips of a wafer.
    ///
    /// Chips of an FPGA are measured one after the other. On silicon chips of an ADC group are, whose boards record
    /// one membrane at a time each; emulators record any number of FPGAs.
    public static CalibrationRun measuring(
            WaferBackend wafer, CalibrationPlan plan, FinishedChips finished, Listener listener) {
        boolean sharedBoards = wafer.capabilities().silicon().equals("real");
        IntUnaryOperator queue =
                hicann -> sharedBoards ? WaferTopology.adcGroup(WaferTopology.dnc(hicann)) : WaferTopology.fpga(hicann);
        return new CalibrationRun(plan, finished, listener, queue, (hicann, progress) -> {
            try (WaferSession session = wafer.open(Lease.of(WaferTopology.fpga(hicann)))) {
                return ChipCalibrator.calibrate(
                        session,
                        hicann,
                        FIRST_WRITE,
                        array(plan.denmems()),
                        array(plan.drivers()),
                        plan.without(),
                        progress);
            }
        });
    }

    /// Tests the L1 buses of calibrated chips, all in one session.
    ///
    /// @param measured the chips; their dead drivers and rejected denmems are not used
    public static MeasuredCalibration withLines(
            WaferBackend wafer, MeasuredCalibration measured, LineTest.Progress progress)
            throws BackendException, InterruptedException {
        TreeSet<Integer> chips = new TreeSet<>();
        measured.chips().forEach(chip -> chips.add(chip.hicann()));
        int[] fpgas =
                chips.stream().mapToInt(WaferTopology::fpga).distinct().sorted().toArray();
        try (WaferSession session = wafer.open(Lease.of(fpgas))) {
            LineReport report = LineTest.measure(session, chips, FIRST_WRITE, measured.defects(), progress);
            double second = report.cycles() * HardwareTime.CYCLE_SECONDS;
            return new MeasuredCalibration(measured.chips().stream()
                    .map(c -> c.withLines(
                            Objects.requireNonNull(report.findings().get(c.hicann())), second, report.writes()))
                    .toList());
        }
    }

    /// Takes the chips from elsewhere; all may be asked for at once.
    public static CalibrationRun of(CalibrationPlan plan, FinishedChips finished, Listener listener, Work work) {
        return new CalibrationRun(plan, finished, listener, hicann -> hicann, work);
    }

    /// Calibrates the chips that no earlier run has finished.
    ///
    /// @param threads how many chips at once
    /// @throws FormatException if what an earlier run kept is damaged or of another plan
    public MeasuredCalibration run(int threads)
            throws IOException, FormatException, BackendException, InterruptedException {
        SortedMap<Integer, ChipCalibration> chips = finished.read();
        chips.values().forEach(chip -> listener.finished(chip, false));
        SortedMap<Integer, List<Integer>> apart =
                apart(plan.hicanns().stream().filter(h -> !chips.containsKey(h)).toList());
        ExecutorService workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("calibrate-", 0).factory());
        try {
            ExecutorCompletionService<List<ChipCalibration>> done = new ExecutorCompletionService<>(workers);
            apart.values().forEach(of -> done.submit(() -> chips(of)));
            for (int k = 0; k < apart.size(); k++) {
                done.take().get().forEach(chip -> chips.put(chip.hicann(), chip));
            }
        } catch (ExecutionException e) {
            throw cause(e);
        } finally {
            workers.shutdownNow();
            // a chip that is being kept shall be
            var _ = workers.awaitTermination(1, TimeUnit.MINUTES);
        }
        return new MeasuredCalibration(List.copyOf(chips.values()));
    }

    private SortedMap<Integer, List<Integer>> apart(List<Integer> hicanns) {
        SortedMap<Integer, List<Integer>> by = new TreeMap<>();
        for (int hicann : hicanns) {
            by.computeIfAbsent(queue.applyAsInt(hicann), _ -> new ArrayList<>()).add(hicann);
        }
        return by;
    }

    private List<ChipCalibration> chips(List<Integer> hicanns)
            throws BackendException, InterruptedException, IOException {
        List<ChipCalibration> chips = new ArrayList<>();
        for (int hicann : hicanns) {
            ChipCalibration chip = work.chip(hicann, (step, fraction) -> listener.step(hicann, step, fraction));
            finished.keep(chip);
            listener.finished(chip, true);
            chips.add(chip);
        }
        return chips;
    }

    private static int[] array(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static RuntimeException cause(ExecutionException e)
            throws IOException, BackendException, InterruptedException {
        switch (e.getCause()) {
            case BackendException cause -> throw cause;
            case IOException cause -> throw cause;
            case InterruptedException cause -> throw cause;
            case RuntimeException cause -> throw cause;
            case Error cause -> throw cause;
            case null, default -> throw new IllegalStateException(e);
        }
    }
}
