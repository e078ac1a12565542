package bss.tools.bench;

import bss.tools.result.Version;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The benchmark table as JSON.
public final class BenchFile {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private BenchFile() {}

    /// Writes the table and what it was measured on.
    public static void write(Path file, List<BenchRow> rows, BenchOptions options) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", 1);
        root.put("software", Version.current());
        root.put("machine", machine());
        root.put("threads", options.threads());
        root.put("quick", options.quick());
        root.put("scale", options.scale());
        root.put("rows", rows.stream().map(BenchFile::row).toList());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), root);
    }

    private static Map<String, Object> row(BenchRow row) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", row.name());
        entry.put("value", row.value());
        entry.put("min", row.min());
        entry.put("unit", row.unit());
        entry.put("samples", row.samples());
        entry.put("circuits", row.circuits());
        entry.put("events_per_s", row.eventsPerS());
        entry.put("rate_hz", row.rateHz());
        return entry;
    }

    /// Processor, cores, JDK and largest heap.
    public static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cpu", cpu());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put(
                "jdk",
                System.getProperty("java.vm.name") + " " + Runtime.version().toString());
        machine.put("heap_mib", Runtime.getRuntime().maxMemory() >> 20);
        return machine;
    }

    private static String cpu() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch", "unknown"));
        } catch (IOException e) {
            return System.getProperty("os.arch", "unknown");
        }
    }
}
