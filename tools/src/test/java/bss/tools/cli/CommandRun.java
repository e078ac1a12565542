package bss.tools.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// A command run inside the test: its exit code and what it printed.
record CommandRun(int code, String out, String err) {

    /// @param command `map` or `run`
    static CommandRun of(String command, List<String> args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Object main = command.equals("map") ? new MapCommand() : new RunCommand();
        int code =
                Commands.run(main, new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
        return new CommandRun(code, out.toString(), err.toString());
    }

    /// Lines of the error output without progress, the notice about the strategy and the pointer to the help.
    List<String> message() {
        return err.lines()
                .filter(line -> !line.matches("[a-z ]+ [0-9]+ %"))
                .filter(line -> !line.startsWith("strategy 'optimise' comes"))
                .filter(line -> !line.matches("see bss-[a-z ]+ --help"))
                .toList();
    }

    /// What is in a folder, with the content of each file.
    static SortedMap<String, String> snapshot(Path folder) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        CRC32 crc = new CRC32();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                crc.reset();
                crc.update(Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0]);
                String content = Files.isRegularFile(file)
                        ? "%d bytes, CRC %08x".formatted(Files.size(file), crc.getValue())
                        : "no file";
                files.put(folder.relativize(file).toString(), content);
            }
        }
        return files;
    }
}
