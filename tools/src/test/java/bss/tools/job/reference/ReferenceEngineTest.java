package bss.tools.job.reference;

import static bss.tools.job.reference.Jobs.SILENT;
import static bss.tools.job.reference.Jobs.all;
import static bss.tools.job.reference.Jobs.each;
import static bss.tools.job.reference.Jobs.i32;
import static bss.tools.job.reference.Jobs.neurons;
import static bss.tools.job.reference.Jobs.recording;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.network.CellType;
import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.Value;
import bss.tools.job.v1.DcCurrent;
import bss.tools.job.v1.JobCurrent;
import bss.tools.job.v1.JobNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceEngineTest {

    /// PyNN's f(I) check: neurons fire once, at a time that the membrane equation gives in closed form.
    @Test
    void aConstantCurrentFiresAtTheTimeOfTheClosedForm() throws Exception {
        int n = 83;
        double[] amplitudes = new double[n];
        JobNetwork.Builder network = JobNetwork.newBuilder().setTimestepMs(0.01);
        network.addPopulations(neurons("n", "IF_curr_exp", n)
                .putParameters("tau_m", all(20))
                .putParameters("v_rest", all(0))
                .putParameters("v_reset", all(0))
                .putParameters("tau_refrac", all(100))
                .putParameters("v_thresh", all(10))
                .putParameters("cm", all(1)));
        for (int i = 0; i < n; i++) {
            amplitudes[i] = 0.5 + (double) i / n;
            network.addCurrents(JobCurrent.newBuilder()
                    .setTarget(0)
                    .setCells(i32(i))
                    .setDc(DcCurrent.newBuilder()
                            .setAmplitude(amplitudes[i])
                            .setStart(25)
                            .setStop(125)));
        }
        ReferenceEngine engine = Jobs.build(network);
        engine.advance(150, SILENT);
        double[] spikes = Jobs.spikes(engine, 0);
        assertEquals(n - 1, spikes.length);
        for (int i = 1; i < n; i++) {
            double drive = 20 * amplitudes[i];
            assertEquals(25 + 20 * Math.log(drive / (drive - 10)), spikes[i - 1], 1e-6, "cell " + i);
        }
    }

    @Test
    void samplesLieOnTheGridHoweverTheRunIsCut() throws Exception {
        for (double interval : new double[] {0.1, 0.3, 1}) {
            ReferenceEngine engine = Jobs.build(JobNetwork.newBuilder()
                    .addPopulations(neurons("n", "IF_cond_exp", 2)
                            .putParameters("i_offset", each(0.1, 0.2))
                            .addRecordings(recording("v", interval))));
            double now = 0;
            for (int k = 1; k <= 40; k++) {
                now = k * 0.3; // 0.3, 0.6, 0.8999999999999999, ...
                engine.advance(now, SILENT);
                double[] v = Jobs.trace(engine, 0, "v", "sample");
                int count = (int) Math.floor(now / interval + 1e-6) + 1;
                assertEquals(2 * count, v.length, "interval %s, until %s".formatted(interval, now));
            }
            double[] v = Jobs.trace(engine, 0, "v", "sample");
            for (int k = 0; k < v.length; k++) {
                double drive = 20 * (k % 2 == 0 ? 0.1 : 0.2);
                double expected = -65 + drive * (1 - Math.exp(-(k / 2) * interval / 20));
                assertEquals(expected, v[k], 1e-7, "sample " + k);
            }
            assertArrayEquals(new double[] {0}, Jobs.trace(engine, 0, "v", "begin"));
        }
    }

    @Test
    void poissonSourcesPlayTheTrainsOfTheMapper() throws Exception {
        long seed = 77;
        ReferenceEngine engine = Jobs.build(JobNetwork.newBuilder()
                .setSeed(seed)
                .addPopulations(neurons("n", "IF_cond_exp", 1))
                .addPopulations(neurons("p", "SpikeSourcePoisson", 3)
                        .putParameters("rate", all(150))
                        .putParameters("start", all(12))
                        .putParameters("duration", all(200))));
        engine.advance(100, SILENT);
        engine.advance(300, SILENT);
        Network network = new Network(
                "",
                seed,
                List.of(
                        Population.of("n", 1, CellType.IfCondExp.of(Map.of())),
                        Population.of(
                                "p",
                                3,
                                CellType.SpikeSourcePoisson.of(Map.of(
                                        "rate", Value.of(150), "start", Value.of(12), "duration", Value.of(200))))),
                List.of(),
                List.of());
        double[] expected = {};
        for (int cell = 0; cell < 3; cell++) {
            double[] train = new ResolvedNetwork(network).spikeTimesMs(1, cell, 300);
            expected = Arrays.copyOf(expected, expected.length + train.length);
            System.arraycopy(train, 0, expected, expected.length - train.length, train.length);
        }
        assertTrue(expected.length > 60);
        assertArrayEquals(expected, Jobs.spikes(engine, 1));
    }
}
