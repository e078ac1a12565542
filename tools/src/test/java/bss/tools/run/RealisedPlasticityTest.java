package bss.tools.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.calibration.IdealCalibration;
import bss.mapper.Mapper;
import bss.mapper.MapperOptions;
import bss.mapper.MapperProgress;
import bss.mapper.network.CellType;
import bss.mapper.network.Connector;
import bss.mapper.network.Network;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.Synapse;
import bss.mapper.network.Value;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.WaferConfiguration;
import bss.spec.defects.Defects;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.transfer.SynapseWeightTransfer;
import bss.tools.result.ResultFile;
import bss.tools.result.RunResult;
import bss.tools.result.WeightTable;
import io.jhdf.HdfFile;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A mapped network with plasticity, as the reference runs it and as weights are read back.
class RealisedPlasticityTest {

    private static final double WEIGHT = 0.006;

    private static Network network(Plasticity plasticity) {
        List<Population> populations = List.of(
                Population.of(
                        "in",
                        20,
                        CellType.SpikeSourcePoisson.of(Map.of("rate", Value.of(30), "duration", Value.of(1e4)))),
                Population.of("out", 10, CellType.IfCondExp.of(Map.of())));
        Projection projection = Projection.of(
                "learn",
                0,
                1,
                Receptor.EXCITATORY,
                new Connector.AllToAll(true),
                new Synapse(plasticity, Value.of(WEIGHT), Value.of(1)));
        return new Network("plastic", 5, populations, List.of(projection), List.of());
    }

    private static Mapping map(Network network) throws Exception {
        return new Mapper(new IdealCalibration(), Defects.NONE, MapperOptions.DEFAULTS, MapperProgress.NONE)
                .map(network)
                .mapping();
    }

    @Test
    void aDepressingDriverTransmitsWhatTheSynapseWouldOnARandomTrain() throws Exception {
        Plasticity.TsodyksMarkram rule = new Plasticity.TsodyksMarkram(0.34, 200, 0);
        Network network = network(rule);
        Mapping mapping = map(network);
        SynapseSites sites = mapping.synapses().getFirst();
        var got = (bss.tools.reference.Plasticity.DriverShortTerm)
                new RealisedPlasticity(mapping).of(rule, sites.hicann(0), sites.row(0));
        assertTrue(got.depression());
        double sum = 0;
        for (int s = 0; s < sites.count(); s++) {
            sum += sites.weight(s);
        }
        double mean = sum / sites.count();
        // the chip's equations on one side, R <- R (1 - U) on the other
        double inactive = 0;
        double available = 1;
        double[] intervals = {1e6, 10, 50, 20, 200, 5, 100, 33};
        for (double interval : intervals) {
            inactive *= Math.exp(-interval / got.tauRecMs());
            available = 1 - (1 - available) * Math.exp(-interval / 200);
            double chip = mean * (1 + got.lambdaN() - got.lambda() * inactive);
            assertEquals(WEIGHT * 0.34 * available, chip, 0.06 * WEIGHT * 0.34, "after " + interval + " ms");
            inactive += got.u() * (1 - inactive);
            available -= 0.34 * available;
        }
    }

    @Test
    void finalWeightsAreReadFromTheBitsOfTheWafer(@TempDir Path folder) throws Exception {
        Network network = network(new Plasticity.Stdp(20, 20, 0.02, 0.02, 0, 0.01));
        Mapping mapping = map(network);
        SynapseSites sites = mapping.synapses().getFirst();
        int hicann = sites.hicann(7);
        HicannConfiguration chip = mapping.configuration().hicann(hicann).orElseThrow();
        int code = chip.weight(sites.row(7), sites.column(7));
        HicannConfigurationBuilder changed = chip.toBuilder();
        changed.synapse(sites.row(7), sites.column(7), 14, chip.decoder(sites.row(7), sites.column(7)));
        WaferConfiguration after = mapping.configuration().with(hicann, changed.build());
        WeightTable table = FinalWeights.of(network, mapping, after).getFirst();
        assertEquals(sites.count(), table.realised());
        assertEquals(1, table.changed());
        SynapseWeightTransfer transfer = SynapseWeightTransfer.of(500, 11);
        assertEquals(sites.weight(7) * transfer.conductance(14) / transfer.conductance(code), table.last()[7], 1e-9);
        assertEquals(
                0,
                FinalWeights.of(network, mapping, mapping.configuration())
                        .getFirst()
                        .changed());

        RunResult run = ReferenceRun.run(network, Optional.of(mapping), 300, (_, _) -> {});
        RunResult result =
                new RunResult(300, run.spikes(), run.traces(), List.of(table), Optional.empty(), 0, run.provenance());
        ResultFile.write(result, folder.resolve("r.h5"));
        try (HdfFile file = new HdfFile(folder.resolve("r.h5"))) {
            assertArrayEquals(table.last(), (double[])
                    file.getDatasetByPath("/weights/learn/final_weight").getData());
            assertArrayEquals(table.initial(), (double[])
                    file.getDatasetByPath("/weights/learn/initial_weight").getData());
            BigInteger[] sources = (BigInteger[])
                    file.getDatasetByPath("/weights/learn/source_ids").getData();
            assertEquals(sites.count(), sources.length);
            assertEquals(table.sources()[7], sources[7].intValueExact());
        }
    }

    @Test
    void theReferenceOfAMappingRunsThePairRuleAndReportsItsWeights() throws Exception {
        Network network = network(new Plasticity.Stdp(20, 20, 0.02, 0.02, 0, 0.01));
        Mapping mapping = map(network);
        RunResult run = ReferenceRun.run(network, Optional.of(mapping), 500, (_, _) -> {});
        WeightTable table = run.weights().getFirst();
        assertEquals(200, table.realised());
        assertEquals(mapping.synapses().getFirst().weight(3), table.initial()[3], 1e-9);
        assertNotEquals(0, table.changed(), "spikes: " + run.spikeCount());
    }
}
