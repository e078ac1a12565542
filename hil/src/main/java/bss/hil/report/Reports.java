package bss.hil.report;

import bss.hil.run.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The files of a run, each under another name until it is whole.
public final class Reports {

    /// JUnit XML, for build servers.
    public static final String JUNIT = "junit.xml";

    /// All that was found, for programs.
    public static final String JSON = "report.json";

    /// A page for people.
    public static final String HTML = "report.html";

    /// Folder of what passed in each test.
    public static final String TRANSCRIPTS = "transcripts";

    private Reports() {}

    /// Writes all of them into a folder, replacing those of a run before.
    public static void write(RunResult result, Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve(JUNIT), JUnitReport.of(result));
        write(folder.resolve(JSON), JsonReport.of(result));
        write(folder.resolve(HTML), HtmlReport.of(result));
    }

    private static void write(Path file, String text) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        // as bytes, so that no text of an endpoint can make it fail
        Files.write(aside, text.getBytes(StandardCharsets.UTF_8));
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
