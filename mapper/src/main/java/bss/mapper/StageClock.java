package bss.mapper;

import bss.mapper.optimise.Phases;
import java.util.LinkedHashMap;
import java.util.Map;

/// Measures the wall time of stages, which may begin several times, tells of them, and stops an interrupted mapping
/// between two.
final class StageClock implements Phases {

    private final MapperProgress progress;
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final long start = System.nanoTime();
    private long began = start;
    private String stage = "";
    private double done;

    StageClock(MapperProgress progress) {
        this.progress = progress;
    }

    @Override
    public void begin(String name, double fraction) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before stage '%s'".formatted(name));
        }
        close();
        stage = name;
        done = Math.max(done, fraction); // a second way of mapping begins at its own beginning
        progress.stage(name, done);
    }

    private void close() {
        long now = System.nanoTime();
        if (!stage.isEmpty()) {
            seconds.merge(stage, (now - began) * 1e-9, Double::sum);
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
