package bss.tools.job.store.power;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Builds the library that records writes, from `writelog.c`.
final class Recorder {

    private Recorder() {}

    /// Builds it in a folder, or skips the test if that cannot be done here.
    static Path build(Path folder) throws IOException, InterruptedException {
        assumeTrue(
                System.getProperty("os.name").equals("Linux"),
                "SKIPPED: no power failure was tried: writes can be recorded on Linux only");
        Path source = Path.of("src/test/c/writelog.c");
        if (!Files.exists(source)) {
            source = Path.of("tools").resolve(source);
        }
        Path library = folder.resolve("writelog.so");
        Path said = folder.resolve("cc.out");
        Process compiler;
        try {
            compiler = new ProcessBuilder(
                            "cc",
                            "-shared",
                            "-fPIC",
                            "-O1",
                            "-Wall",
                            "-Wextra",
                            "-Werror",
                            "-o",
                            library.toString(),
                            source.toString(),
                            "-ldl",
                            "-lpthread")
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException e) {
            return abort("SKIPPED: no power failure was tried: the recorder needs a C compiler: " + e.getMessage());
        }
        if (compiler.waitFor() != 0) {
            throw new AssertionError("cc cannot compile %s:\n%s".formatted(source, Files.readString(said)));
        }
        return library;
    }
}
