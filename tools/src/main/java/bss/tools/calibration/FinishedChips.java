package bss.tools.calibration;

import bss.calibration.measure.result.ChipCalibration;
import bss.proto.FileEnvelope;
import bss.proto.FormatException;
import bss.proto.v1.CalibrationArgument;
import bss.proto.v1.CalibrationPart;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The chips of a calibration that are finished while others are not: a folder `FILE.part` beside the file to come,
/// with a file for each chip. A file is there whole or not at all, whatever ends the process or the machine.
public final class FinishedChips {

    private static final FileEnvelope ENVELOPE = new FileEnvelope("BSSPRT", "part");
    private static final String PREFIX = "hicann-";
    private static final String ASIDE = ".aside";

    private final Path folder;
    private final CalibrationPlan plan;

    /// @param file that the set will be written to
    public FinishedChips(Path file, CalibrationPlan plan) {
        folder = file.resolveSibling(file.getFileName() + ".part");
        this.plan = plan;
    }

    /// Where they are.
    public Path folder() {
        return folder;
    }

    /// Those that an earlier run with the same plan has finished, by chip.
    ///
    /// @throws FormatException if one is damaged, or of another plan
    public SortedMap<Integer, ChipCalibration> read() throws IOException, FormatException {
        SortedMap<Integer, ChipCalibration> chips = new TreeMap<>();
        if (!Files.exists(folder)) {
            return chips;
        }
        if (!Files.isDirectory(folder)) {
            throw new FormatException("%s is no folder, must be one for the chips that are finished".formatted(folder));
        }
        for (Path file : files()) {
            ChipCalibration chip = read(file);
            chips.put(chip.hicann(), chip);
        }
        return chips;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> f.getFileName().toString().startsWith(PREFIX))
                    .sorted()
                    .toList();
        }
    }

    private ChipCalibration read(Path file) throws IOException, FormatException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            CalibrationPart part = CalibrationPart.parseFrom(ENVELOPE.unwrap(bytes));
            ENVELOPE.requireVersion(part.getVersion(), CalibrationCodec.VERSION);
            requireSamePlan(file, part.getArgumentsList());
            ChipCalibration chip = ChipCodec.decode(part.getChip());
            if (!file(chip.hicann()).equals(file)) {
                throw new IllegalArgumentException("it holds chip %d".formatted(chip.hicann()));
            }
            return chip;
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new FormatException(damaged(file, "part file damaged: " + e.getMessage()), e);
        } catch (FormatException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(file.toString()) ? e : new FormatException(damaged(file, message), e);
        }
    }

    private void requireSamePlan(Path file, List<CalibrationArgument> its) throws FormatException {
        List<CalibrationArgument> mine = arguments();
        for (int k = 0; k < mine.size(); k++) {
            if (k >= its.size() || !mine.get(k).equals(its.get(k))) {
                String was = k < its.size() ? its.get(k).getValue() : "";
                String now = mine.get(k).getValue();
                throw new FormatException(
                        "%s is of another run: %s is '%s', now '%s'; repeat that command, or remove %s"
                                .formatted(file, mine.get(k).getName(), was, now, folder));
            }
        }
    }

    private static String damaged(Path file, String why) {
        return "%s: %s; remove it, and its chip is calibrated again".formatted(file, why);
    }

    /// Keeps a chip. May be called by several threads.
    public void keep(ChipCalibration chip) throws IOException {
        Files.createDirectories(folder);
        CalibrationPart part = CalibrationPart.newBuilder()
                .setVersion(CalibrationCodec.VERSION)
                .addAllArguments(arguments())
                .setChip(ChipCodec.encode(chip))
                .build();
        Path file = file(chip.hicann());
        Path aside = file.resolveSibling(ASIDE + chip.hicann());
        Durable.write(aside, ENVELOPE.wrap(part));
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Durable.entries(folder);
    }

    /// Removes them: the set is complete.
    public void remove() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Durable.entries(folder.resolveSibling(""));
        for (Path file : files()) {
            Files.deleteIfExists(file);
        }
        try (Stream<Path> aside = Files.list(folder)) {
            for (Path file : (Iterable<Path>) aside::iterator) {
                if (file.getFileName().toString().startsWith(ASIDE)) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(folder);
    }

    private Path file(int hicann) {
        return folder.resolve("%s%03d".formatted(PREFIX, hicann));
    }

    private List<CalibrationArgument> arguments() {
        return plan.arguments().stream()
                .map(a -> CalibrationArgument.newBuilder()
                        .setName(a.name())
                        .setValue(a.value())
                        .build())
                .toList();
    }
}
