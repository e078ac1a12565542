package bss.tools.job.worker;

import java.util.List;

/// How Java is started for a worker: as this process, and with some options more.
///
/// @param options behind those of this process, as `-Xmx2g`
/// @param classPath where the tools lie
public record Launch(List<String> options, String classPath) {

    public Launch {
        options = List.copyOf(options);
    }

    /// With the class path of this process.
    public static Launch with(String... options) {
        return new Launch(List.of(options), System.getProperty("java.class.path"));
    }
}
