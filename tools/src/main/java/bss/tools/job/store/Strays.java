package bss.tools.job.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds files that a crash left behind.
final class Strays {

    private static final Pattern NUMBER = Pattern.compile("([1-9][0-9]{0,17})(\\..*)?");
    private static final Pattern PAYLOAD = Pattern.compile("([1-9][0-9]{0,17})(\\.tmp)?");
    private static final Pattern RESULT = Pattern.compile("([1-9][0-9]{0,17})\\.([1-9][0-9]{0,8})");

    private Strays() {}

    /// A number above those of all files, also of jobs that were never kept.
    static long aboveAllFiles(DataFolder folder) throws IOException {
        long above = 1;
        for (Path part : List.of(folder.payloads(), folder.results())) {
            for (Path file : DataFolder.files(part)) {
                Matcher name = NUMBER.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    above = Math.max(above, 1 + Long.parseLong(name.group(1)));
                }
            }
        }
        return above;
    }

    /// Files in the folders of the store that no job points to: everything that is staged, and payloads and results
    /// of jobs below `firstNumber` that do not have them.
    static List<Path> find(Db db, DataFolder folder, long firstNumber) throws IOException, SQLException {
        List<Path> strays = new ArrayList<>(DataFolder.files(folder.staging()));
        for (Path file : DataFolder.files(folder.payloads())) {
            Matcher name = PAYLOAD.matcher(String.valueOf(file.getFileName()));
            if (name.matches()) {
                long number = Long.parseLong(name.group(1));
                // those above belong to jobs that are being submitted
                boolean wanted =
                        name.group(2) == null && Jobs.ofNumber(db, number).isPresent();
                if (number < firstNumber && !wanted) {
                    strays.add(file);
                }
            }
        }
        for (Path file : DataFolder.files(folder.results())) {
            Matcher name = RESULT.matcher(String.valueOf(file.getFileName()));
            if (name.matches()) {
                Optional<JobRecord> job = Jobs.ofNumber(db, Long.parseLong(name.group(1)));
                int attempt = Integer.parseInt(name.group(2));
                if (job.filter(j -> j.hasResult() && j.attempt() == attempt).isEmpty()) {
                    strays.add(file);
                }
            }
        }
        return strays;
    }
}
