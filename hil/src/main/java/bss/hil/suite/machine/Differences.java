package bss.hil.suite.machine;

import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where what was read differs from what was written, by chip, component and word.
public final class Differences {

    private static final int SHOWN = 4;
    private static final int STIMULI = 4;
    private static final int HALVES = 2;

    private final List<String> first = new ArrayList<>();
    private int count;

    private Differences() {}

    /// A sentence that names the first differences; empty if there are none.
    public static String between(WaferConfiguration written, WaferConfiguration read) {
        if (written.equals(read)) {
            return "";
        }
        Differences differences = new Differences();
        differences.wafer(written, read);
        return "%d registers differ: %s".formatted(differences.count, String.join("; ", differences.first));
    }

    private void wafer(WaferConfiguration written, WaferConfiguration read) {
        if (written.dropBackgroundEvents() != read.dropBackgroundEvents()) {
            add("filter of background events is %s, must be %s"
                    .formatted(read.dropBackgroundEvents(), written.dropBackgroundEvents()));
        }
        if (written.pllMhz() != read.pllMhz()) {
            add("PLL is %d MHz, must be %d MHz".formatted(read.pllMhz(), written.pllMhz()));
        }
        if (!Arrays.equals(written.usedHicanns(), read.usedHicanns())) {
            add("configured HICANNs are %s, must be %s"
                    .formatted(Arrays.toString(read.usedHicanns()), Arrays.toString(written.usedHicanns())));
            return;
        }
        for (int h : written.usedHicanns()) {
            chip(h, written.hicann(h).orElseThrow(), read.hicann(h).orElseThrow());
        }
    }

    private void chip(int hicann, HicannConfiguration written, HicannConfiguration read) {
        if (written.equals(read)) {
            return;
        }
        for (Component component : Component.values()) {
            for (int index = 0; index < component.count(); index++) {
                int is = read.word(component, index);
                int must = written.word(component, index);
                if (is != must) {
                    add("HICANN %d %s %d is 0x%x, must be 0x%x".formatted(hicann, component, index, is, must));
                }
            }
        }
        for (int block = 0; block < STIMULI; block++) {
            if (!written.currentStimulus(block).equals(read.currentStimulus(block))) {
                add("HICANN %d current stimulus %d is not as written".formatted(hicann, block));
            }
        }
        for (int half = 0; half < HALVES; half++) {
            if (!written.stdp(half).equals(read.stdp(half))) {
                add("HICANN %d STDP controller %d is not as written".formatted(hicann, half));
            }
        }
    }

    private void add(String difference) {
        count++;
        if (first.size() < SHOWN) {
            first.add(difference);
        }
    }
}
