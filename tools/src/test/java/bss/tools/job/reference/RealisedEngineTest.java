package bss.tools.job.reference;

import static bss.tools.job.ColumnBytes.i32;
import static bss.tools.job.reference.Jobs.SILENT;
import static bss.tools.job.reference.Jobs.all;
import static bss.tools.job.reference.Jobs.each;
import static bss.tools.job.reference.Jobs.neurons;
import static bss.tools.job.reference.Jobs.one;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.random.KeyedRandom;
import bss.tools.job.JobException;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Change;
import bss.tools.job.v1.ChangedSynapses;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.MappingSummary;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.StdpParameters;
import bss.tools.job.v1.TsodyksMarkramColumns;
import bss.tools.job.wafer.JobMapping;
import bss.tools.result.RunResult;
import bss.tools.run.ReferenceRun;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RealisedEngineTest {

    private static final int SIZE = 12;
    private static final int CONNECTIONS = 50;
    private static final Options OPTIONS = Options.newBuilder()
            .setEngine(Options.Engine.REALISED)
            .setStrategy("greedy")
            .build();

    private static JobNetwork network() {
        KeyedRandom random = KeyedRandom.of(8, 1);
        JobNetwork.Builder network = JobNetwork.newBuilder()
                .setSeed(3)
                .addPopulations(neurons("n", "IF_cond_exp", SIZE)
                        .putParameters("cm", all(0.2))
                        .putParameters("e_rev_I", all(-80)))
                .addPopulations(neurons("s", "SpikeSourcePoisson", SIZE).putParameters("rate", all(60)));
        for (int p = 0; p < 3; p++) {
            int[] pre = new int[CONNECTIONS];
            int[] post = new int[CONNECTIONS];
            double[] weight = new double[CONNECTIONS];
            for (int i = 0; i < CONNECTIONS; i++) {
                pre[i] = random.nextInt(SIZE);
                post[i] = random.nextInt(SIZE);
                weight[i] = 0.005 + 0.01 * random.nextDouble();
            }
            network.addProjections(one("p" + p, p == 0 ? 0 : 1, 0, 0, 1.5)
                    .setReceptor(p == 0 ? "inhibitory" : "excitatory")
                    .setPre(i32(pre))
                    .setPost(i32(post))
                    .setWeight(each(weight)));
        }
        network.getProjectionsBuilder(1)
                .setTsodyksMarkram(TsodyksMarkramColumns.newBuilder()
                        .setU(all(0.5))
                        .setTauRec(all(50))
                        .setTauFacil(all(0)));
        network.getProjectionsBuilder(2)
                .setStdp(StdpParameters.newBuilder()
                        .setTauPlus(20)
                        .setTauMinus(20)
                        .setAPlus(0.01)
                        .setAMinus(0.01)
                        .setWMax(0.02)
                        .setDendriticDelayFraction(1));
        return network.build();
    }

    /// The same mapping, run as `bss-run run --backend realised` does.
    @Test
    void theMappedNetworkRunsAsTheRealisedReferenceRunsIt() throws Exception {
        Build build =
                Build.newBuilder().setNetwork(network()).setOptions(OPTIONS).build();
        JobMapping mapping = JobMapping.map(build, OPTIONS, SILENT);
        RunResult expected = ReferenceRun.run(mapping.network(), Optional.of(mapping.mapping()), 300, (_, _) -> {});
        RealisedEngine engine = new RealisedEngine(OPTIONS);
        MappingSummary summary = engine.build(build, SILENT);
        assertEquals(SIZE, summary.getNeuronsPlaced());
        assertTrue(summary.getMapped());
        engine.advance(123.4, SILENT);
        engine.advance(300, SILENT);
        double[] spikes = Jobs.spikes(engine, 0);
        assertTrue(spikes.length > 20, "spikes: " + spikes.length);
        double[] all = expected.spikes().getFirst().timesMs();
        assertArrayEquals(sorted(all), sorted(spikes));
        double[] realised = Jobs.weights(engine, 2, "realised_weight");
        double[] evolved = Jobs.weights(engine, 2, "evolved_weight");
        int moved = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            assertEquals(Double.isNaN(realised[i]), Double.isNaN(evolved[i]), "connection " + i);
            moved += Math.abs(realised[i] - evolved[i]) > 1e-6 ? 1 : 0;
        }
        assertTrue(moved > 0, "no weight moved");
        assertArrayEquals(
                Jobs.weights(engine, 0, "weight"), Jobs.weights(engine, 0, "evolved_weight"), "without plasticity");
    }

    @Test
    void changesOfWhatWasMappedAreRefused() throws Exception {
        RealisedEngine engine = new RealisedEngine(OPTIONS);
        engine.build(Build.newBuilder().setNetwork(network()).build(), SILENT);
        JobException e = assertThrows(
                JobException.class,
                () -> engine.change(
                        Change.newBuilder()
                                .addSynapses(ChangedSynapses.newBuilder().setWeight(all(0.01)))
                                .build(),
                        SILENT));
        assertTrue(String.valueOf(e.getMessage()).startsWith("engine realised runs one mapping"), e.getMessage());
        assertThrows(
                JobException.class,
                () -> new RealisedEngine(Options.newBuilder().build()));
    }

    private static double[] sorted(double[] times) {
        return Arrays.stream(times).sorted().toArray();
    }
}
