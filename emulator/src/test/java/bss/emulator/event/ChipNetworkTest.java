package bss.emulator.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Encoders, generators and mergers against [ReferenceTree], an object per register and clock.
class ChipNetworkTest {

    private static final int CLOCKS = 400;
    private static final int DRAIN = 800;

    /// What leaves the DNC mergers: clock, merger, address, and time of the event in 2^-14 cycles.
    private record Out(long clock, int dncMerger, int address, long time) {}

    @Test
    void randomSpikesLeaveAsFromAModelOfSingleRegisters() {
        long losses = 0;
        long encoderLosses = 0;
        long events = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            HicannConfiguration chip = random(random);
            double rate = Math.pow(10, -2.5 + 2.5 * random.nextDouble());
            Tally tally = new Tally();
            List<Out> actual = new ArrayList<>();
            DncListener listener = new DncListener() {
                @Override
                public void toRepeater(int d, long event, long clock) {
                    actual.add(new Out(clock, d, EventWord.address(event), EventWord.time(event, clock)));
                }

                @Override
                public void toFpga(int d, long event, long clock) {}
            };
            MergerTree tree = new MergerTree(tally, listener);
            PriorityEncoders encoders = new PriorityEncoders(tally);
            BackgroundGenerators generators = new BackgroundGenerators(tally);
            boolean[] sends = {true, true, true, true, true, true, true, true};
            tree.configure(chip, sends, 0);
            generators.configure(chip, 0);
            ReferenceTree reference = new ReferenceTree(chip, CLOCKS);
            List<Out> expected = new ArrayList<>();
            for (long clock = -6; clock < 0; clock++) {
                if (generators.due() == clock + 1) {
                    generators.clock(clock + 1, tree);
                }
                tree.wave(clock);
            }
            // mergers are computed ahead: compared is what came of all events
            for (long clock = 0; clock < CLOCKS + DRAIN; clock++) {
                List<int[]> spikes = new ArrayList<>();
                for (int denmem = 0; denmem < 512 && clock < CLOCKS; denmem++) {
                    if (random.nextDouble() < rate / 8) {
                        spikes.add(new int[] {denmem, random.nextInt(1 << 14), random.nextInt(64)});
                    }
                }
                for (int[] s : spikes) {
                    encoders.spike(s[0], EventWord.of(clock, s[1], PriorityEncoders.IDLE_CLOCKS, s[2]));
                }
                if (generators.due() == clock + 1 && clock + 1 < CLOCKS) {
                    generators.clock(clock + 1, tree);
                }
                encoders.wave(tree);
                tree.wave(clock);
                for (ReferenceTree.Leaving l : reference.clock(clock, spikes)) {
                    expected.add(new Out(clock, l.dncMerger(), l.address(), l.time()));
                }
            }
            String where = "seed " + seed + (tree.loops() ? " loops" : "");
            assertEquals(
                    sorted(expected).stream()
                            .filter(o -> !sorted(actual).contains(o))
                            .toList(),
                    sorted(actual).stream()
                            .filter(o -> !sorted(expected).contains(o))
                            .toList(),
                    where);
            assertEquals(sorted(expected), sorted(actual), where);
            assertEquals(reference.lostEncoder, tally.lostEncoder, where);
            assertEquals(reference.lostMerger, tally.lostMerger, where);
            assertEquals(0, encoders.count() + tree.count(), where);
            assertEquals(tally.neuronSpikes, tally.lostEncoder + tally.encoded + encoders.count(), where);
            assertEquals(
                    tally.encoded + tally.generated + tally.copies,
                    tally.lostMerger + actual.size() + tree.count(),
                    where);
            losses += tally.lostMerger;
            encoderLosses += tally.lostEncoder;
            events += actual.size();
        }
        assertTrue(losses > 1000 && encoderLosses > 1000 && events > 5000, losses + " " + encoderLosses + " " + events);
    }

    private static List<String> sorted(List<Out> events) {
        return events.stream().map(Out::toString).sorted().toList();
    }

    private static HicannConfiguration random(Random random) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        for (int m = 0; m < 15; m++) {
            if (random.nextInt(3) == 0) {
                bits.merger(m, MergerConfig.fromBits(random.nextInt(8)));
            } else if (random.nextBoolean()) {
                bits.merger(m, new MergerConfig(MergerConfig.Mode.MERGE, random.nextInt(4) == 0));
            }
        }
        for (int d = 0; d < 8; d++) {
            bits.dncMerger(
                    d, MergerConfig.fromBits(random.nextInt(4) == 0 ? random.nextInt(16) : 1 | random.nextInt(2) << 2));
        }
        bits.backgroundSeed(random.nextInt(65536));
        for (int g = 0; g < 8; g++) {
            bits.backgroundGenerator(
                    g,
                    new BackgroundGeneratorConfig(
                            random.nextInt(3) != 0,
                            random.nextInt(3) == 0,
                            random.nextBoolean() ? random.nextInt(40) : random.nextInt(65536),
                            random.nextInt(64)));
        }
        return bits.build();
    }

    @Test
    void contentionDelaysTheLongestWayMost() {
        // all blocks spike at once, and each DNC merger takes what its tap brings; 8 on 1 goes through M3
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        for (int m = 0; m < 15; m++) {
            bits.merger(m, new MergerConfig(MergerConfig.Mode.MERGE, false));
        }
        Tally tally = new Tally();
        long[] last = new long[8];
        int[] count = new int[8];
        MergerTree tree = new MergerTree(tally, new DncListener() {
            @Override
            public void toRepeater(int d, long event, long clock) {
                count[d]++;
                last[d] = Math.max(last[d], EventWord.time(event, clock));
            }

            @Override
            public void toFpga(int d, long event, long clock) {}
        });
        tree.configure(bits.build(), new boolean[] {true, true, true, true, true, true, true, true}, 0);
        PriorityEncoders encoders = new PriorityEncoders(tally);
        for (int block = 0; block < 8; block++) {
            encoders.spike(32 * block, EventWord.of(10, 0, PriorityEncoders.IDLE_CLOCKS, block));
        }
        for (long clock = 10; clock < 60; clock++) {
            encoders.wave(tree);
            tree.wave(clock);
        }
        assertEquals(0, tally.lostMerger);
        for (int d : new int[] {0, 2, 4, 7}) {
            assertEquals(1, count[d]);
            assertEquals(10L << 14, last[d], "DNC merger " + d + " waits for nobody");
        }
        assertEquals(List.of(2, 8, 4, 2), List.of(count[1], count[3], count[5], count[6]));
        assertTrue(last[1] > 10L << 14 && last[6] > 10L << 14);
        assertTrue(last[3] > last[5] && last[5] > Math.max(last[1], last[6]), Arrays.toString(last));
    }

    @Test
    void theQueueUpTakes25MillionEventsPerSecond() {
        Tally tally = new Tally();
        TraceRecorder trace = new TraceRecorder();
        UpLink up = new UpLink(7, tally, trace);
        // one event every 2 clocks for 400 clocks: 200 come, 16 wait, one leaves per 5 clocks
        for (long clock = 0; clock < 400; clock++) {
            up.clock(clock);
            if (clock % 2 == 0) {
                up.push(3, EventWord.of(clock, 0, 0, 9), clock);
            }
        }
        assertEquals(200, tally.sentUp);
        assertEquals(80, tally.traced);
        assertEquals(16, up.count());
        assertEquals(200 - 80 - 16, tally.lostUp);
        assertEquals(0, trace.take(0).count());
        assertEquals(80, trace.take(Long.MAX_VALUE).count());
    }

    @Test
    void theQueueDownTakesOnePulsePer56Nanoseconds() {
        Tally tally = new Tally();
        HicannConfiguration chip = new HicannConfigurationBuilder()
                .link(2, LinkDirection.TO_HICANN)
                .build();
        List<Long> clocks = new ArrayList<>();
        MergerTree tree = new MergerTree(tally, new DncListener() {
            @Override
            public void toRepeater(int d, long event, long clock) {
                clocks.add(clock);
            }

            @Override
            public void toFpga(int d, long event, long clock) {}
        });
        tree.configure(chip, new boolean[] {true, true, true, true, true, true, true, true}, 0);
        DownLink down = new DownLink(tally);
        down.configure(chip);
        for (long clock = 0; clock < 400; clock++) {
            tree.wave(clock);
            if (clock < 40) {
                down.release((clock + 25) << 10 | 2 << 6 | 5);
            }
            down.transport(clock);
            down.release(clock, tree);
        }
        // in 40 clocks 6 leave (0, 7, .. 35), 16 stay
        assertEquals(40 - 6 - 16, tally.lostDown);
        assertEquals(22, tally.external);
        assertEquals(22, clocks.size());
        for (int k = 0; k < clocks.size(); k++) {
            assertEquals(7L * k + 6 + 1, clocks.get(k));
        }
    }
}
