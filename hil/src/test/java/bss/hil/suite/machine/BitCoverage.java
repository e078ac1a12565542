package bss.hil.suite.machine;

import bss.spec.config.Component;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.StdpConfig;
import bss.spec.config.WaferConfiguration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which bits of the chips' configurations have been seen at 0 and at 1.
public final class BitCoverage implements FaultyWafer.Fault {

    /// By chip and component: bits seen at 1, and at 0, of each word.
    private final Map<String, int[][]> seen = new LinkedHashMap<>();

    private final boolean[] filter = new boolean[2];

    @Override
    public WaferConfiguration read(WaferConfiguration wafer) {
        filter[wafer.dropBackgroundEvents() ? 1 : 0] = true;
        for (int h : wafer.usedHicanns()) {
            add(h, wafer.hicann(h).orElseThrow());
        }
        return wafer;
    }

    private void add(int hicann, HicannConfiguration chip) {
        for (Component c : Component.values()) {
            int[] words = new int[c.count()];
            for (int i = 0; i < words.length; i++) {
                words[i] = chip.word(c, i);
            }
            add(hicann + " " + c, words);
        }
        for (int block = 0; block < 4; block++) {
            CurrentStimulusConfig stimulus = chip.currentStimulus(block);
            add(hicann + " stimulus " + block, stimulus.values());
            add(hicann + " stimulus settings " + block, new int[] {stimulus.pulseLength(), stimulus.continuous() ? 1 : 0
            });
        }
        for (int half = 0; half < 2; half++) {
            StdpConfig stdp = chip.stdp(half);
            add(hicann + " causal " + half, stdp.causal());
            add(hicann + " anticausal " + half, stdp.anticausal());
            add(hicann + " combined " + half, stdp.combined());
            add(hicann + " patterns " + half, new int[] {stdp.pattern0(), stdp.pattern1()});
            add(hicann + " rows " + half, new int[] {stdp.firstRow(), stdp.lastRow()});
            add(hicann + " flags " + half, new int[] {stdp.automatic() ? 1 : 0, stdp.withoutReset() ? 1 : 0});
        }
    }

    private void add(String name, int[] words) {
        int[][] of = seen.computeIfAbsent(name, n -> new int[2][words.length]);
        for (int i = 0; i < words.length; i++) {
            of[1][i] |= words[i];
            of[0][i] |= ~words[i];
        }
    }

    /// Bits that were not seen both ways, by name.
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (!filter[0] || !filter[1]) {
            missing.add("filter of background events");
        }
        seen.forEach((name, of) -> {
            int mask = mask(name);
            for (int i = 0; i < of[0].length; i++) {
                int lacks = mask & ~(of[0][i] & of[1][i]);
                // an entry of two settings of different widths
                lacks = name.contains("settings") && i == 1 ? lacks & 1 : lacks;
                if (lacks != 0) {
                    missing.add("%s %d bits 0x%x".formatted(name, i, lacks));
                }
            }
        });
        return missing;
    }

    /// Chips and components that were seen.
    public int size() {
        return seen.size();
    }

    private static int mask(String name) {
        String kind = name.substring(name.indexOf(' ') + 1);
        for (Component c : Component.values()) {
            if (c.name().equals(kind)) {
                return Words.mask(c);
            }
        }
        if (kind.startsWith("stimulus settings")) {
            return 15;
        }
        if (kind.startsWith("stimulus")) {
            return 1023;
        }
        if (kind.startsWith("rows")) {
            return 255;
        }
        return kind.startsWith("flags") ? 1 : 15;
    }
}
