package bss.mapper;

import java.util.LinkedHashMap;
import java.util.Map;

/// Measures the wall time of stages, tells of them, and stops an interrupted mapping between two.
final class StageClock {

    private final MapperProgress progress;
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final long start = System.nanoTime();
    private long began = start;
    private String stage = "";

    StageClock(MapperProgress progress) {
        this.progress = progress;
    }

    void begin(String name, double fraction) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before stage '%s'".formatted(name));
        }
        close();
        stage = name;
        progress.stage(name, fraction);
    }

    private void close() {
        long now = System.nanoTime();
        if (!stage.isEmpty()) {
            seconds.put(stage, (now - began) * 1e-9);
        }
        began = now;
    }

    /// Seconds in all and by stage.
    Map<String, Double> end() {
        close();
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("total", (began - start) * 1e-9);
        all.putAll(seconds);
        progress.stage("check", 1);
        return all;
    }
}
